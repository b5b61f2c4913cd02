import { affiliation, type Tie } from "./affiliations.js";
import { addDays, type Day, daysBetween, isWeekday } from "./calendar.js";
import { participation } from "./participations.js";
import { type Mailbox, volunteerContact } from "./people.js";
import type { Enrolment } from "./pupils.js";
import { at } from "./random.js";
import type { AccountRow, AffiliationRow, ContactRow, ParticipantRow } from "./rows.js";
import { type Meeting, meeting } from "./sessions.js";
import type { Setting } from "./setting.js";

/** Everything that a report about one company has to get right, told through one company. */
export interface Story {
  readonly contacts: ContactRow[];
  readonly affiliations: AffiliationRow[];
  readonly meetings: Meeting[];
  readonly participations: ParticipantRow[];
}

type Role =
  | "anchor"
  | "steady"
  | "second"
  | "third"
  | "undated"
  | "left"
  | "leftSomeDay"
  | "returned"
  | "twoHats"
  | "lentHand"
  | "absent"
  | "newcomer"
  | "coming"
  | "twice"
  | "twiceAgain";

const CAST: readonly (readonly [Role, string, string])[] = [
  ["anchor", "Marisol", "Whitfield"],
  ["steady", "Terrence", "Lindgren"],
  ["second", "Anika", "Calloway"],
  ["third", "Quentin", "Rutledge"],
  ["undated", "Farah", "Ellison"],
  ["left", "Clarence", "Montoya"],
  ["leftSomeDay", "Ingrid", "Paxton"],
  ["returned", "Lorenzo", "Hadley"],
  ["twoHats", "Octavia", "Brandt"],
  ["lentHand", "Kenji", "Draper"],
  ["absent", "Rhonda", "Kearney"],
  ["newcomer", "Theo", "Nakamura"],
  ["coming", "Bianca", "Osborne"],
  ["twice", "Delia", "Velasco"],
  ["twiceAgain", "Delia", "Velasco"],
];

/** Hours as recorded, "none" for nothing recorded, or a status of its own. */
type Part = number | "none" | "No-Show" | "Cancelled" | "Scheduled" | "Event Cancelled" | "Completed";

