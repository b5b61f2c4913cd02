import { creditor, type PlainCredit } from "./credit.js";
import { type PlainEvent, readEvents, UNKNOWN } from "./events.js";
import { homeDistricts, type PlainPerson, whoIsWho } from "./people.js";
import { bare, living, type PlainRow, type PlainRows, type PlainRules, text } from "./rows.js";

/** One person at one event: several rows of the same pair are already one (rulings, small print). */
export interface PlainPresence {
  readonly event: PlainEvent;
  readonly person: PlainPerson;
  readonly credit: PlainCredit | null;
  /** Of several rows the larger credited hours (ruling A2). */
  readonly hours: number;
}

/** A teacher's row of a virtual session, with where the teacher's own school is. */
export interface PlainTeaching {
  readonly event: PlainEvent;
  readonly person: PlainPerson;
  readonly isConfirmed: boolean;
  readonly isNoShow: boolean;
  readonly home: PlainHome;
}

/** Where somebody goes to school. */
export interface PlainHome {
  readonly district: string;
  readonly school: string;
  readonly level: string;
}

/** A volunteer's row of any status, with the organisation that would have been credited. */
export interface PlainSignUp {
  readonly event: PlainEvent;
  readonly person: PlainPerson;
  readonly credit: PlainCredit | null;
  readonly status: string;
}

export interface PlainLedger {
  readonly events: readonly PlainEvent[];
  readonly volunteers: readonly PlainPresence[];
  readonly students: readonly {
    readonly event: PlainEvent;
    readonly person: PlainPerson;
    readonly homes: readonly PlainHome[];
  }[];
  readonly teachers: readonly PlainTeaching[];
  /** Who came as a presenter (ruling A6). */
  readonly presenters: readonly { readonly event: PlainEvent; readonly person: PlainPerson }[];
  readonly signUps: readonly PlainSignUp[];
}

/** Ruling A1 and EX3. */
const VOLUNTEER_ATTENDED = new Set(["attended", "completed", "successfullycompleted", "present", "simulcast"]);
const STUDENT_ATTENDED = new Set(["attended"]);

/** Everything that counts: no deleted row, and no participation whose contact or session is unknown or deleted. */
export function readLedger(rows: PlainRows, rules: PlainRules): PlainLedger {
  const events = readEvents(rows, rules);
  const people = whoIsWho(rows, rules);
  const credit = creditor(rows);
  const volunteers = new Map<string, PlainPresence>();
  const students = new Map<string, { event: PlainEvent; person: PlainPerson; homes: PlainHome[] }>();
  const homeOf = homesOf(rows, rules);
  const teachers: PlainTeaching[] = [];
  const presenters: { event: PlainEvent; person: PlainPerson }[] = [];
  const signUps: PlainSignUp[] = [];

  for (const row of living(rows.Session_Participant__c)) {
    const event = events.get(String(row.Session__c));
    const person = people.get(String(row.Contact__c));
    if (event === undefined || person === undefined) continue;
    const pair = `${event.id} ${person.key}`;
    const status = bare(text(row, "Status__c"));
    if (row.Participant_Type__c === "Student" && STUDENT_ATTENDED.has(status)) {
      const homes = [...(students.get(pair)?.homes ?? []), homeOf(String(row.Contact__c))];
      students.set(pair, { event, person, homes });
    }
    if (row.Participant_Type__c === "Educator") {
      const held = event.isHeld && event.educators !== null;
      const isConfirmed = held && Number(event.educators) >= 1;
      const isNoShow = (held && event.educators === 0) || status === "noshow";
      teachers.push({ event, person, isConfirmed, isNoShow, home: homeOf(String(row.Contact__c)) });
    }
    const isPathful = row.Participant_Type__c === "Professional";
    if (row.Participant_Type__c !== "Volunteer" && !isPathful) continue;
    const credited = credit(person, event.day);
    signUps.push({ event, person, credit: credited, status });
    // Pathful does not measure presenters: they came to what was held.
    if (isPathful ? !event.isHeld : !VOLUNTEER_ATTENDED.has(status)) continue;
    if (isPathful) presenters.push({ event, person });
    const hours = Math.max(creditedHours(row, event), volunteers.get(pair)?.hours ?? 0);
    volunteers.set(pair, { event, person, credit: credited, hours });
  }
  return {
    events: [...events.values()],
    volunteers: [...volunteers.values()],
    students: [...students.values()],
    teachers,
    presenters,
    signUps,
  };
}

/** Contact id → home, by the primary affiliation. */
function homesOf(rows: PlainRows, rules: PlainRules): (contact: string) => PlainHome {
  const accounts = new Map(living(rows.Account).map((row) => [String(row.Id), row]));
  const schools = new Map(
    living(rows.Contact).map((row) => [String(row.Id), text(row, "npsp__Primary_Affiliation__c") ?? ""]),
  );
  const districts = homeDistricts(rows);
  const nameOf = (id: string | undefined): string => {
    const account = accounts.get(id ?? "");
    return account === undefined ? UNKNOWN : String(account.Name).trim();
  };
  return (contact) => {
    const id = schools.get(contact) ?? "";
    if (accounts.get(id)?.Type !== "School") return { district: UNKNOWN, school: UNKNOWN, level: UNKNOWN };
    return { district: nameOf(districts.get(id)), school: nameOf(id), level: rules.levels?.[id] ?? UNKNOWN };
  };
}

/** A2, EX4: what was recorded when above 0, else the event's own length. */
function creditedHours(row: PlainRow, event: PlainEvent): number {
  const recorded = Number(row.Delivery_Hours__c ?? 0);
  return recorded > 0 ? recorded : event.fallbackHours;
}
