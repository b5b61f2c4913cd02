import { type CommandContext, defineCommand } from "../src/command/index.js";
import { enqueueAll } from "../src/delivery/index.js";
import { addDays, foldText } from "../src/domain/index.js";
import {
  callsPutRight,
  claimEvent,
  eventAction,
  eventWords,
  missingWords,
  type OwnedEvent,
  otherMissing,
  unownedEvents,
} from "../src/events/index.js";
import { type Reply, reply, showInstant } from "../src/reply/index.js";
import { eventToOwn, WHAT_NEEDS_AN_OWNER } from "./event-to-own.js";
import { eventArgument, whichEvent } from "./named-event.js";

/** How far ahead events are offered while somebody types. */
const OFFERED_DAYS = 60;

export const claim = defineCommand({
  name: "claim",
  family: "events",
  summary: "Puts you in charge of an event that nobody takes care of yet. Whoever comes first has it.",
  examples: ['claim "Career fair"', 'claim event:"Engineering week"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  doors: ["slack"],
  submit: "Claim",
  args: {
    event: {
      ...eventArgument({
        positional: "rest",
        help: "Events that nobody takes care of are offered; any other can be named.",
      }),
      options: async (query, { pool, calendar }) => {
        const { today } = calendar;
        const typed = foldText(query);
        return (await unownedEvents(pool, { today, until: addDays(today, OFFERED_DAYS) }))
          .map((event) => ({ value: event.sourceId, label: whichEvent(event) }))
          .filter(({ label }) => foldText(label).includes(typed));
      },
    },
  },
  async run({ event: { text } }, context) {
    const event = await eventToOwn(text, context);
    if ("kind" in event) return event;
    const { pool, request, calendar } = context;
    const { actor, now } = request;
    const claimed = await pool.transaction(async (tx) => {
      const result = await claimEvent(tx, event, actor, now);
      if (result.change === null) return result;
      await context.auditInside(tx, { event: event.sourceId, change: result.change });
      const occasion = `owner:${result.change}`;
      await enqueueAll(tx, await callsPutRight(tx, event.id, event, { today: calendar.today, occasion }), now);
      return result;
    });
    if (claimed.won || claimed.owner.userId === actor.id) return itIsYours(event, claimed.won);
    return somebodyWasFaster(event, claimed.owner, context);
  },
});

function itIsYours(event: OwnedEvent, isNew: boolean): Reply {
  const lacks = otherMissing(event);
  const still = lacks.length === 0 ? "Nothing is missing." : `It still needs ${missingWords(lacks)}.`;
  return reply({
    title: "Your event",
    text: `It is yours${isNew ? "" : " already"}: ${eventWords(event)}. ${still}`,
    sensitivity: "open",
    actions: [
      ...(lacks.includes("presenter") ? [eventAction(event, "match")] : []),
      eventAction(event, "outreach"),
      { ...eventAction(event, "assign"), label: "Set due day and note" },
      { ...eventAction(event, "release"), label: isNew ? "Undo" : "Release" },
    ],
  });
}

/** Kindly: nobody did anything wrong. */
function somebodyWasFaster(
  event: OwnedEvent,
  { name, since }: { readonly name: string; readonly since: string },
  { organization }: CommandContext,
): Reply {
  const when = showInstant(since, organization.timeZone);
  return reply({
    title: "Taken already",
    text: `${name} was faster: ${eventWords(event)} is theirs since ${when}. Thank you for stepping up.`,
    sensitivity: "name",
    openText: `A colleague was faster: ${eventWords(event)} is theirs since ${when}. Thank you for stepping up.`,
    actions: [WHAT_NEEDS_AN_OWNER],
  });
}
