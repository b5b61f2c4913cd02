import { type PlainEvent, UNKNOWN } from "./events.js";
import { type PlainLedger, type PlainSignUp, readLedger } from "./ledger.js";
import type { PlainPerson } from "./people.js";
import type { PlainRows, PlainRules } from "./rows.js";
import { type PlainTraits, traitsOf } from "./traits.js";

const PLACES = ["district", "school", "level"] as const;
const HOMES = ["home_district", "home_school", "home_level"] as const;
const OF_EVENTS = ["school_year", "month", "event_type", "format", "host", "pathway"] as const;
type Place = (typeof PLACES)[number];
type Home = (typeof HOMES)[number];
type OfEvents = (typeof OF_EVENTS)[number];

export type PlainDimension = Place | Home | OfEvents | "organization" | "volunteer" | "teacher";

export interface PlainOptions extends PlainRules {
  /** Whole local days, both included (ruling T1). */
  readonly start: string;
  readonly end: string;
  /** Any of the values of each dimension named; the school year by its first calendar year, "2024". */
  readonly where?: { readonly [dimension in PlainDimension]?: readonly string[] };
  readonly by?: PlainDimension;
}

/** Every metric that is one number; M111 and X14 are 0 where there is nothing to average. */
export const PLAIN_METRICS = [
  ...(["M10", "M20", "M30", "M40", "M60", "M61", "M62", "M63", "M70", "M71", "M72", "M73", "M80", "M81"] as const),
  ...(["M82", "M83", "M84", "M90", "M91", "M92", "M100", "M111"] as const),
  ...(["X10", "X14", "X20", "X70", "X81", "X82", "X100"] as const),
] as const;
export type PlainMetric = (typeof PLAIN_METRICS)[number];

export type PlainFigures = { readonly [id in PlainMetric]: number } & {
  /** Event type → events; types without events are not there. */
  readonly M120: { readonly [type: string]: number };
};

export interface PlainResult {
  /** Counted over everything selected, never added up from the groups. */
  readonly total: PlainFigures;
  readonly groups: ReadonlyMap<string, PlainFigures>;
}

export const INDEPENDENT = "Independent";
/** Where by organisation an event stands that nobody came to, or had signed up for if it was cancelled. */
export const NOBODY = "No volunteer recorded";

export function plainFigures(rows: PlainRows, options: PlainOptions): PlainResult {
  const ledger = readLedger(rows, options);
  const traits = traitsOf(rows, ledger);
  const selected = select({ ...ledger, all: ledger }, options);
  const figures = (part: PlainLedger) => figuresOf(part, traits, options);
  const groups = new Map<string, PlainFigures>();
  if (options.by !== undefined) {
    for (const value of valuesOf(selected, options.by).sort()) {
      const part = only(selected, options.by, [value]);
      if (part.events.length > 0 || part.teachers.length > 0) groups.set(value, figures(part));
    }
  }
  return { total: figures(selected), groups };
}

/** What is left of a ledger, and the whole: which organisation came to a session is asked of everybody, whatever else was filtered. */
type Part = PlainLedger & { readonly all: PlainLedger };

function select(ledger: Part, options: PlainOptions): Part {
  let selected = onlyEvents(ledger, (event) => options.start <= event.day && event.day <= options.end);
  for (const [dimension, values] of Object.entries(options.where ?? {})) {
    if (values !== undefined) selected = only(selected, dimension as PlainDimension, values);
  }
  return selected;
}

