import { creditor, type PlainCredit } from "./credit.js";
import { type PlainEvent, readEvents } from "./events.js";
import { type PlainPerson, whoIsWho } from "./people.js";
import { bare, living, type PlainRow, type PlainRows, type PlainRules, text } from "./rows.js";

/** One person at one event: several rows of the same pair are already one (rulings, small print). */
export interface PlainPresence {
  readonly event: PlainEvent;
  readonly person: PlainPerson;
  readonly credit: PlainCredit | null;
  /** Of several rows the larger credited hours (ruling A2). */
  readonly hours: number;
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
  readonly students: readonly { readonly event: PlainEvent; readonly person: PlainPerson }[];
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
  const students = new Map<string, { event: PlainEvent; person: PlainPerson }>();
  const signUps: PlainSignUp[] = [];

  for (const row of living(rows.Session_Participant__c)) {
    const event = events.get(String(row.Session__c));
    const person = people.get(String(row.Contact__c));
    if (event === undefined || person === undefined) continue;
    const pair = `${event.id} ${person.key}`;
    const status = bare(text(row, "Status__c"));
    if (row.Participant_Type__c === "Student" && STUDENT_ATTENDED.has(status)) students.set(pair, { event, person });
    if (row.Participant_Type__c !== "Volunteer") continue;
    const credited = credit(person, event.day);
    signUps.push({ event, person, credit: credited, status });
    if (!VOLUNTEER_ATTENDED.has(status)) continue;
    const hours = Math.max(creditedHours(row, event), volunteers.get(pair)?.hours ?? 0);
    volunteers.set(pair, { event, person, credit: credited, hours });
  }
  return {
    events: [...events.values()],
    volunteers: [...volunteers.values()],
    students: [...students.values()],
    signUps,
  };
}

/** A2, EX4: what was recorded when above 0, else the event's own length. */
function creditedHours(row: PlainRow, event: PlainEvent): number {
  const recorded = Number(row.Delivery_Hours__c ?? 0);
  return recorded > 0 ? recorded : event.fallbackHours;
}
