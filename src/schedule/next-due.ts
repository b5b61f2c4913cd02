import { DateTime } from "luxon";
import { parse, validate } from "node-cron";
import { PolarisError } from "../runtime/index.js";

const DAYS_SEARCHED = 4 * 366;

/**
 * The first instant after `after` at which a cron pattern is due on the wall clock of `zone`. A time that daylight
 * saving leaves out is due when the clock has jumped over it; a time that it repeats is due once.
 */
export function nextDue(pattern: string, zone: string, after: string): string {
  if (!validate(pattern))
    throw new PolarisError(
      "configuration_invalid",
      `"${pattern}" is no schedule. Expected five cron fields, as in 0 8 * * 1.`,
    );
  const fields = parse(pattern);
  const from = DateTime.fromISO(after, { zone });
  if (!from.isValid)
    throw new PolarisError("configuration_invalid", `"${zone}" is no time zone. Expected one as in America/Chicago.`);
  const times = fields.hour.flatMap((hour) => fields.minute.map((minute) => ({ hour, minute })));
  const days = new Set(fields.dayOfMonth.map(Number));
  const weekdays = new Set(fields.dayOfWeek.map((day) => Number(day) % 7));
  for (let offset = 0; offset < DAYS_SEARCHED; offset++) {
    const day = from.startOf("day").plus({ days: offset });
    if (!fields.month.includes(day.month) || !days.has(day.day) || !weekdays.has(day.weekday % 7)) continue;
    const due = times
      .map(({ hour, minute }) => day.set({ hour, minute, second: 0, millisecond: 0 }))
      .filter((time) => time.toMillis() > from.toMillis())
      .sort((a, b) => a.toMillis() - b.toMillis())[0];
    if (due) return due.toUTC().toISO({ suppressMilliseconds: false }) as string;
  }
  throw new PolarisError("configuration_invalid", `"${pattern}" is never due. Expected a day that exists.`);
}
