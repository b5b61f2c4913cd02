import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import type { NamedEvent } from "../src/events/index.js";
import { derive } from "../src/identity/index.js";
import { type FoundContact, hasBegun, OVERRIDES, type Override, overrideAttendance } from "../src/people/index.js";
import { type Action, type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { eventArgument, oneEvent, whichEvent } from "./named-event.js";
import { onePerson, personArgument } from "./named-person.js";

const LEAST_REASON = 10;
const LONGEST_REASON = 500;

const SAYS = [
  { value: "add", label: "Was there", also: ["attended", "came"] },
  { value: "remove", label: "Was not there", also: ["absent", "missed"] },
] as const satisfies readonly { readonly value: Override; readonly label: string; readonly also: readonly string[] }[];

export const override = defineCommand({
  name: "override",
  family: "people",
  summary:
    "Says that a teacher was at a session, or was not, whatever the file says: beside it, reversible, with a reason.",
  examples: [
    'override add Tobias Conrad event:abc123 reason:"Her name was missing in the file."',
    'override remove tobias.conrad@school.example event:abc123 reason:"She was ill that day."',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Keep it",
  args: {
    says: take.choice(SAYS, {
      label: "Attendance",
      help: `${OVERRIDES.join(" or ")}: was there, or was not.`,
      positional: "one",
      required: true,
      also: ["set", "action"],
    }),
    who: personArgument("teacher", { positional: "rest" }),
    event: eventArgument({ label: "Session" }),
    reason: take.text({
      label: "Reason",
      help: `How it is known, in at least ${LEAST_REASON} characters.`,
      placeholder: "Her name was missing in the file.",
      required: true,
    }),
  },
  async run({ says, who, event, reason }, context) {
    const why = reasonOf(reason);
    const teacher = await onePerson("teacher", who, context, { argument: "who" });
    if ("choices" in teacher) return teacher;
    const session = await oneEvent(event.id ?? event.text, context, { argument: "event" });
    if ("choices" in session) return session;
    const called = whichEvent(session);
    if (session.status === "Cancelled")
      throw new PolarisError("argument_invalid", `${called} was cancelled, so nobody attended it.`);
    if (!(await hasBegun(context.pool, session.id, context.request.now)))
      throw new PolarisError("argument_invalid", `${called} has not taken place yet, so nobody has attended it.`);
    const { pool, organization, request } = context;
    const { made, takenBack } = await pool.transaction(async (tx) => {
      const done = await overrideAttendance(tx, {
        contact: teacher.id,
        event: session,
        says,
        reason: why,
        by: request.actor.id,
        now: request.now,
      });
      await context.auditInside(tx, {
        says,
        teacher: teacher.sourceId,
        event: session.sourceId,
        decisions: done.made.map(String),
        taken_back: done.takenBack.map(String),
      });
      return done;
    });
    if (made.length + takenBack.length === 0)
      throw new PolarisError(
        "argument_invalid",
        says === "add"
          ? "This teacher is recorded as attended there already: nothing was changed."
          : "This teacher is not recorded as attended there: nothing was changed.",
      );
    await derive(pool, organization, request.now);
    return overriddenReply({ says, teacher, session, made }, context);
  },
});

/** @throws PolarisError argument_invalid */
function reasonOf(text: string): string {
  const reason = text.trim().replace(/\s+/g, " ");
  if (reason.length >= LEAST_REASON && reason.length <= LONGEST_REASON) return reason;
  throw new PolarisError(
    "argument_invalid",
    reason.length < LEAST_REASON
      ? `Expected a reason of at least ${LEAST_REASON} characters, so that others understand it later; this one has ${reason.length}.`
      : `Expected a reason of up to ${LONGEST_REASON} characters; this one has ${reason.length}.`,
  );
}

interface Done {
  readonly says: Override;
  readonly teacher: FoundContact;
  readonly session: NamedEvent;
  readonly made: readonly number[];
}

function overriddenReply({ says, teacher, session, made }: Done, context: CommandContext): Reply {
  const who = teacher.sourceId;
  // What was taken back is no decision that could be undone: it is said once more, with a reason.
  const again = lineOf("override", { says: "add", who, event: session.sourceId });
  const undo = made.map(
    (id, place): Action => ({
      label: place === 0 ? "Undo" : `Undo ${place + 1}`,
      line: lineOf("undo", { id }),
      does: "run",
      sensitivity: "open",
    }),
  );
  const what = says === "add" ? "counts as attended" : "no longer counts as attended";
  return reply({
    title: "Attendance put right",
    text: `${teacher.name} ${what}: ${whichEvent(session)}. By ${context.request.actor.name}; figures and progress follow, and no import changes it.`,
    sensitivity: "name",
    openText: "A teacher's attendance was put right. It is shown privately only.",
    actions: [
      ...(made.length > 0 ? undo : [{ label: "Put it back", line: again, does: "form", sensitivity: "open" } as const]),
      { label: "The teacher", line: lineOf("teacher", { who }), does: "run", sensitivity: "open" },
    ],
  });
}
