import type { PlainCredit } from "./credit.js";
import type { PlainEvent } from "./events.js";
import { type PlainLedger, type PlainPresence, type PlainSignUp, readLedger } from "./ledger.js";
import type { PlainPerson } from "./people.js";
import { living, type PlainAttendance, type PlainRows, type PlainRules, text } from "./rows.js";

export interface PlainCompanyOptions extends PlainRules {
  /** The account's exact name, accounts that share it are one organisation; or several names together. */
  readonly organization: string | readonly string[];
  /** Everybody ever linked instead of whom the participation is credited to. */
  readonly full?: boolean;
  readonly start: string;
  readonly end: string;
}

export interface PlainCompanyFigures {
  /** Held sessions (X60–X62) at which somebody attended for the organisation. */
  readonly sessions: number;
  readonly inPerson: number;
  readonly virtual: number;
  readonly volunteers: number;
  readonly hours: number;
  /** X13, in person. */
  readonly studentsReached: number;
  /** X12, in person. */
  readonly interactions: number;
  /** M10 of the organisation: students on the rosters of events its people were at, each once. */
  readonly rosterStudents: number;
  /** In-person sessions whose students are an estimate: not all three numbers of M110 are there. */
  readonly estimated: number;
  /** In-person sessions that nobody counted at all. */
  readonly uncounted: number;
  /** Sessions that rest on an affiliation whose start nobody knows. */
  readonly onUnknownStart: number;
  /** M20 and M30 of the organisation: every event that is not Cancelled, held or not. */
  readonly M20: number;
  readonly M30: number;
  /** M63: cancelled events that somebody had signed up for, for the organisation. */
  readonly cancelled: number;
}

export interface PlainCompany extends PlainCompanyFigures {
  /** No-shows of its people at events that were not cancelled. */
  readonly noShows: number;
  /** The same of people who called off or were called off. */
  readonly volunteerCancellations: number;
  readonly lastActive: string | null;
  /** By the first calendar year of the school year. */
  readonly byYear: ReadonlyMap<string, PlainCompanyFigures>;
  /** By the person's smallest contact id. */
  readonly byVolunteer: ReadonlyMap<string, PlainCompanyFigures>;
  /** By the id of a session held. */
  readonly bySession: ReadonlyMap<string, PlainCompanyFigures>;
}

type Credited = Pick<PlainPresence, "event" | "person" | "credit">;

const NO_SHOW = new Set(["noshow", "didnotattend", "absent"]);
const CALLED_OFF = new Set(
  "cancelled canceled eventcancelled weathercancellation inclementweathercancellation volunteercancelingduetosnow schoolclosure emergencycancellation declined withdrawn withdrawntimeconstraint".split(
    " ",
  ),
);

/** Rulings E5 (who stood for the organisation that day) and E6 (whom they reached). */
export function plainCompany(rows: PlainRows, options: PlainCompanyOptions): PlainCompany {
  const ledger = readLedger(rows, options);
  const isTheirs = belonging(rows, options);
  const within = (event: PlainEvent) => options.start <= event.day && event.day <= options.end;
  const own = ledger.volunteers.filter(
    ({ event, person, credit }) =>
      within(event) && !event.isCancelled && !person.isExcluded && isTheirs(person, credit),
  );
  const held = own.filter(({ event }) => event.isHeld);
  const signUps = ledger.signUps.filter(
    ({ event, person, credit }) => within(event) && !person.isExcluded && isTheirs(person, credit),
  );
  const ofStatus = (words: ReadonlySet<string>): number =>
    new Set(
      signUps
        .filter(({ event, status }) => !event.isCancelled && words.has(status))
        .map(({ event, person }) => `${event.id} ${person.key}`),
    ).size;
  const figures = (keep: (one: Credited) => boolean) =>
    companyFigures(own.filter(keep), signUps.filter(keep), ledger, options);
  const cut = (keyOf: (one: Credited) => string, among: readonly Credited[]) =>
    new Map([...new Set(among.map(keyOf))].sort().map((key) => [key, figures((one) => keyOf(one) === key)] as const));
  return {
    ...figures(() => true),
    noShows: ofStatus(NO_SHOW),
    volunteerCancellations: ofStatus(CALLED_OFF),
    lastActive:
      held
        .map(({ event }) => event.day)
        .sort()
        .at(-1) ?? null,
    byYear: cut(({ event }) => String(event.schoolYear), [...own, ...signUps]),
    byVolunteer: cut(({ person }) => person.key, own),
    bySession: cut(({ event }) => event.id, held),
  };
}

