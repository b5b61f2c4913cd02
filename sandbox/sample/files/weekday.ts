import { addDays, type Day, isWeekday } from "../calendar.js";

/** The day itself, or the Monday after it. */
export function weekday(day: Day): Day {
  let found = day;
  while (!isWeekday(found)) found = addDays(found, 1);
  return found;
}
