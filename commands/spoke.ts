import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import { PathwayNames, printDay } from "../src/domain/index.js";
import { type NamedEvent, volunteerAt } from "../src/events/index.js";
import { decide, decisionsAbout } from "../src/identity/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { standingEvent } from "./attended-event.js";
import { undoing } from "./event-decision.js";
import { eventArgument, whichEvent } from "./named-event.js";
import { pathwaysCalled } from "./named-pathway.js";
import { onePerson, personArgument } from "./named-person.js";

export const spoke = defineCommand({
  name: "spoke",
  family: "events",
  summary: "Says which pathway a volunteer spoke on at an event, whatever the event itself was about.",
  examples: ['spoke "Victor Zamora" event:"Engineering week" pathway:"Business"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Keep",
  args: {
    who: personArgument("volunteer", { positional: "one" }),
    event: eventArgument(),
    pathway: take.reference("pathway", {
      label: "Pathway",
      required: true,
      options: pathwaysCalled,
    }),
  },
  async run(args, context) {
    const { pool, request } = context;
    const person = await onePerson("volunteer", args.who, context);
    if ("missing" in person) return person;
    const event = await standingEvent(args.event.text, context);
    if ("kind" in event) return event;
    const pathway = pathwayCalled(args.pathway.text, context);
    const about = await participationOf(person.id, event, context);
    const id = await pool.transaction(async (tx) => {
      const standing = await decisionsAbout(tx, about, "pathway");
      if (standing.some(({ value }) => value === pathway)) return null;
      const made = await decide(tx, {
        kind: "pathway",
        ...about,
        value: pathway,
        by: request.actor.id,
        now: request.now,
      });
      await context.auditInside(tx, { participation: about.sourceId, event: event.sourceId, pathway });
      return made;
    });
    const said = `spoke on ${pathway} at ${event.title}, ${printDay(event.date)}`;
    return reply({
      title: id === null ? "So it stands already" : "Pathway kept",
      text: `${person.name} ${said}${id === null ? ", as somebody said before. Nothing was changed" : ""}.`,
      sensitivity: "name",
      openText: `A volunteer ${said}.`,
      actions: id === null ? [] : [undoing([id])],
    });
  },
});

/** @throws PolarisError argument_invalid for what is not one pathway */
function pathwayCalled(text: string, { organization }: CommandContext): string {
  const [only, ...others] = new PathwayNames(organization.pathways).named(text).pathways;
  if (only !== undefined && others.length === 0) return only;
  throw new PolarisError(
    "argument_invalid",
    `“${text}” is not one pathway. Expected one of ${organization.pathways.list.map(({ name }) => name).join(", ")}.`,
  );
}

/** @throws PolarisError not_found where the volunteer has no part in the event */
async function participationOf(contact: number, event: NamedEvent, { pool }: CommandContext) {
  const found = await volunteerAt(pool, { contact, event: event.id });
  if (found !== null) return { subject: "participation", ...found } as const;
  throw new PolarisError(
    "not_found",
    `This volunteer has no part in ${whichEvent(event)}. Expected one who is signed up or was there, in Salesforce or Pathful.`,
  );
}
