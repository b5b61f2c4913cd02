import { type PlainPresence, readLedger } from "./ledger.js";
import type { PlainRows, PlainRules } from "./rows.js";

export interface PlainThanks {
  /** Contact id of the person, or the organisation's name. */
  readonly whom: string;
  /** Equal figures share a place, and the next is skipped. */
  readonly place: number;
  /** Of sessions held. */
  readonly sessions: number;
  /** Of every event that was not cancelled. */
  readonly hours: number;
}

export interface PlainThanksOptions extends PlainRules {
  readonly of: "orgs" | "volunteers";
  readonly by: "hours" | "sessions";
  readonly start: string;
  readonly end: string;
}

/** Who gave most in a window: nobody who is excluded, nothing that was cancelled. */
export function plainThanks(rows: PlainRows, options: PlainThanksOptions): PlainThanks[] {
  const came = readLedger(rows, options).volunteers.filter(
    ({ event, person }) =>
      options.start <= event.day && event.day <= options.end && !event.isCancelled && !person.isExcluded,
  );
  const whom = ({ person, credit }: PlainPresence): string | null =>
    options.of === "volunteers" ? person.key : (credit?.organization ?? null);
  const all = [...new Set(came.map(whom))].filter((each) => each !== null);
  const given = all.map((each) => {
    const theirs = came.filter((presence) => whom(presence) === each);
    const held = theirs.filter(({ event }) => event.isHeld).map(({ event }) => event.id);
    const hours = theirs.reduce((sum, presence) => sum + presence.hours, 0);
    return { whom: each, sessions: new Set(held).size, hours: Number(hours.toFixed(9)) };
  });
  return given.map((each) => ({
    ...each,
    place: 1 + given.filter((other) => other[options.by] > each[options.by]).length,
  }));
}
