import {
  CANCELLED_STATUSES,
  COMING_PARTICIPATION,
  HELD_STATUSES,
  STUDENT_STATUSES,
  VOLUNTEERS_WANTED,
} from "./lessons.js";
import type { Volunteer } from "./people.js";
import type { Enrolment } from "./pupils.js";
import type { Chance } from "./random.js";
import { at } from "./random.js";
import type { AccountRow, ContactRow, ParticipantRow } from "./rows.js";
import type { Meeting } from "./sessions.js";
import type { Setting } from "./setting.js";

export interface Attendance {
  readonly status: string | null;
  /** Delivery_Hours__c */
  readonly hours?: number | null;
}

const DAY = 86_400_000;
/** Statuses that are recorded with hours. */
const WAS_THERE = new Set(["Attended", "attended", "Completed", "Successfully Completed", "Present", "Simulcast"]);
/** Share of past in-person sessions whose students were entered one by one. */
const ROSTER_SHARE = 0.58;
const OUTSIDER_SHARE = 0.03;

export function participation(
  setting: Setting,
  luck: Chance,
  type: "Volunteer" | "Student",
  contact: ContactRow,
  session: Meeting,
  attendance: Attendance,
): ParticipantRow {
  const isVolunteer = type === "Volunteer";
  return {
    Id: setting.nextId("Session_Participant__c"),
    Name: `SP-${String(setting.serial("Session_Participant__c")).padStart(7, "0")}`,
    Contact__c: contact.Id,
    Session__c: session.row.Id,
    Participant_Type__c: type,
    Status__c: attendance.status,
    Delivery_Hours__c: attendance.hours ?? null,
    Age_Group__c: isVolunteer ? contact.Age_Group__c : null,
    Email__c: isVolunteer && luck.happens(0.6) ? contact.Email : null,
    Title__c: isVolunteer && luck.happens(0.5) ? contact.Title : null,
    ...setting.audit(luck, session.startMs - 30 * DAY, session.startMs - DAY, session.startMs + 10 * DAY),
  };
}

/** Who spoke: some people again and again, often a few colleagues together. */
export function volunteerParticipations(
  setting: Setting,
  meetings: readonly Meeting[],
  volunteers: readonly Volunteer[],
): ParticipantRow[] {
  const luck = setting.chance("volunteer participations");
  const colleagues = byEmployer(volunteers);
  // One in seven has never been asked yet.
  const asked = volunteers.filter(() => !luck.happens(0.14));
  const rows: ParticipantRow[] = [];
  for (const session of meetings) {
    const wanted = Math.min(luck.weighted(VOLUNTEERS_WANTED), asked.length);
    const there = new Set<Volunteer>();
    const firm = luck.happens(0.4) ? luck.pick(asked).employer : null;
    const team = firm ? (colleagues.get(firm) ?? []) : [];
    for (let tries = 0; there.size < wanted && tries < wanted * 4; tries++) {
      const fromTeam = team.length > 0 && luck.happens(0.5);
      there.add(fromTeam ? luck.pick(team) : at(asked, Math.floor(luck.next() ** 1.7 * asked.length)));
    }
    for (const { contact } of there) {
      const status = statusAt(session);
      rows.push(
        participation(setting, luck, "Volunteer", contact, session, { status, hours: hoursFor(session, status) }),
      );
    }
  }
  return rows;

  function statusAt(session: Meeting): string {
    if (session.row.Session_Status__c === "Cancelled") return luck.weighted(CANCELLED_STATUSES);
    return luck.weighted(session.isPast ? HELD_STATUSES : COMING_PARTICIPATION);
  }

  function hoursFor(session: Meeting, status: string): number | null {
    if (!WAS_THERE.has(status)) return luck.happens(0.06) ? 1 : null;
    const recorded = Math.max(0.5, Math.round((session.minutes / 60) * 4) / 4);
    return luck.weighted<number | null>([
      [recorded, 58],
      [recorded + 0.5, 6],
      [0, 14],
      [null, 22],
    ]);
  }
}

/** Whole classes at some in-person sessions; a few students come from elsewhere. */
export function studentParticipations(
  setting: Setting,
  meetings: readonly Meeting[],
  enrolments: readonly Enrolment[],
): ParticipantRow[] {
  const luck = setting.chance("student participations");
  const places = new Map(enrolments.map((enrolment) => [enrolment.school, enrolment]));
  const rows: ParticipantRow[] = [];
  for (const session of meetings) {
    const isUnplaced =
      session.row.School__c === null && session.row.District__c === null && session.row.Parent_Account__c === null;
    if (session.isVirtual || !session.isPast || !luck.happens(isUnplaced ? 0.85 : ROSTER_SHARE)) continue;
    const wanted = luck.between(14, 28);
    const homes = session.schools.length > 0 ? session.schools : [luck.pick(enrolments).school];
    const there = new Set<ContactRow>();
    for (const school of homes) {
      const students = places.get(school)?.students ?? [];
      for (const one of luck.sample(students, Math.ceil(wanted / homes.length))) {
        const isOutsider = luck.happens(OUTSIDER_SHARE);
        const elsewhere = isOutsider ? luck.pick(enrolments).students : [];
        there.add(elsewhere.length > 0 ? luck.pick(elsewhere) : one);
      }
    }
    for (const contact of there) {
      const status =
        session.row.Session_Status__c === "Cancelled"
          ? luck.pick(["Cancelled", "Registered"])
          : luck.weighted(STUDENT_STATUSES);
      rows.push(participation(setting, luck, "Student", contact, session, { status }));
    }
  }
  return rows;
}

function byEmployer(volunteers: readonly Volunteer[]): Map<AccountRow, Volunteer[]> {
  const groups = new Map<AccountRow, Volunteer[]>();
  for (const volunteer of volunteers) {
    if (volunteer.employer === null) continue;
    const group = groups.get(volunteer.employer);
    if (group) group.push(volunteer);
    else groups.set(volunteer.employer, [volunteer]);
  }
  return groups;
}