function companyFigures(
  own: readonly PlainPresence[],
  signUps: readonly PlainSignUp[],
  ledger: PlainLedger,
  rules: PlainRules,
): PlainCompanyFigures {
  const held = own.filter(({ event }) => event.isHeld);
  const events = [...new Set(held.map(({ event }) => event))];
  const inPerson = events.filter((event) => event.format === "in_person");
  const reach = inPerson.map((event) =>
    reachOf(event, held.filter((presence) => presence.event === event).length, ledger, rules.attendance?.[event.id]),
  );
  return {
    sessions: events.length,
    inPerson: inPerson.length,
    virtual: events.length - inPerson.length,
    volunteers: new Set(held.map(({ person }) => person.key)).size,
    hours: hoursOf(held),
    studentsReached: reach.reduce((sum, one) => sum + one.reached, 0),
    interactions: reach.reduce((sum, one) => sum + one.interactions, 0),
    rosterStudents: new Set(
      ledger.students.filter(({ event }) => own.some((one) => one.event === event)).map(({ person }) => person.key),
    ).size,
    estimated: reach.filter((one) => one.basis === "estimate").length,
    uncounted: reach.filter((one) => one.basis === "none").length,
    onUnknownStart: events.filter((event) =>
      held.some((presence) => presence.event === event && presence.credit?.isStartUnknown === true),
    ).length,
    M20: new Set(own.map(({ person }) => person.key)).size,
    M30: hoursOf(own),
    cancelled: new Set(signUps.filter(({ event }) => event.isCancelled).map(({ event }) => event.id)).size,
  };
}

/** E5: by default whom the participation is credited to; in full everybody who was ever linked to one of the names, by whatever tie. */
function belonging(
  rows: PlainRows,
  { organization, full = false }: PlainCompanyOptions,
): (person: PlainPerson, credit: PlainCredit | null) => boolean {
  const names = typeof organization === "string" ? [organization] : organization;
  if (!full) return (_, credit) => credit !== null && names.includes(credit.organization);
  const accounts = new Set(
    living(rows.Account)
      .filter((row) => names.includes(text(row, "Name") ?? ""))
      .map((row) => row.Id),
  );
  const linked = new Set(
    living(rows.npe5__Affiliation__c)
      .filter((row) => accounts.has(row.npe5__Organization__c))
      .map((row) => String(row.npe5__Contact__c)),
  );
  return (person) => person.contacts.some((contact) => linked.has(contact));
}

/** E6: with the three numbers M110 × volunteers, at most the students there; else all students there, estimated. */
function reachOf(event: PlainEvent, volunteers: number, ledger: PlainLedger, detail: PlainAttendance | undefined) {
  const roster = ledger.students.filter((presence) => presence.event === event).length;
  const headcount = event.headcount === 0 ? null : event.headcount;
  const total = detail?.totalStudents ?? (roster > 0 ? roster : headcount);
  if (total === null) return { reached: 0, interactions: 0, basis: "none" as const };
  const { rooms = null, rotations = null, totalStudents = null } = detail ?? {};
  if (totalStudents !== null && rooms !== null && rooms > 0 && rotations !== null && rotations > 0) {
    const perVolunteer = Math.floor((totalStudents * rotations) / rooms);
    const interactions = perVolunteer * volunteers;
    return { reached: Math.min(interactions, totalStudents), interactions, basis: "detail" as const };
  }
  return { reached: total, interactions: total, basis: "estimate" as const };
}

function hoursOf(presences: readonly PlainPresence[]): number {
  return presences.reduce((sum, { hours }) => sum + hours, 0);
}
