import { EXPECTED_DAY, readDay, type Toward } from "../domain/index.js";
import { type Argument, ValueRefused } from "./argument.js";
import { plain, wholly, written } from "./kinds.js";

/**
 * One day, YYYY-MM-DD: 2026-11-30, "30 Nov", tomorrow, mon … as the organisation's calendar has it (ruling T1); a date picker in forms. `toward` says
 * whether "30 Nov" and "mon" are to come, as for something due, or past, as for something done.
 */
export function day<const D extends Parameters<typeof plain>[0] & { readonly toward?: Toward }>(
  details: D,
): Argument<D extends { readonly required: true } ? string : string | null> {
  return {
    ...plain(details),
    shape: { kind: "day" },
    read(given, { calendar }) {
      const came = wholly(given);
      const read = readDay(came.text, calendar.today, details.toward);
      if (read === null) throw new ValueRefused(EXPECTED_DAY, came.text);
      return read;
    },
    write: (value) => (value === null ? [] : written(value)),
  };
}
