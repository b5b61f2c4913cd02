import { addDays, type Day, instantOf, salesforceInstant, schoolDays, schoolYearOf } from "./calendar.js";
import {
  COMING_STATUSES,
  LEGACY_CONNECTOR_ENDS,
  PAST_STATUSES,
  REQUESTED_SKILLS,
  SESSION_KINDS,
  type SessionKind,
  TOPICS,
} from "./lessons.js";
import type { Chance } from "./random.js";
import { BLANK_SESSION, type SessionRow } from "./rows.js";
import type { District, School } from "./schools.js";
import type { Setting } from "./setting.js";

/** A session with what the participations need to know of it. */
export interface Meeting {
  readonly row: SessionRow;
  readonly day: Day;
  readonly startMs: number;
  readonly minutes: number;
  readonly isPast: boolean;
  readonly isVirtual: boolean;
  /** The schools whose students may be there. */
  readonly schools: readonly School[];
}

export interface MeetingShape {
  readonly day: Day;
  readonly hour: number;
  readonly minute?: number;
  readonly minutes: number;
  readonly title: string;
  readonly type: string | null;
  readonly format: string | null;
  readonly status: string | null;
  readonly schools?: readonly School[];
  readonly change?: Partial<SessionRow>;
}

const SHARE_TO_COME = 0.07;
const LENGTHS = [
  [30, 8],
  [45, 22],
  [60, 34],
  [75, 6],
  [90, 14],
  [120, 10],
  [180, 6],
] as const;