/** Each figure with the statuses its own text names (ruling E4); cancelled events count in M63 alone. */
function figuresOf(
  ledger: PlainLedger,
  traits: (person: PlainPerson) => PlainTraits,
  { attendance = {}, start }: PlainOptions,
): PlainFigures {
  const open = ledger.events.filter((event) => !event.isCancelled);
  // P3: excluded people count in no people metric; the events they joined still count.
  const volunteers = ledger.volunteers.filter(({ event, person }) => !event.isCancelled && !person.isExcluded);
  const students = ledger.students.filter(({ event }) => !event.isCancelled);
  const types: Record<string, number> = {};
  for (const event of open) types[event.type] = (types[event.type] ?? 0) + 1;

  const taught = ledger.teachers.filter(({ event, person }) => event.format === "virtual" && !person.isExcluded);
  const confirmed = taught.filter(({ event, isConfirmed }) => isConfirmed && !event.isCancelled);
  const reached = confirmed.filter(({ event }) => event.isHeld);
  const missed = taught.filter(({ event, isNoShow }) => isNoShow && !event.isCancelled);
  const presented = ledger.presenters.filter(
    ({ event, person }) => event.format === "virtual" && event.isHeld && !event.isCancelled && !person.isExcluded,
  );
  const local = presented.filter(({ person }) => traits(person).isLocal);
  const ofColour = presented.filter(({ person }) => traits(person).isOfColour);
  const virtual = open.filter((event) => event.format === "virtual");
  // A session is local, or of colour, through whoever presents at it, whosever figures are asked for.
  const sessions = (by: typeof presented) => virtual.filter((event) => by.some((one) => one.event === event)).length;
  const share = (count: number) => (virtual.length === 0 ? 0 : (100 * count) / virtual.length);

  const inPerson = open.filter((event) => event.format === "in_person");
  const counted = (event: PlainEvent): number | null => {
    const roster = ledger.students.filter((presence) => presence.event === event).length;
    return attendance[event.id]?.totalStudents ?? (roster > 0 ? roster : null) ?? (event.headcount || null);
  };
  const held = inPerson.filter((event) => event.isHeld).flatMap((event) => counted(event) ?? []);
  const ratios = inPerson.flatMap((event) => {
    const { totalStudents = null, rooms = null, rotations = null } = attendance[event.id] ?? {};
    return totalStudents !== null && rooms !== null && rooms > 0 && rotations !== null && rotations > 0
      ? [Math.floor((totalStudents * rotations) / rooms)]
      : [];
  });
  return {
    M10: people(students),
    M20: people(volunteers),
    M30: volunteers.reduce((sum, { hours }) => sum + hours, 0),
    M40: new Set(volunteers.flatMap(({ credit }) => credit?.organization ?? [])).size,
    M60: open.length,
    M61: virtual.length,
    M62: inPerson.length,
    M63: ledger.events.filter((event) => event.isCancelled).length,
    M70: people(reached),
    M71: people(reached),
    M72: people(confirmed),
    M73: people(reached) * 25,
    M80: pairs(reached),
    M81: sessions(local),
    M82: sessions(ofColour),
    M83: share(sessions(local)),
    M84: share(sessions(ofColour)),
    M90: people(volunteers.filter(({ person }) => traits(person).isOfColour)),
    M91: people(volunteers.filter(({ person }) => traits(person).isLocal)),
    M92: people(volunteers.filter(({ person }) => (traits(person).firstDay ?? "") >= start)),
    M100: new Set(open.map(({ school }) => school).filter((school) => school !== UNKNOWN)).size,
    M111: average(ratios),
    M120: types,
    X10: inPerson.reduce((sum, event) => sum + (counted(event) ?? 0), 0),
    X14: average(held),
    X20: volunteers.length,
    X70: pairs(missed),
    X81: people(local),
    X82: people(ofColour),
    X100: inPerson.reduce((sum, event) => sum + (attendance[event.id]?.rooms ?? 0), 0),
  };
}

type Someone = { readonly event: PlainEvent; readonly person: PlainPerson };
const people = (list: readonly Someone[]): number => new Set(list.map(({ person }) => person.key)).size;
const pairs = (list: readonly Someone[]): number =>
  new Set(list.map(({ event, person }) => `${event.id} ${person.key}`)).size;
const average = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

