import { defineCommand } from "../src/command/index.js";
import { enqueueAll } from "../src/delivery/index.js";
import { eventAction, eventWords, reminderLetter } from "../src/events/index.js";
import { reply } from "../src/reply/index.js";
import { eventToOwn } from "./event-to-own.js";
import { eventArgument } from "./named-event.js";

/** Of an instant, to the hour: one person is reminded of one event once in it, whoever asks. */
const TO_THE_HOUR = "2026-02-15T16".length;

export const remind = defineCommand({
  name: "remind",
  family: "events",
  summary: "Reminds whoever is in charge of an event, now, by direct message.",
  examples: ['remind "Career fair"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Remind",
  args: { event: eventArgument({ positional: "rest" }) },
  async run({ event: { text } }, context) {
    const { pool, request, calendar } = context;
    const event = await eventToOwn(text, context);
    if ("kind" in event) return event;
    const { owner } = event;
    if (owner === null)
      return reply({
        title: "Nobody's event",
        text: `Nobody is in charge of ${eventWords(event)}, so there is nobody to remind.`,
        sensitivity: "open",
        actions: [eventAction(event, "claim"), eventAction(event, "assign")],
      });
    const { now } = request;
    const occasion = `${event.source}:${event.sourceId}:${now.slice(0, TO_THE_HOUR)}`;
    const letter = reminderLetter(owner.userId, [event], calendar.today, occasion);
    const isSent = await pool.transaction(async (tx) => {
      const fresh = await enqueueAll(tx, [letter], now);
      await context.auditInside(tx, { event: event.sourceId, to: owner.userId, sent: fresh });
      return fresh > 0;
    });
    const done = isSent ? "is reminded now, by direct message" : "was reminded within this hour already";
    return reply({
      title: "Reminder",
      text: `${owner.name} ${done}: ${eventWords(event)}.`,
      sensitivity: "name",
      openText: `Whoever is in charge ${done}: ${eventWords(event)}.`,
      actions: [eventAction(event, "hand over")],
    });
  },
});