/** One session as Salesforce keeps it: planned weeks before, touched for the last time soon after. */
export function meeting(setting: Setting, luck: Chance, shape: MeetingShape): Meeting {
  const minute = shape.minute ?? 0;
  const startMs = instantOf(shape.day, shape.hour, minute);
  const isPast = shape.day <= setting.yesterday;
  const week = 7 * 86_400_000;
  const made = Math.min(startMs - luck.between(2, 12) * week, setting.latest - week);
  const jobs = luck.happens(0.7) ? luck.between(1, 20) : null;
  const filled = jobs === null ? null : Math.min(jobs + (luck.happens(0.05) ? 1 : 0), luck.between(0, 20));
  const clock = `${String(shape.hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  const row: SessionRow = {
    ...BLANK_SESSION,
    Id: setting.nextId("Session__c"),
    Name: shape.title,
    Session_Type__c: shape.type,
    Format__c: shape.format,
    Start_Date_and_Time__c: salesforceInstant(startMs),
    End_Date_and_Time__c: salesforceInstant(startMs + shape.minutes * 60_000),
    Start_Date__c: shape.day,
    Date_and_Time_for_Cal__c: `${shape.day} ${clock}`,
    Session_Status__c: shape.status,
    Cancellation_Reason__c:
      shape.status === "Cancelled"
        ? luck.pick([null, "Inclement Weather Cancellation", "Volunteer Cancellation"])
        : null,
    School__c: shape.schools?.[0]?.account.Id ?? null,
    Requested_Skills__c: luck.weighted(REQUESTED_SKILLS),
    Legacy_Skill_Covered_for_the_Session__c: luck.happens(0.1) ? luck.weighted(REQUESTED_SKILLS) : null,
    Legacy_Skills_Needed__c: luck.happens(0.08) ? "Skills-Public Speaking" : null,
    Location_Information__c:
      shape.format === "Virtual" ? null : luck.pick([null, "Main gym", "Room 204", "Grandview Alumni Hall", "Library"]),
    Description__c: luck.happens(0.2) ? "Please arrive 15 minutes early & bring a photo ID." : null,
    Total_Requested_Volunteer_Jobs__c: jobs,
    Filled_Volunteer_Jobs__c: filled,
    Available_Slots__c: jobs === null || filled === null ? null : luck.happens(0.02) ? -1 : Math.max(0, jobs - filled),
    Session_Host__c: luck.weighted([
      ["PREPKC", 88],
      [null, 8],
      ["Partner", 4],
    ]),
    Registration_Link__c: luck.weighted([
      [null, 45],
      [`<a href="https://sign-up.example/s/${luck.between(1000, 9999)}?a=1&amp;b=2" target="_blank">Sign up</a>`, 45],
      ["https://sign-up.example/all", 10],
    ]),
    Display_on_Website__c: !isPast && luck.happens(0.7),
    ...setting.audit(luck, made - 4 * week, made, isPast ? startMs + 3 * week : setting.latest),
    ...shape.change,
  };
  const format = shape.format ?? "In-Person";
  return {
    row,
    day: shape.day,
    startMs,
    minutes: shape.minutes,
    isPast,
    isVirtual: format === "Virtual",
    schools: shape.schools ?? [],
  };
}

/** The everyday sessions of four school years, and those to come in the next ten weeks. */
export function buildMeetings(
  setting: Setting,
  count: number,
  schools: readonly School[],
  districts: readonly District[],
): Meeting[] {
  const luck = setting.chance("sessions");
  const past = schoolDays(setting.firstDay, setting.yesterday);
  const coming = schoolDays(addDays(setting.today, 2), addDays(setting.today, 75));
  return Array.from({ length: count }, () => {
    const isPast = past.days.length > 0 && !luck.happens(SHARE_TO_COME);
    const day = (isPast ? past : coming).pick(luck.next());
    return everyday(day, isPast);
  });

  function everyday(day: Day, isPast: boolean): Meeting {
    const kind = kindFor(day);
    const school = luck.pick(schools);
    const status = luck.weighted(isPast ? PAST_STATUSES : COMING_STATUSES);
    const isVirtual = luck.happens(kind.virtual);
    const isEvening = luck.happens(0.05);
    const place = kind.unplaced ? nowhere(school) : placed(school);
    const title = luck.pick(kind.titles).replace("{school}", school.name).replace("{topic}", luck.pick(TOPICS));
    const hasHeadcount = !isVirtual && isPast && status !== "Cancelled" && luck.happens(0.55);
    return meeting(setting, luck, {
      day,
      hour: isEvening ? luck.between(18, 20) : luck.between(8, 14),
      minute: luck.pick([0, 0, 15, 30]),
      minutes: luck.weighted(LENGTHS),
      title: status === "Cancelled" && luck.happens(0.2) ? `Canceled - ${title}` : title,
      type: kind.label,
      format: isVirtual ? "Virtual" : luck.happens(0.97) ? "In-Person" : null,
      status,
      schools: place.schools,
      change: { ...place.change, Non_Scheduled_Students_Count__c: hasHeadcount ? luck.between(8, 140) : null },
    });
  }

  /** Connector sessions lie in Salesforce only for the years before they moved to Pathful. */
  function kindFor(day: Day): SessionKind {
    for (;;) {
      const kind = luck.weighted(SESSION_KINDS);
      if (kind.label !== "Connector Session" || schoolYearOf(day) < LEGACY_CONNECTOR_ENDS) return kind;
    }
  }

  /** No school and no district on it: only those who came tell where they are from. */
  function nowhere(school: School) {
    const other = luck.pick(schools);
    return { schools: [school, other], change: { School__c: null } satisfies Partial<SessionRow> };
  }

  /** The many ways in which a place is written down. */
  function placed(school: School): { schools: readonly School[]; change: Partial<SessionRow> } {
    const district = school.district;
    const name = district?.name ?? null;
    const alias = district && district.aliases.length > 0 ? luck.pick(district.aliases) : name;
    const another = luck.pick(districts);
    const guest = schools.find((one) => one.district === another) ?? school;
    const way = luck.weighted([
      ["school", 30],
      ["school and district", 30],
      ["school and alias", 8],
      ["school and no district we know", 2],
      ["district only", 8],
      ["alias only", 4],
      ["two districts", 5],
      ["two districts, no school", 3],
      ["linked district", 5],
      ["linked district against the text", 2],
      ["parent name", 2],
      ["parent is the school", 1],
    ] as const);
    switch (way) {
      case "school":
        return { schools: [school], change: {} };
      case "school and district":
        return { schools: [school], change: { District__c: name } };
      case "school and alias":
        return {
          schools: [school],
          change: { District__c: luck.happens(0.2) ? (alias?.toUpperCase() ?? null) : alias },
        };
      case "school and no district we know":
        return {
          schools: [school],
          change: { District__c: luck.pick(["Center for Learning", "KC metro", "Grandview area"]) },
        };
      case "district only":
        return { schools: [school], change: { School__c: null, District__c: name } };
      case "alias only":
        return { schools: [school], change: { School__c: null, District__c: alias } };
      case "two districts":
        return { schools: [school, guest], change: { District__c: `${name ?? "Unlisted"}, ${another.name}` } };
      case "two districts, no school":
        return {
          schools: [school, guest],
          change: { School__c: null, District__c: `${alias ?? "Unlisted"},${another.name}` },
        };
      case "linked district":
        return { schools: [school], change: { Parent_Account__c: district?.account.Id ?? null } };
      case "linked district against the text":
        return {
          schools: [guest],
          change: { School__c: null, Parent_Account__c: another.account.Id, District__c: name },
        };
      case "parent name":
        return { schools: [school], change: { School__c: null, Parent_Account__c: name } };
      case "parent is the school":
        return { schools: [school], change: { Parent_Account__c: school.account.Id } };
    }
  }
}
