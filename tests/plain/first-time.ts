import { type PlainPresence, readLedger } from "./ledger.js";
import type { PlainRows, PlainRules } from "./rows.js";

export interface PlainComing {
  /** The first day on which the person ever came to anything that was not cancelled. */
  readonly firstEver: string;
  /** The last day within the window. */
  readonly last: string;
  readonly events: number;
  readonly hours: number;
  readonly organizations: ReadonlySet<string>;
}

/** Everybody who came within the window, by the person's smallest contact id (M20, M92, X20, M30). */
export function plainComings(
  rows: PlainRows,
  options: PlainRules & { readonly start: string; readonly end: string },
): ReadonlyMap<string, PlainComing> {
  const came = readLedger(rows, options).volunteers.filter(
    ({ event, person }) => !event.isCancelled && !person.isExcluded,
  );
  const byPerson = new Map<string, PlainPresence[]>();
  for (const presence of came)
    byPerson.set(presence.person.key, [...(byPerson.get(presence.person.key) ?? []), presence]);
  const found = new Map<string, PlainComing>();
  for (const [key, all] of byPerson) {
    const within = all.filter(({ event }) => options.start <= event.day && event.day <= options.end);
    const days = all.map(({ event }) => event.day).sort();
    if (within.length === 0) continue;
    found.set(key, {
      firstEver: days[0] ?? "",
      last:
        within
          .map(({ event }) => event.day)
          .sort()
          .at(-1) ?? "",
      events: within.length,
      hours: within.reduce((sum, { hours }) => sum + hours, 0),
      organizations: new Set(within.map(({ credit }) => credit?.organization ?? "Independent")),
    });
  }
  return found;
}
