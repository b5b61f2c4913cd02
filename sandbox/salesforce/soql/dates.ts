/** Date literals of SOQL as half-open ranges of days, in UTC: this organisation lives in GMT. */

export interface DayRange {
  /** First day, "YYYY-MM-DD". */
  readonly from: string;
  /** The day after the last. */
  readonly to: string;
}

type Unit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The first day of the unit that lies `shift` units after the one of today; weeks begin on Sunday. */
function startOf(unit: Unit, now: number, shift: number): string {
  const today = new Date(now);
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  switch (unit) {
    case "DAY":
      return dayText(Date.UTC(year, month, day + shift));
    case "WEEK":
      return dayText(Date.UTC(year, month, day - today.getUTCDay() + 7 * shift));
    case "MONTH":
      return dayText(Date.UTC(year, month + shift, 1));
    case "QUARTER":
      return dayText(Date.UTC(year, Math.floor(month / 3) * 3 + 3 * shift, 1));
    case "YEAR":
      return dayText(Date.UTC(year + shift, 0, 1));
  }
}

const span = (unit: Unit, now: number, from: number, to: number): DayRange => ({
  from: startOf(unit, now, from),
  to: startOf(unit, now, to),
});

const single: Readonly<Record<string, readonly [Unit, number, number]>> = {
  YESTERDAY: ["DAY", -1, 0],
  TODAY: ["DAY", 0, 1],
  TOMORROW: ["DAY", 1, 2],
  LAST_90_DAYS: ["DAY", -90, 1],
  NEXT_90_DAYS: ["DAY", 1, 91],
};

const relative = { LAST: [-1, 0], THIS: [0, 1], NEXT: [1, 2] } as const;

const isUnit = (text: string | undefined): text is Unit =>
  text !== undefined && ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"].includes(text);

/** "LAST_N_DAYS" runs through today; longer units end before the current one. */
function countedRange(direction: string, unit: Unit, n: number, now: number): DayRange {
  if (direction === "AGO") return span(unit, now, -n, 1 - n);
  if (direction === "NEXT") return span(unit, now, 1, n + 1);
  return span(unit, now, -n, unit === "DAY" ? 1 : 0);
}

/** The range of a literal such as `TODAY`, `THIS_MONTH` or `LAST_N_DAYS:3`; null when it is not known. */
export function rangeOf(literal: string, now: number): DayRange | null {
  const [name = "", count] = literal.toUpperCase().replace("FISCAL_", "").split(":");
  const fixed = single[name];
  if (fixed) return span(fixed[0], now, fixed[1], fixed[2]);

  const near = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name);
  if (near && isUnit(near[2])) {
    const [from, to] = relative[near[1] as keyof typeof relative];
    return span(near[2], now, from, to);
  }

  const counted = /^(?:(LAST|NEXT)_N_([A-Z]+)S|N_([A-Z]+)S_(AGO))$/.exec(name);
  const unit = counted?.[2] ?? counted?.[3];
  if (!counted || !isUnit(unit) || count === undefined) return null;
  return countedRange(counted[1] ?? "AGO", unit, Number(count), now);
}
