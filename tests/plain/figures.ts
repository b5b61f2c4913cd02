import type { PlainEvent } from "./events.js";
import { type PlainLedger, type PlainSignUp, readLedger } from "./ledger.js";
import type { PlainRows, PlainRules } from "./rows.js";

export type PlainDimension = "district" | "school" | "school_year" | "month" | "event_type" | "format" | "organization";

export interface PlainOptions extends PlainRules {
  /** Whole local days, both included (ruling T1). */
  readonly start: string;
  readonly end: string;
  /** Any of the values of each dimension named; the school year by its first calendar year, "2024". */
  readonly where?: { readonly [dimension in PlainDimension]?: readonly string[] };
  readonly by?: PlainDimension;
}

export interface PlainFigures {
  readonly M10: number;
  readonly M20: number;
  readonly M30: number;
  readonly M40: number;
  readonly M60: number;
  readonly M61: number;
  readonly M62: number;
  readonly M63: number;
  /** Event type → events; types without events are not there. */
  readonly M120: { readonly [type: string]: number };
}

export interface PlainResult {
  /** Counted over everything selected, never added up from the groups. */
  readonly total: PlainFigures;
  readonly groups: ReadonlyMap<string, PlainFigures>;
}

export const INDEPENDENT = "Independent";
/** Where by organisation an event stands that nobody came to, or had signed up for if it was cancelled. */
export const NOBODY = "No volunteer recorded";

export function plainFigures(rows: PlainRows, options: PlainOptions): PlainResult {
  const selected = select(readLedger(rows, options), options);
  const groups = new Map<string, PlainFigures>();
  if (options.by !== undefined) {
    for (const value of valuesOf(selected, options.by).sort()) {
      const part = only(selected, options.by, [value]);
      if (part.events.length > 0) groups.set(value, figuresOf(part));
    }
  }
  return { total: figuresOf(selected), groups };
}

function select(ledger: PlainLedger, options: PlainOptions): PlainLedger {
  let selected = onlyEvents(ledger, (event) => options.start <= event.day && event.day <= options.end);
  for (const [dimension, values] of Object.entries(options.where ?? {})) {
    if (values !== undefined) selected = only(selected, dimension as PlainDimension, values);
  }
  return selected;
}

/** Each figure with the statuses its own text names (ruling E4); cancelled events count in M63 alone. */
function figuresOf(ledger: PlainLedger): PlainFigures {
  const open = ledger.events.filter((event) => !event.isCancelled);
  // P3: excluded people count in no people metric; the events they joined still count.
  const volunteers = ledger.volunteers.filter(({ event, person }) => !event.isCancelled && !person.isExcluded);
  const students = ledger.students.filter(({ event }) => !event.isCancelled);
  const types: Record<string, number> = {};
  for (const event of open) types[event.type] = (types[event.type] ?? 0) + 1;
  return {
    M10: new Set(students.map(({ person }) => person.key)).size,
    M20: new Set(volunteers.map(({ person }) => person.key)).size,
    M30: volunteers.reduce((sum, { hours }) => sum + hours, 0),
    M40: new Set(volunteers.flatMap(({ credit }) => credit?.organization ?? [])).size,
    M60: open.length,
    M61: open.filter((event) => event.format === "virtual").length,
    M62: open.filter((event) => event.format === "in_person").length,
    M63: ledger.events.filter((event) => event.isCancelled).length,
    M120: types,
  };
}

function only(ledger: PlainLedger, dimension: PlainDimension, values: readonly string[]): PlainLedger {
  if (dimension !== "organization") {
    return onlyEvents(ledger, (event) => placesOn(event, dimension).some((value) => values.includes(value)));
  }
  // E5: a participation is one organisation's; an event is of all whose people attended it.
  const volunteers = ledger.volunteers.filter((presence) => values.includes(organizationOf(presence)));
  const there = eventsOf(ledger, values, counting(ledger.volunteers));
  const signedUp = eventsOf(ledger, values, counting(ledger.signUps));
  return {
    ...onlyEvents(ledger, (event) => there.has(event)),
    // Nobody attends a cancelled event: it is of all whose people had signed up (M63).
    events: ledger.events.filter((event) => (event.isCancelled ? signedUp : there).has(event)),
    volunteers,
  };
}

type Credited = Pick<PlainSignUp, "event" | "person" | "credit">;

const organizationOf = ({ credit }: Credited): string => credit?.organization ?? INDEPENDENT;

/** P3: who is excluded is in no list, so no event is an organisation's through them. */
const counting = (people: readonly Credited[]): Credited[] => people.filter(({ person }) => !person.isExcluded);

function eventsOf(ledger: PlainLedger, values: readonly string[], people: readonly Credited[]): Set<PlainEvent> {
  const ofValues = people.filter((one) => values.includes(organizationOf(one))).map(({ event }) => event);
  if (!values.includes(NOBODY)) return new Set(ofValues);
  const ofSomebody = new Set(people.map(({ event }) => event));
  return new Set([...ofValues, ...ledger.events.filter((event) => !ofSomebody.has(event))]);
}

function onlyEvents(ledger: PlainLedger, keep: (event: PlainEvent) => boolean): PlainLedger {
  return {
    events: ledger.events.filter(keep),
    volunteers: ledger.volunteers.filter(({ event }) => keep(event)),
    students: ledger.students.filter(({ event }) => keep(event)),
    signUps: ledger.signUps.filter(({ event }) => keep(event)),
  };
}

function valuesOf(ledger: PlainLedger, dimension: PlainDimension): string[] {
  const values =
    dimension === "organization"
      ? [...ledger.signUps.map(organizationOf), NOBODY]
      : ledger.events.flatMap((event) => placesOn(event, dimension));
  return [...new Set(values)];
}

/** An event of several districts counts in full in each (ruling E2). */
function placesOn(event: PlainEvent, dimension: Exclude<PlainDimension, "organization">): readonly string[] {
  switch (dimension) {
    case "district":
      return event.districts;
    case "school":
      return [event.school];
    case "school_year":
      return [String(event.schoolYear)];
    case "month":
      return [event.month];
    case "event_type":
      return [event.type];
    case "format":
      return [event.format];
  }
}
