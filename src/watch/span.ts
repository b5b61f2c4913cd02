const HOUR = 3_600_000;
const HOURS_OF_A_DAY = 24;
/** From so many hours on, days are easier to picture. */
const MANY_HOURS = 72;

export const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / HOUR;

export const hoursBefore = (now: string, hours: number): string =>
  new Date(Date.parse(now) - hours * HOUR).toISOString();

/** Whole hours, or days: "7 hours", "15 days". */
export const spanWords = (hours: number): string =>
  hours < MANY_HOURS ? `${Math.floor(hours)} hours` : `${Math.floor(hours / HOURS_OF_A_DAY)} days`;
