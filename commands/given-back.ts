import { lineOf } from "../src/command/index.js";
import type { OwnedEvent, PersonInCharge } from "../src/events/index.js";
import type { Action } from "../src/reply/index.js";

/** A due day that is past is refused and reminds nobody any more: it is not set again. */
export const stillToCome = (due: string | null, today: string): string | null =>
  due !== null && due >= today ? due : null;

/** Whoever had an event has it again, with what was noted: unless it is no longer `from` who has it (null: nobody). */
export const givenBack = (
  { sourceId }: OwnedEvent,
  { userId, dueOn, note }: PersonInCharge,
  { from, today }: { readonly from: string | null; readonly today: string },
): Action => ({
  label: "Undo",
  line: lineOf("assign", {
    event: sourceId,
    to: userId,
    due: stillToCome(dueOn, today),
    note,
    from: from ?? "none",
  }),
  does: "run",
  sensitivity: "name",
});