function only(ledger: Part, dimension: PlainDimension, values: readonly string[]): Part {
  const isAsked = (value: string) => values.includes(value);
  if (isOneOf(HOMES, dimension)) {
    const place = dimension.slice("home_".length) as Place;
    const students = ledger.students.filter(({ homes }) => homes.some((home) => isAsked(home[place])));
    return { ...ledger, students };
  }
  if (dimension === "teacher")
    return { ...ledger, teachers: ledger.teachers.filter(({ person }) => isAsked(person.key)) };
  if (isOneOf(PLACES, dimension)) {
    const there = onlyEvents(ledger, (event) => placesOn(event, dimension).some(isAsked));
    // A4: a teacher is of their own school, whoever's the session was.
    return { ...there, teachers: ledger.teachers.filter(({ home }) => isAsked(home[dimension])) };
  }
  if (dimension !== "organization" && dimension !== "volunteer")
    return onlyEvents(ledger, (event) => placesOn(event, dimension).some(isAsked));
  // E5: a participation is one organisation's; an event is of all whose people attended it.
  const whose = WHOSE[dimension];
  const volunteers = ledger.volunteers.filter((presence) => isAsked(whose(presence)));
  const there = eventsOf(ledger, values, whose, counting(ledger.volunteers));
  const signedUp = eventsOf(ledger, values, whose, counting(ledger.signUps));
  const anywhere = eventsOf(ledger.all, values, whose, counting(ledger.all.volunteers));
  return {
    ...onlyEvents(ledger, (event) => there.has(event)),
    // A teacher's own district says nothing of the session's.
    teachers: ledger.teachers.filter(({ event }) => anywhere.has(event)),
    // Nobody attends a cancelled event: it is of all whose people had signed up (M63).
    events: ledger.events.filter((event) => (event.isCancelled ? signedUp : there).has(event)),
    volunteers,
  };
}

const isOneOf = <T extends string>(list: readonly T[], value: string): value is T =>
  (list as readonly string[]).includes(value);

type Credited = Pick<PlainSignUp, "event" | "person" | "credit">;

const WHOSE: { readonly [dimension in "organization" | "volunteer"]: (one: Credited) => string } = {
  organization: ({ credit }) => credit?.organization ?? INDEPENDENT,
  volunteer: ({ person }) => person.key,
};

/** P3: who is excluded is in no list, so no event is an organisation's through them. */
const counting = (people: readonly Credited[]): Credited[] => people.filter(({ person }) => !person.isExcluded);

function eventsOf(
  ledger: PlainLedger,
  values: readonly string[],
  whose: (one: Credited) => string,
  people: readonly Credited[],
): Set<PlainEvent> {
  const ofValues = people.filter((one) => values.includes(whose(one))).map(({ event }) => event);
  if (!values.includes(NOBODY)) return new Set(ofValues);
  const ofSomebody = new Set(people.map(({ event }) => event));
  return new Set([...ofValues, ...ledger.events.filter((event) => !ofSomebody.has(event))]);
}

function onlyEvents(ledger: Part, keep: (event: PlainEvent) => boolean): Part {
  const isKept = ({ event }: { readonly event: PlainEvent }) => keep(event);
  return {
    all: ledger.all,
    events: ledger.events.filter(keep),
    volunteers: ledger.volunteers.filter(isKept),
    students: ledger.students.filter(isKept),
    teachers: ledger.teachers.filter(isKept),
    presenters: ledger.presenters.filter(isKept),
    signUps: ledger.signUps.filter(isKept),
  };
}

function valuesOf(ledger: PlainLedger, dimension: PlainDimension): string[] {
  const values = (): string[] => {
    if (dimension === "organization" || dimension === "volunteer")
      return [...ledger.signUps.map(WHOSE[dimension]), NOBODY];
    if (dimension === "teacher") return ledger.teachers.map(({ person }) => person.key);
    if (isOneOf(HOMES, dimension)) {
      const place = dimension.slice("home_".length) as Place;
      return ledger.students.flatMap(({ homes }) => homes.map((home) => home[place]));
    }
    const ofEvents = ledger.events.flatMap((event) => placesOn(event, dimension));
    return isOneOf(PLACES, dimension) ? [...ofEvents, ...ledger.teachers.map(({ home }) => home[dimension])] : ofEvents;
  };
  return [...new Set(values())];
}

/** An event of several districts counts in full in each (ruling E2), and so does one of several pathways (E8). */
function placesOn(event: PlainEvent, dimension: Place | OfEvents): readonly string[] {
  switch (dimension) {
    case "district":
      return event.districts;
    case "school":
      return [event.school];
    case "level":
      return [event.level];
    case "pathway":
      return event.pathways;
    case "host":
      return [event.host];
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
