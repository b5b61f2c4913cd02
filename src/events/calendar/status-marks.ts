import type { EventStatus } from "../../domain/index.js";

/** A shape for every status, so that none is told by its colour alone; all of them are in the font of the charts. */
const MARKS: Readonly<Record<EventStatus, string>> = {
  Draft: "○",
  Requested: "◐",
  Confirmed: "●",
  Published: "▲",
  Completed: "✓",
  Simulcast: "✓",
  Cancelled: "✕",
  "No Show": "⊘",
  Count: "■",
  Unknown: "?",
};

export const statusMark = (status: string): string =>
  Object.hasOwn(MARKS, status) ? MARKS[status as EventStatus] : MARKS.Unknown;

/** "● Confirmed" */
export const statusShown = (status: string): string => `${statusMark(status)} ${status}`;
