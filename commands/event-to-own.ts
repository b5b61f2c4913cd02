import { type CommandContext, lineOf } from "../src/command/index.js";
import { dayWords, goneEvent, isToCome, keptInstead, type OwnedEvent, ownedEvent } from "../src/events/index.js";
import type { Action, Ask } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { oneEvent } from "./named-event.js";

/** What is offered to whoever asked for an event that needs nobody any more. */
export const WHAT_NEEDS_AN_OWNER: Action = {
  label: "What needs an owner",
  line: "events unowned",
  does: "run",
  sensitivity: "open",
};

/**
 * The event that somebody takes, gives or gives up, as it stands now. A button may be a month old, and a form may have been open while the event was
 * deleted, moved or cancelled.
 * @throws PolarisError not_found, argument_invalid
 */
export async function eventToOwn(text: string, context: CommandContext): Promise<OwnedEvent | Ask> {
  const { pool, calendar } = context;
  const kept = await keptInstead(pool, text);
  const gone = kept === null ? await goneEvent(pool, text) : null;
  if (gone !== null)
    throw new PolarisError(
      "not_found",
      `“${gone.title}” of ${dayWords(gone.date)} was deleted in ${gone.source === "salesforce" ? "Salesforce" : "Pathful"}, so nobody has to take care of it. Nothing was changed.`,
      { suggestions: [WHAT_NEEDS_AN_OWNER] },
    );
  const found = kept ?? (await oneEvent(text, context));
  if ("kind" in found) return found;
  const event = await ownedEvent(pool, found.id, calendar.today);
  if (event === null)
    throw new PolarisError("not_found", `“${found.title}” was deleted or merged a moment ago. Nothing was changed.`, {
      suggestions: [WHAT_NEEDS_AN_OWNER],
    });
  if (isToCome(event, calendar.today)) return event;
  const why = event.status === "Cancelled" ? "was cancelled" : "is over";
  throw new PolarisError(
    "argument_invalid",
    `“${event.title}” of ${dayWords(event.date)} ${why}, so nobody has to take care of it any more. Nothing was changed.`,
    {
      suggestions: [WHAT_NEEDS_AN_OWNER, { label: "Show the event", line: lineOf("event", { event: event.sourceId }) }],
    },
  );
}
