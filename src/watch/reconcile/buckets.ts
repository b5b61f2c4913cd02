import type { StampedDay } from "../../sources/index.js";

/** Days compared by number of rows and latest stamp. */
export interface Buckets {
  readonly compared: number;
  readonly differing: readonly BucketDifference[];
  /** How many differ, when not all are listed. */
  readonly differingDays: number;
}

export interface BucketDifference {
  readonly day: string;
  readonly source: number;
  readonly pool: number;
}

/** Stamps in [from, until). */
export interface StampWindow {
  readonly from: string;
  readonly until: string;
}

const LISTED = 30;
/** Above this many windows one reading of the whole stretch asks fewer questions. */
const WINDOWS = 25;

const startOf = (day: string): string => `${day}T00:00:00.000Z`;
const after = (day: string): string => new Date(Date.parse(startOf(day)) + 86_400_000).toISOString();

/** Which days do not agree, and the windows in which their rows are to be compared one by one. */
export function compareDays(
  source: readonly StampedDay[],
  pool: readonly StampedDay[],
  cutoff: string,
): { readonly buckets: Buckets; readonly windows: readonly StampWindow[] } {
  const here = new Map(pool.map((each) => [each.day, each]));
  const there = new Map(source.map((each) => [each.day, each]));
  const days = [...new Set([...here.keys(), ...there.keys()])].sort();
  const differing = days.flatMap((day) => {
    const [one, other] = [there.get(day), here.get(day)];
    if (one?.rows === other?.rows && one?.latest === other?.latest) return [];
    return [{ day, source: one?.rows ?? 0, pool: other?.rows ?? 0 }];
  });
  return {
    buckets: { compared: days.length, differing: differing.slice(0, LISTED), differingDays: differing.length },
    windows: windowsOf(
      differing.map(({ day }) => day),
      cutoff,
    ),
  };
}

function windowsOf(days: readonly string[], cutoff: string): StampWindow[] {
  const windows: { from: string; until: string }[] = [];
  for (const day of days) {
    const last = windows.at(-1);
    if (last?.until === startOf(day)) last.until = after(day);
    else windows.push({ from: startOf(day), until: after(day) });
  }
  const [first] = windows;
  const end = windows.at(-1);
  const few = windows.length > WINDOWS && first && end ? [{ from: first.from, until: end.until }] : windows;
  return few.map(({ from, until }) => ({ from, until: until < cutoff ? until : cutoff }));
}
