import { defineCommand, lineOf } from "../src/command/index.js";
import { eventCard, goneEvent, keptInstead } from "../src/events/index.js";
import { notice } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { eventCardReply } from "./event-card.js";
import { eventArgument, oneEvent, whichEvent } from "./named-event.js";

export const event = defineCommand({
  name: "event",
  family: "events",
  summary: "One event: when and where, its owner, who presents and comes, who has been asked, and what it still needs.",
  examples: ['event "Engineering week"', 'event "Biology of a healthy cat"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: { event: eventArgument({ positional: "rest", help: "Words of its title, or its id." }) },
  async run({ event: asked }, context) {
    const { pool, calendar } = context;
    const text = asked.id ?? asked.text;
    const kept = await keptInstead(pool, text);
    const gone = kept === null ? await goneEvent(pool, text) : null;
    if (gone !== null)
      throw new PolarisError(
        "not_found",
        `${whichEvent(gone)} was deleted in ${gone.source === "salesforce" ? "Salesforce" : "Pathful"} and counts nowhere any more. What was decided about it is kept, in case it comes back.`,
        { suggestions: [{ label: "What is known of it", line: lineOf("trace", { what: text }) }] },
      );
    const found = kept ?? (await oneEvent(text, context));
    if ("kind" in found) return found;
    const card = await eventCard(pool, found.id, calendar.today);
    if (card === null)
      throw new PolarisError("not_found", "This event was deleted or merged a moment ago. Search for it again.");
    const merged =
      kept === null ? [] : [notice(`The record “${kept.title}” was said to be this same event, so this one is shown.`)];
    return eventCardReply(card, context, merged);
  },
});