export function hillsStory(
  setting: Setting,
  employers: readonly AccountRow[],
  enrolments: readonly Enrolment[],
  mailbox: Mailbox,
): Story {
  const luck = setting.chance("hills");
  const hills = at(employers, 0);
  const club = employers.find((one) => one.Name === "Kaw Valley Robotics Club") ?? at(employers, 1);
  const next = employers.find((one) => one.Name === "Brush Creek Engineering") ?? at(employers, 2);
  const meetings: Meeting[] = [];
  const participations: ParticipantRow[] = [];
  const people = new Map(CAST.map(([role, first, last]) => [role, person(role, first, last)]));
  const year = setting.currentYear;
  const longAgo = `${year - 8}-05-01`;

  const ties: Readonly<Record<Role, readonly (readonly [AccountRow, Tie])[]>> = {
    anchor: [[hills, { primary: true, status: "Current", start: longAgo }]],
    steady: [[hills, { primary: true, status: "Current", start: longAgo }]],
    second: [[hills, { primary: true, status: "Current", start: `${year - 4}-02-01` }]],
    third: [[hills, { primary: false, status: null, start: `${year - 4}-02-01` }]],
    undated: [[hills, { primary: true, status: "Current" }]],
    left: [
      [hills, { primary: false, status: "Past", start: longAgo, end: `${year}-01-15` }],
      [next, { primary: true, status: "Current", start: `${year}-01-16` }],
    ],
    leftSomeDay: [[hills, { primary: false, status: "Past", start: longAgo }]],
    returned: [
      [hills, { primary: false, status: "Former", start: longAgo, end: `${year - 2}-01-15` }],
      [next, { primary: false, status: "Past", start: `${year - 2}-01-16`, end: `${year - 1}-07-31` }],
      [hills, { primary: true, status: "Current", start: `${year - 1}-08-01` }],
    ],
    twoHats: [
      [hills, { primary: true, status: "Current", start: longAgo }],
      [club, { primary: false, status: "Current", start: `${year - 4}-01-01`, role: "Board member" }],
    ],
    lentHand: [
      [hills, { primary: false, status: "Current", start: longAgo, role: "Contractor" }],
      [next, { primary: true, status: "Current", start: longAgo }],
    ],
    absent: [[hills, { primary: true, status: "Current", start: longAgo }]],
    newcomer: [[hills, { primary: true, status: "Current", start: `${year}-08-01` }]],
    coming: [[hills, { primary: true, status: "Current", start: addDays(setting.today, -20) }]],
    twice: [[hills, { primary: true, status: "Current", start: longAgo }]],
    twiceAgain: [[hills, { primary: true, status: "Current", start: longAgo }]],
  };
  const affiliations = [...people].flatMap(([role, contact]) =>
    ties[role].map(([account, tie]) => affiliation(setting, luck, contact.Id, account.Id, tie)),
  );

  yearBeforeTheReport();
  firstYear();
  lastYear();
  thisYear();
  stillToCome();
  return { contacts: [...people.values()], affiliations, meetings, participations };

  function yearBeforeTheReport() {
    const y = year - 3;
    withRoster(y, 0.2, "Veterinary careers at Kaw Point", { anchor: 2, steady: 2, left: 2, returned: 2, undated: 1.5 });
    byVideo(y, 0.6, "What does a pet food scientist do?", { anchor: 1, twoHats: 1 });
  }

  function firstYear() {
    const y = year - 2;
    withRoster(y, 0.2, "Animal health day at Kaw Point", {
      anchor: 2,
      steady: "none",
      second: 2,
      left: 2,
      leftSomeDay: 2,
      absent: "No-Show",
    });
    withHeadcount(y, 0.55, "Career fair: animal nutrition", 60, { anchor: 3, third: 3, returned: 3, twoHats: 3 });
    byVideo(y, 0.7, "Chemistry in a can of dog food", { second: 1, undated: 1 });
    calledOff(y, 0.8, "Canceled - Lab tour, Topeka plant", "Virtual", {
      anchor: "Event Cancelled",
      second: "Event Cancelled",
    });
  }

  function lastYear() {
    const y = year - 1;
    withRoster(y, 0.2, "Pet nutrition lab at Grandview Meadows", {
      anchor: 2,
      steady: 2,
      left: 2,
      returned: 2,
      twice: 2,
      twiceAgain: 1.5,
      lentHand: 2,
    });
    withHeadcount(y, 0.5, "Mock interviews with Hill's", 85, {
      second: 2,
      third: "Completed",
      undated: 2,
      leftSomeDay: 2,
    });
    // Nobody wrote down how many students were there.
    withHeadcount(y, 0.65, "Workplace visit: Topeka plant", null, { anchor: 4, twoHats: 4 });
    byVideo(y, 0.6, "Statistics of a taste test", { anchor: 1, second: 1, absent: "No-Show", left: 1 });
    byVideo(y, 0.85, "A day with a veterinarian", { twoHats: 1, twice: 1 });
    calledOff(y, 0.75, "Career Jumping at Longview Ridge", "In-Person", {
      anchor: "Event Cancelled",
      steady: 5,
      third: "Cancelled",
    });
  }

  function thisYear() {
    withRoster(year, 0.3, "Robots in the pet food factory", {
      anchor: 2,
      steady: 2,
      newcomer: 2,
      left: 2,
      absent: "No-Show",
    });
    withHeadcount(year, 0.6, "Animal science day", 48, {
      second: 2.5,
      twoHats: 2.5,
      twice: "none",
      returned: "Cancelled",
    });
    byVideo(year, 0.8, "Biology of a healthy cat", { anchor: 1, newcomer: 1, undated: "none" });
  }

  function stillToCome() {
    const day = workday(addDays(setting.today, 18), 1);
    const cast = { anchor: "Scheduled", coming: "Scheduled", newcomer: "Scheduled" } as const;
    hold(day, { title: "Engineering week at Kaw Point", format: "In-Person", status: "Confirmed", school: 0 }, cast);
  }

  function withRoster(y: number, part: number, title: string, cast: Partial<Record<Role, Part>>) {
    const held = hold(
      dayOf(y, part),
      { title, format: "In-Person", status: "Completed", school: y === year - 1 ? 3 : 0 },
      cast,
    );
    const home = at(enrolments, y === year - 1 ? 3 : 0).students;
    luck.sample(home, 22).forEach((pupil, index) => {
      const status = index < 18 ? "Attended" : at(["Registered", "No Show", "Absent", "Cancelled"], index - 18);
      participations.push(participation(setting, luck, "Student", pupil, held, { status }));
    });
  }

  function withHeadcount(
    y: number,
    part: number,
    title: string,
    headcount: number | null,
    cast: Partial<Record<Role, Part>>,
  ) {
    hold(dayOf(y, part), { title, format: "In-Person", status: "Completed", school: 6, headcount }, cast);
  }

  function byVideo(y: number, part: number, title: string, cast: Partial<Record<Role, Part>>) {
    const status = part === 0.85 ? "Simulcast" : "Completed";
    hold(dayOf(y, part), { title, format: "Virtual", status, school: 2 }, cast);
  }

  function calledOff(y: number, part: number, title: string, format: string, cast: Partial<Record<Role, Part>>) {
    hold(dayOf(y, part), { title, format, status: "Cancelled", school: 6 }, cast);
  }

  function hold(
    day: Day,
    what: { title: string; format: string; status: string; school: number; headcount?: number | null },
    cast: Partial<Record<Role, Part>>,
  ): Meeting {
    const school = at(enrolments, what.school).school;
    const isVirtual = what.format === "Virtual";
    const held = meeting(setting, luck, {
      day,
      hour: isVirtual ? 10 : 9,
      minutes: isVirtual ? 60 : 120,
      title: what.title,
      type: isVirtual ? "Classroom Speaker" : "Career Speaker",
      format: what.format,
      status: what.status,
      schools: [school],
      change: {
        District__c: school.district?.name ?? null,
        Non_Scheduled_Students_Count__c: what.headcount ?? null,
        ...(what.status === "Cancelled" ? { Cancellation_Reason__c: "Inclement Weather Cancellation" } : {}),
      },
    });
    meetings.push(held);
    for (const [role, contact] of people) {
      const part = cast[role];
      if (part === undefined) continue;
      const attendance =
        typeof part === "number"
          ? { status: "Attended", hours: part }
          : part === "none"
            ? { status: "Attended", hours: null }
            : { status: part, hours: part === "Completed" ? 2 : null };
      participations.push(participation(setting, luck, "Volunteer", contact, held, attendance));
    }
    return held;
  }

  function person(role: Role, first: string, last: string): ContactRow {
    const twin = role === "twiceAgain";
    const home = `${first}.${last}@home.example`.toLowerCase();
    return volunteerContact(setting, luck, mailbox, hills, {
      name: { first, last },
      FirstName: first,
      LastName: last,
      Contact_Type__c: "Volunteer",
      // The second record of one person: the same address in other letters.
      Email: twin ? home.toUpperCase() : home,
      npe01__HomeEmail__c: twin ? home.toUpperCase() : home,
      npsp__Primary_Affiliation__c: hills.Id,
      npsp__Do_Not_Contact__c: false,
    });
  }

  /** A weekday of a school year, by how much of it (up to yesterday) has gone. */
  function dayOf(y: number, part: number): Day {
    const first = `${y}-08-01`;
    const last = `${y + 1}-07-31` < setting.yesterday ? `${y + 1}-07-31` : setting.yesterday;
    const length = daysBetween(first, last);
    if (length < 1) return first;
    return workday(addDays(first, Math.round(length * part)), -1, first);
  }

  function workday(day: Day, direction: 1 | -1, notBefore?: Day): Day {
    let found = day;
    while (!isWeekday(found)) found = addDays(found, direction);
    return notBefore !== undefined && found < notBefore ? day : found;
  }
}
