import { type PlainEvent, UNKNOWN } from "./events.js";
import { type PlainLedger, readLedger } from "./ledger.js";
import { homeDistricts } from "./people.js";
import { living, type PlainRows, type PlainRules, text } from "./rows.js";

export interface PlainYearEndOptions extends PlainRules {
  readonly start: string;
  readonly end: string;
  /** Event types alone that count; all when left out. */
  readonly types?: readonly string[];
  readonly format?: "virtual" | "in_person";
}

/** A district's year, or everybody's. */
export interface PlainYearEnd {
  readonly X60: number;
  readonly X61: number;
  readonly X62: number;
  readonly M63: number;
  /** Students at the events. */
  readonly M10: number;
  /** Students of the district's schools, at whichever events (ruling E3). */
  readonly M10_home: number;
  readonly X10: number;
  readonly M20: number;
  readonly X20: number;
  readonly M30: number;
  readonly M40: number;
}

export interface PlainYearEnds {
  readonly total: PlainYearEnd;
  /** By the district's name; Unknown too. */
  readonly districts: ReadonlyMap<string, PlainYearEnd>;
}

/** Rulings E2, E3, E4 and E6 over one window, district by district and over everything at once. */
export function plainYearEnds(rows: PlainRows, options: PlainYearEndOptions): PlainYearEnds {
  const ledger = within(readLedger(rows, options), options);
  const homeOf = homes(rows);
  const names = new Set([
    ...ledger.events.flatMap(({ districts }) => districts),
    ...ledger.students.map(({ person }) => homeOf(person.contacts)),
  ]);
  const yearEnd = (district: string | null): PlainYearEnd => {
    const isHere = (event: PlainEvent) => district === null || event.districts.includes(district);
    const open = ledger.events.filter((event) => !event.isCancelled && isHere(event));
    const held = open.filter(({ isHeld }) => isHeld);
    const volunteers = ledger.volunteers.filter(
      ({ event, person }) => !event.isCancelled && !person.isExcluded && isHere(event),
    );
    const students = ledger.students.filter(({ event }) => !event.isCancelled);
    const keys = (kept: typeof students) => new Set(kept.map(({ person }) => person.key)).size;
    return {
      X60: held.length,
      X61: held.filter(({ format }) => format === "virtual").length,
      X62: held.filter(({ format }) => format === "in_person").length,
      M63: ledger.events.filter((event) => event.isCancelled && isHere(event)).length,
      M10: keys(students.filter(({ event }) => isHere(event))),
      M10_home: keys(students.filter(({ person }) => district === null || homeOf(person.contacts) === district)),
      X10: open
        .filter(({ format }) => format === "in_person")
        .reduce((sum, event) => sum + studentsAt(event, ledger, options), 0),
      M20: new Set(volunteers.map(({ person }) => person.key)).size,
      X20: volunteers.length,
      M30: volunteers.reduce((sum, { hours }) => sum + hours, 0),
      M40: new Set(volunteers.flatMap(({ credit }) => credit?.organization ?? [])).size,
    };
  };
  return { total: yearEnd(null), districts: new Map([...names].map((name) => [name, yearEnd(name)])) };
}

/** E6: the attendance detail's total, else the attended roster, else the headcount; 0 is one that nobody took. */
function studentsAt(event: PlainEvent, ledger: PlainLedger, { attendance }: PlainRules): number {
  const detail = attendance?.[event.id]?.totalStudents ?? null;
  if (detail !== null) return detail;
  const roster = ledger.students.filter((presence) => presence.event === event).length;
  return roster > 0 ? roster : (event.headcount ?? 0);
}

function within(ledger: PlainLedger, { start, end, types, format }: PlainYearEndOptions): PlainLedger {
  const keep = (event: PlainEvent): boolean =>
    start <= event.day &&
    event.day <= end &&
    (types === undefined || types.includes(event.type)) &&
    (format === undefined || event.format === format);
  return {
    ...ledger,
    events: ledger.events.filter(keep),
    volunteers: ledger.volunteers.filter(({ event }) => keep(event)),
    students: ledger.students.filter(({ event }) => keep(event)),
    signUps: ledger.signUps.filter(({ event }) => keep(event)),
  };
}

/** The name of the district that somebody's own school is in. */
function homes(rows: PlainRows): (contacts: readonly string[]) => string {
  const districtOfSchool = homeDistricts(rows);
  const names = new Map(living(rows.Account).map((row) => [String(row.Id), String(row.Name).trim()]));
  const schools = new Map(
    living(rows.Contact).map((row) => [String(row.Id), text(row, "npsp__Primary_Affiliation__c") ?? ""]),
  );
  return (contacts) => {
    const [district] = contacts.flatMap((contact) => districtOfSchool.get(schools.get(contact) ?? "") ?? []);
    return names.get(district ?? "") ?? UNKNOWN;
  };
}
