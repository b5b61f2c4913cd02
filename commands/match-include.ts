import { defineCommand, lineOf, take } from "../src/command/index.js";
import { decide, decisionsAbout } from "../src/identity/index.js";
import { gateFor, mayBeIncluded } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { standingEvent } from "./attended-event.js";
import { eventArgument, whichEvent } from "./named-event.js";
import { onePerson, personArgument } from "./named-person.js";

const KIND = "match_include";

export const matchInclude = defineCommand({
  name: "match include",
  family: "events",
  summary: "Lists a volunteer among the candidates of an event against a rule that leaves them out, with a reason.",
  examples: ['match include who:"Victor Zamora" event:"Engineering week" reason:"he offered himself by phone"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "List them",
  args: {
    who: personArgument("volunteer"),
    event: eventArgument(),
    reason: take.text({ label: "Reason", help: "Why they are asked all the same; it is kept.", required: true }),
  },
  async run({ who, event, reason }, context) {
    const { pool, request } = context;
    const about = await standingEvent(event.text, context, { lost: reason });
    if ("choices" in about) return about;
    const person = await onePerson("volunteer", who, context);
    if ("choices" in person) return person;
    const id = await pool.transaction(async (tx) => {
      const { gate } = await gateFor(tx, person.id, about.id);
      if (gate !== null && !mayBeIncluded(gate))
        throw new PolarisError(
          "argument_invalid",
          gate === "do-not-contact"
            ? "They must not be contacted, so they are in no list. If that has changed, change it in Salesforce."
            : "They are left out of everything. “exclude” on their profile takes that back.",
        );
      const value = `${about.source}:${about.sourceId}`;
      const standing = await decisionsAbout(
        tx,
        { subject: "contact", source: person.source, sourceId: person.sourceId },
        KIND,
      );
      if (standing.some((each) => each.value === value))
        throw new PolarisError("argument_invalid", `They are listed for ${whichEvent(about)} already.`);
      const made = await decide(tx, {
        kind: KIND,
        subject: "contact",
        source: person.source,
        sourceId: person.sourceId,
        value,
        reason,
        by: request.actor.id,
        now: request.now,
      });
      await context.auditInside(tx, {
        contact: person.sourceId,
        event: about.sourceId,
        against: gate,
        decision: made,
        override: true,
      });
      return made;
    });
    return reply({
      title: "Listed all the same",
      text: `${person.name} is listed among the candidates for ${whichEvent(about)}: ${reason}.`,
      sensitivity: "name",
      openText: "A volunteer is listed among the candidates against a rule; the reason is kept.",
      actions: [
        { label: "Undo", line: lineOf("undo", { id }), does: "run", sensitivity: "open" },
        { label: "Candidates", line: lineOf("match", { event: about.sourceId }), does: "run", sensitivity: "open" },
      ],
    });
  },
});
