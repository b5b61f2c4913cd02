import sql, { join, type Sql } from "sql-template-tag";
import { type Period, printDay, type Window } from "../domain/index.js";

/** Puts conditions together; none at all holds for every record. */
export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`TRUE` : join(conditions, "\n    AND ");

function within(day: Sql, { start, end }: Window): Sql {
  if (start !== null && end !== null) return sql`${day} >= ${start} AND ${day} <= ${end}`;
  if (start !== null) return sql`${day} >= ${start}`;
  if (end !== null) return sql`${day} <= ${end}`;
  return sql`TRUE`;
}

/** The days of a period: within its outer bounds, which an index finds, and in one of its windows when it has gaps. */
export function inPeriod(day: Sql, period: Period): Sql {
  if (period.windows.length <= 1) return within(day, period);
  const windows = period.windows.map((window) => sql`(${within(day, window)})`);
  return sql`${within(day, period)} AND (${join(windows, " OR ")})`;
}

/** Everything from a day on. */
export function fromDay(start: string | null): Period {
  const window = { start, end: null };
  const label = start === null ? "all time" : `from ${printDay(start)}`;
  return { ...window, windows: [window], label, toDate: false, kind: "days", words: `${start ?? ""}..` };
}

export const ALL_TIME: Period = fromDay(null);
