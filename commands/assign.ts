import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import { enqueueAll } from "../src/delivery/index.js";
import { printDay } from "../src/domain/index.js";
import {
  type Assigned,
  assignEvent,
  assignedCard,
  callsPutRight,
  eventAction,
  eventWords,
  type Letter,
  type OwnedEvent,
  ownerOf,
  type PersonInCharge,
  tookOverCard,
} from "../src/events/index.js";
import { type Action, type Fact, fact, type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { colleagueToBeInCharge } from "./colleague-to-be-in-charge.js";
import { eventToOwn } from "./event-to-own.js";
import { givenBack, stillToCome } from "./given-back.js";
import { memberOrNone } from "./member-or-none.js";
import { eventArgument, oneEvent } from "./named-event.js";

export const assign = defineCommand({
  name: "assign",
  family: "events",
  summary: "Puts a colleague in charge of an event, with a due day and a note; whoever had it is told.",
  examples: [
    'assign "Career fair" to:@anne',
    'assign event:"Engineering week" to:@anne due:fri note:"find a presenter"',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Assign",
  args: {
    event: eventArgument({ positional: "rest" }),
    to: take.member({ label: "In charge", help: "A coordinator, staff or an administrator.", required: true }),
    due: take.day({
      label: "Due",
      help: "Until when something is to be done. They are reminded on that day.",
      main: true,
    }),
    note: take.text({ label: "Note", help: "What is to be done, as in: find a presenter.", main: true }),
    from: memberOrNone({
      label: "Only if this is who has it",
      help: "Else nothing is changed; from:none for an event that nobody has.",
    }),
  },
  prefillFollows: ["event"],
  /** Whoever has it, with what was noted, so that one thing can be changed alone. */
  async prefill({ event }, context) {
    if (event === undefined || event === null) return {};
    const found = await oneEvent(event.text, context);
    const owner = "kind" in found ? null : await ownerOf(context.pool, found);
    if (owner === null) return {};
    return {
      to: { id: owner.userId, name: owner.name },
      due: stillToCome(owner.dueOn, context.calendar.today),
      note: owner.note,
    };
  },
  async run({ event: { text }, to, due, note, from }, context) {
    const { pool, request, calendar } = context;
    const event = await eventToOwn(text, context);
    if ("kind" in event) return event;
    if (due !== null && (due < calendar.today || due > event.date))
      throw new PolarisError(
        "argument_invalid",
        `${printDay(due)} is ${due < calendar.today ? "past" : "after the event"}. Expected a due day from today to the day of the event, ${printDay(event.date)}. Nothing was changed.`,
      );
    const colleague = await colleagueToBeInCharge(to.id, context);
    const { actor, now } = request;
    const given = await pool.transaction(async (tx) => {
      const expected = from === null ? undefined : from === "none" ? null : from.id;
      const result = await assignEvent(tx, event, { to: colleague, dueOn: due, note, from: expected }, actor, now);
      if (result === null) return null;
      await context.auditInside(tx, {
        event: event.sourceId,
        to: colleague.id,
        from: result.before?.userId ?? null,
        change: result.change,
      });
      const occasion = `owner:${result.change}`;
      const calls = await callsPutRight(tx, event.id, event, { today: calendar.today, occasion });
      await enqueueAll(tx, [...calls, ...lettersOf(event, result, context)], now);
      return result;
    });
    return given === null ? changedMeanwhile(event, await ownerOf(pool, event)) : assignedReply(event, given, context);
  },
});

/** The new owner hears of it, and so does who had it; nobody is told what they did themselves. */
function lettersOf(
  event: OwnedEvent,
  { owner, before, change }: Assigned,
  { request, calendar }: CommandContext,
): Letter[] {
  const { actor } = request;
  const letter = (recipient: string, what: Reply): Letter => ({
    dedupeKey: `event-owner:${change}:${recipient}`,
    kind: "notice",
    recipient,
    owner: actor.door === "slack" ? actor.id : null,
    payload: JSON.stringify(what),
  });
  const isOther = before !== null && before.userId !== owner.userId && before.userId !== actor.id;
  return [
    ...(owner.userId === actor.id
      ? []
      : [letter(owner.userId, assignedCard(event, owner, actor.name, calendar.today))]),
    ...(isOther ? [letter(before.userId, tookOverCard(event, owner, actor.name))] : []),
  ];
}

function assignedReply(event: OwnedEvent, { owner, before }: Assigned, { request, calendar }: CommandContext): Reply {
  const isSelf = owner.userId === request.actor.id;
  const who = isSelf ? "You are" : `${owner.name} is`;
  const instead =
    before === null || before.userId === owner.userId
      ? ""
      : `, in place of ${before.userId === request.actor.id ? "you" : before.name}`;
  const told = isSelf ? "" : " They get a direct message.";
  return reply({
    title: "Assigned",
    text: `${who} in charge of ${eventWords(event)} now${instead}.${told}`,
    sensitivity: "name",
    openText: `A colleague is in charge of ${eventWords(event)} now.`,
    facts: factsOf(owner),
    actions: [undo(event, before, owner, calendar.today), eventAction(event, "match"), eventAction(event, "outreach")],
  });
}

const factsOf = ({ dueOn, note }: PersonInCharge): Fact[] => [
  ...(dueOn === null ? [] : [fact("due", "Due", dueOn, "date", "open")]),
  ...(note === null ? [] : [fact("note", "Note", note, "text", "name")]),
];

/** The button was older than what stands now. */
const changedMeanwhile = (event: OwnedEvent, owner: PersonInCharge | null): Reply =>
  reply({
    title: "Changed meanwhile",
    text: `${eventWords(event)} ${owner === null ? "has no owner any more" : `is ${owner.name}'s now`}, so nothing was changed. To give it to somebody all the same, hand it over.`,
    sensitivity: "name",
    openText: `Somebody changed who has ${eventWords(event)} meanwhile, so nothing was changed. To give it to somebody all the same, hand it over.`,
    actions: [eventAction(event, "hand over")],
  });

/** What stood before stands again: nobody, or who had it with what was noted. */
const undo = (event: OwnedEvent, before: PersonInCharge | null, owner: PersonInCharge, today: string): Action =>
  before === null ? eventAction(event, "undo") : givenBack(event, before, { from: owner.userId, today });
