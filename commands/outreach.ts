import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { printDay } from "../src/domain/index.js";
import {
  isSameAgain,
  keepAttempt,
  lastAttempt,
  type NamedEvent,
  type NewAttempt,
  OUTREACH_METHODS,
  OUTREACH_OUTCOMES,
} from "../src/events/index.js";
import { type FoundContact, gateFor } from "../src/people/index.js";
import { type Action, type Ask, type Notice, notice, type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { standingEvent } from "./attended-event.js";
import { eventArgument, whichEvent } from "./named-event.js";
import { onePerson, personArgument } from "./named-person.js";
import { optional } from "./optional.js";
import { needsReason } from "./outreach-allowed.js";
import { eventOutreachReply, personOutreachReply } from "./outreach-lists.js";
import { saidOf } from "./outreach-words.js";

const choicesOf = <Key extends string>(labels: Readonly<Record<Key, string>>) =>
  (Object.keys(labels) as Key[]).map((value) => ({ value, label: labels[value] }));

export const outreach = defineCommand({
  name: "outreach",
  family: "events",
  summary: "Logs that somebody was written to or called, and what came of it; or shows who was asked.",
  examples: [
    'outreach who:"Victor Zamora" event:"Engineering week" method:call outcome:interested',
    'outreach event:"Engineering week"',
    'outreach who:"Victor Zamora"',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Log it",
  args: {
    who: optional(personArgument("volunteer", { help: "Whom you wrote to or called." })),
    event: optional(eventArgument({ help: "What it was about; empty for no event in particular." })),
    method: take.choice(choicesOf(OUTREACH_METHODS), { label: "How", help: "E-mail when it is not said.", main: true }),
    outcome: take.choice(choicesOf(OUTREACH_OUTCOMES), {
      label: "What came of it",
      help: "Proposed: they will come; it counts when Salesforce has the sign-up.",
      main: true,
    }),
    note: take.text({ label: "Note", help: "What to remember.", main: true }),
    date: take.day({ label: "Day", help: "Today when it is not said." }),
    reason: take.text({
      label: "Why, where something stands against asking",
      help: "Needed to contact somebody who must not be contacted, or to propose somebody who is elsewhere at that time.",
    }),
  },
  async run(args, context) {
    const { calendar } = context;
    const event = args.event === null ? null : await standingEvent(args.event.text, context, { lost: args.note });
    if (event !== null && "choices" in event) return event;
    const who = args.who === null ? null : await onePerson("volunteer", args.who, context);
    if (who !== null && "choices" in who) return who;
    if (args.outcome === null) return shown(who, event, args, context);
    if (who === null)
      throw new PolarisError("argument_missing", "Expected who: with the volunteer who was written to or called.", {
        suggestions: [{ label: "Say who", line: context.line }],
      });
    const on = args.date ?? calendar.today;
    if (on > calendar.today)
      throw new PolarisError(
        "argument_invalid",
        `${printDay(on)} is still to come. Expected the day on which it happened, today or before.`,
      );
    return log(
      { who, event, method: args.method ?? "email", outcome: args.outcome, note: args.note, on, reason: args.reason },
      context,
    );
  },
});

/** What was logged so far, where nothing new is said. */
async function shown(
  who: FoundContact | null,
  event: NamedEvent | null,
  given: { readonly note: string | null; readonly method: string | null },
  context: CommandContext,
): Promise<Reply | Ask> {
  if (given.note !== null || given.method !== null)
    throw new PolarisError(
      "argument_missing",
      `What came of it? Expected outcome: with one of ${Object.keys(OUTREACH_OUTCOMES).join(", ")}.`,
    );
  if (who !== null) return personOutreachReply(who, event, context);
  if (event !== null) return eventOutreachReply(event, context);
  return whatHappened(context);
}

const whatHappened = ({ command, line }: CommandContext): Ask => ({
  kind: "ask",
  text: "Say who was written to or called, and what came of it. For example: outreach who:Victor method:call outcome:interested. “outreach follow-up” lists who waits.",
  command,
  line,
  missing: ["who", "outcome"],
  choices: [],
  sensitivity: "open",
});

interface Saying extends Pick<NewAttempt, "method" | "outcome" | "note" | "on"> {
  readonly who: FoundContact;
  readonly event: NamedEvent | null;
  readonly reason: string | null;
}

async function log({ who, event, method, outcome, note, on, reason }: Saying, context: CommandContext): Promise<Reply> {
  const { pool, request } = context;
  const attempt: NewAttempt = {
    contact: who,
    event,
    method,
    outcome,
    note: reason === null ? note : [note, `Why all the same: ${reason}`].filter((each) => each !== null).join(" · "),
    by: request.actor,
    now: request.now,
    on,
  };
  const { id, before, against } = await pool.transaction(async (tx) => {
    const standing = await gateFor(tx, who.id, event?.id ?? null);
    const last = await lastAttempt(tx, who, event);
    const objection = needsReason({ ...standing, method, outcome });
    if (objection !== null && (objection.isFinal || reason === null))
      throw new PolarisError("argument_invalid", objection.text, {
        suggestions: objection.isFinal ? [] : [{ label: "Give a reason", line: context.line }],
      });
    if (isSameAgain(last, attempt)) return { id: null, before: last, against: null };
    const kept = await keepAttempt(tx, attempt);
    await context.auditInside(tx, {
      contact: who.sourceId,
      event: event?.sourceId ?? null,
      method,
      outcome,
      attempt: kept,
      ...(objection === null ? {} : { against: standing.gate, override: true }),
    });
    return { id: kept, before: last, against: objection === null ? null : standing.gate };
  });
  const about = event === null ? "about no event in particular" : `about ${whichEvent(event)}`;
  const words = `${saidOf({ method, outcome })} with ${who.name}, ${about}${on === context.calendar.today ? "" : `, on ${printDay(on)}`}`;
  return reply({
    title: id === null ? "Logged already" : outcome === "assigned" ? "Proposed" : "Logged",
    text: id === null ? `You logged this already: ${words}.` : `Logged: ${words}.`,
    sensitivity: "name",
    openText: id === null ? "This was logged already." : "A contact with a volunteer was logged.",
    notices: [...(id === null ? [] : remarks({ before, outcome, against }))],
    actions: actionsAfter(id, who, event),
  });
}

/** What else is worth knowing: who asked before, that a proposal counts nowhere, and that a rule was overridden. */
function remarks({
  before,
  outcome,
  against,
}: {
  before: Awaited<ReturnType<typeof lastAttempt>>;
  outcome: string;
  against: string | null;
}): Notice[] {
  return [
    ...(outcome === "assigned"
      ? [
          notice(
            "Proposed counts nowhere until Salesforce or Pathful has the sign-up: enter it there. After three days it is listed as “to enter in Salesforce”.",
          ),
        ]
      : []),
    ...(against === null ? [] : [notice(`Done against “${against}”; the reason is kept.`, "warning")]),
    ...(before === null
      ? []
      : [notice(`Before that: ${saidOf(before)}, ${printDay(before.on)}, by ${before.by}.`, "info", "name")]),
  ];
}

function actionsAfter(id: number | null, who: FoundContact, event: NamedEvent | null): Action[] {
  const about = event === null ? {} : { event: event.sourceId };
  return [
    ...(id === null
      ? []
      : [{ label: "Undo", line: lineOf("outreach remove", { id }), does: "run", sensitivity: "open" } as const]),
    ...(event === null
      ? []
      : [
          { label: "Who was asked", line: lineOf("outreach list", about), does: "run", sensitivity: "open" } as const,
          { label: "Candidates", line: lineOf("match", about), does: "run", sensitivity: "open" } as const,
        ]),
    { label: "Log another", line: lineOf("outreach", about), does: "form", sensitivity: "open" },
    { label: "Profile", line: lineOf("volunteer", { who: who.sourceId }), does: "run", sensitivity: "open" },
  ];
}
