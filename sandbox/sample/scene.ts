import { schoolYearOf } from "./calendar.js";
import { participation } from "./participations.js";
import type { Mailbox, Volunteer } from "./people.js";
import type { Enrolment } from "./pupils.js";
import type { Chance } from "./random.js";
import type { AccountRow, AffiliationRow, ContactRow, ParticipantRow } from "./rows.js";
import type { District } from "./schools.js";
import type { Meeting } from "./sessions.js";
import type { Setting } from "./setting.js";

/** Everything made so far, for the parts that add special cases to it. */
export interface Scene {
  readonly setting: Setting;
  readonly luck: Chance;
  readonly mailbox: Mailbox;
  readonly districts: readonly District[];
  readonly employers: readonly AccountRow[];
  readonly enrolments: readonly Enrolment[];
  /** The everyday volunteers; planted people are not among them. */
  readonly volunteers: readonly Volunteer[];
  readonly accounts: AccountRow[];
  readonly contacts: ContactRow[];
  readonly affiliations: AffiliationRow[];
  readonly meetings: Meeting[];
  readonly participations: ParticipantRow[];
  add(contact: ContactRow): void;
  /** An everyday session that took place. */
  held(): Meeting;
  /** One that took place without this person. */
  heldWithout(contact: ContactRow): Meeting;
  inPerson(): Meeting;
  /** One of a school year, by its first calendar year; any other when that year had none. */
  meetingOf(schoolYear: number): Meeting;
  attends(contact: ContactRow, session: Meeting, hours: number | null): ParticipantRow;
}

export type SceneParts = Omit<Scene, "add" | "held" | "heldWithout" | "inPerson" | "meetingOf" | "attends">;

export function createScene(parts: SceneParts): Scene {
  const { luck, setting } = parts;
  const took = parts.meetings.filter(({ row, isPast }) => isPast && row.Session_Status__c === "Completed");
  const inPerson = took.filter((session) => !session.isVirtual);
  const there = new Set<string>();
  for (const row of parts.participations) {
    if (row.Participant_Type__c === "Volunteer") there.add(`${row.Contact__c}/${row.Session__c}`);
  }

  function heldWithout(contact: ContactRow): Meeting {
    for (let tries = 0; tries < 50; tries++) {
      const session = luck.pick(took);
      if (!there.has(`${contact.Id}/${session.row.Id}`)) return session;
    }
    return luck.pick(took);
  }

  return {
    ...parts,
    add: (contact) => parts.contacts.push(contact),
    held: () => luck.pick(took),
    heldWithout,
    inPerson: () => luck.pick(inPerson),
    meetingOf: (schoolYear) => took.find(({ day }) => schoolYearOf(day) === schoolYear) ?? luck.pick(took),
    attends(contact, session, hours) {
      const row = participation(setting, luck, "Volunteer", contact, session, { status: "Attended", hours });
      there.add(`${contact.Id}/${session.row.Id}`);
      parts.participations.push(row);
      return row;
    },
  };
}
