import { homeDistricts } from "./people.js";
import { bare, living, type PlainRow, type PlainRows, type PlainRules, text } from "./rows.js";

export interface PlainEvent {
  readonly id: string;
  /** The organisation's calendar day (ruling T1). */
  readonly day: string;
  /** 2024 is the school year 2024-25 (ruling T2). */
  readonly schoolYear: number;
  readonly month: string;
  readonly type: string;
  readonly format: "virtual" | "in_person";
  readonly isCancelled: boolean;
  /** Completed or Simulcast (ruling E4). */
  readonly isHeld: boolean;
  /** District names, or Unknown (ruling E2). */
  readonly districts: readonly string[];
  readonly school: string;
  /** Of the school; Unknown where nobody said. */
  readonly level: string;
  readonly host: string;
  /** Pathways, or No pathway (ruling E8). */
  readonly pathways: readonly string[];
  /** Pathful's count of the educators who came; null where it has none, or the session is not Pathful's. */
  readonly educators: number | null;
  /** Hours to credit where none were recorded (ruling A2). */
  readonly fallbackHours: number;
  readonly headcount: number | null;
}

export const UNKNOWN = "Unknown";
export const NO_PATHWAY = "No pathway";
const LONGEST_FALLBACK = 12;

/** Session_Type__c → event type; any other label counts under "other" (ruling E1). */
const TYPES: { readonly [label: string]: string } = {
  "Connector Session": "connector_session",
  "Career Jumping": "career_jumping",
  "Career Speaker": "career_speaker",
  "Employability Skills": "employability_skills",
  IGNITE: "ignite",
  "Career Fair": "career_fair",
  "Client Connected Project": "client_connected_project",
  "Pathway campus visits": "pathway_campus_visits",
  "Workplace Visit": "workplace_visit",
  "Pathway Workplace Visits": "pathway_workplace_visits",
  "College Options": "college_options",
  "DIA - Classroom Speaker": "dia_classroom_speaker",
  DIA: "dia",
  "Campus Visit": "campus_visit",
  "Advisory Sessions": "advisory_sessions",
  "Volunteer Orientation": "volunteer_orientation",
  "Volunteer Engagement": "volunteer_engagement",
  Mentoring: "mentoring",
  "Financial Literacy": "financial_literacy",
  "Math Relays": "math_relays",
  "Classroom Speaker": "classroom_speaker",
  Internship: "internship",
  "College Application Fair": "college_application_fair",
  FAFSA: "fafsa",
  "Classroom Activity": "classroom_activity",
  "Historical, Not Yet Updated": "historical",
  DataViz: "data_viz",
  P2GD: "p2gd",
  SLA: "sla",
  HealthStart: "healthstart",
  P2T: "p2t",
  BFI: "bfi",
};

/** Every session that is not deleted and has a date, whatever its status. */
export function readEvents(rows: PlainRows, rules: PlainRules): Map<string, PlainEvent> {
  const place = placesOf(rows, rules);
  const localDay = new Intl.DateTimeFormat("en-CA", {
    timeZone: rules.timeZone ?? "America/Chicago",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const events = new Map<string, PlainEvent>();
  for (const row of living(rows.Session__c)) {
    const start = moment(row, "Start_Date_and_Time__c");
    if (start === null) continue;
    const day = localDay.format(start);
    const year = Number(day.slice(0, 4));
    const status = bare(text(row, "Session_Status__c"));
    events.set(String(row.Id), {
      id: String(row.Id),
      day,
      schoolYear: Number(day.slice(5, 7)) >= 8 ? year : year - 1,
      month: day.slice(0, 7),
      type: row.Pathful === true ? "virtual_session" : (TYPES[text(row, "Session_Type__c") ?? ""] ?? "other"),
      format: bare(text(row, "Format__c")) === "virtual" ? "virtual" : "in_person",
      isCancelled: status === "cancelled" || status === "canceled",
      isHeld: status === "completed" || status === "successfullycompleted" || status === "simulcast",
      districts: place.districts(row),
      school: place.school(row),
      level: rules.levels?.[text(row, "School__c") ?? ""] ?? UNKNOWN,
      host: text(row, "Session_Host__c") ?? UNKNOWN,
      pathways: rules.pathways?.[String(row.Id)] ?? [NO_PATHWAY],
      educators: typeof row.Attended_Educators === "number" ? row.Attended_Educators : null,
      fallbackHours: fallbackHours(start, moment(row, "End_Date_and_Time__c")),
      headcount: typeof row.Non_Scheduled_Students_Count__c === "number" ? row.Non_Scheduled_Students_Count__c : null,
    });
  }
  return events;
}

/** A2: end − start, at least 1.0; nothing above 12 h, from an end before the start, or without an end. */
function fallbackHours(start: Date, end: Date | null): number {
  if (end === null) return 0;
  const hours = (end.getTime() - start.getTime()) / 3_600_000;
  if (hours < 0 || hours > LONGEST_FALLBACK) return 0;
  return Math.max(1, hours);
}

function placesOf(rows: PlainRows, rules: PlainRules) {
  const accounts = living(rows.Account);
  const names = new Map(accounts.map((row) => [String(row.Id), String(row.Name).trim()]));
  const schools = new Set(accounts.filter((row) => row.Type === "School").map((row) => String(row.Id)));
  const districts = accounts.filter((row) => row.Type === "School District");
  const districtIds = new Set(districts.map((row) => String(row.Id)));
  const districtOfSchool = homeDistricts(rows);

  const byName = new Map<string, string>();
  for (const [name, aliases] of Object.entries(rules.districtAliases ?? {})) {
    for (const alias of aliases) byName.set(alias.toLowerCase(), name);
  }
  for (const row of districts) byName.set(String(row.Name).trim().toLowerCase(), String(row.Name).trim());

  const sessions = new Map(living(rows.Session__c).map((row) => [String(row.Id), row]));
  const homes = new Map<string, Set<string>>();
  const contacts = new Map(living(rows.Contact).map((row) => [String(row.Id), row]));
  for (const row of living(rows.Session_Participant__c)) {
    const contact = contacts.get(String(row.Contact__c));
    const cameAsStudent = row.Participant_Type__c === "Student" && bare(text(row, "Status__c")) === "attended";
    if ((!cameAsStudent && !isConfirmed(row, sessions.get(String(row.Session__c)))) || !contact) continue;
    const district = districtOfSchool.get(text(contact, "npsp__Primary_Affiliation__c") ?? "");
    if (district === undefined) continue;
    const session = String(row.Session__c);
    homes.set(session, (homes.get(session) ?? new Set()).add(names.get(district) ?? UNKNOWN));
  }

  /** Exact name or alias, comma lists split; never a part of a name. */
  function fromText(value: string | null): string[] {
    if (value === null) return [];
    const whole = byName.get(value.toLowerCase());
    if (whole !== undefined) return [whole];
    const parts = value.split(",").map((part) => byName.get(part.trim().toLowerCase()));
    return [...new Set(parts.filter((part) => part !== undefined))];
  }

  return {
    school(row: PlainRow): string {
      const id = text(row, "School__c") ?? "";
      return schools.has(id) ? (names.get(id) ?? UNKNOWN) : UNKNOWN;
    },
    /** E2, in its order: linked, text, school's, inferred from the students who attended, Unknown. */
    districts(row: PlainRow): string[] {
      const parent = text(row, "Parent_Account__c");
      if (parent !== null && districtIds.has(parent)) return [names.get(parent) ?? UNKNOWN];
      const written = fromText(text(row, "District__c") ?? parent);
      if (written.length > 0) return written;
      const ofSchool = districtOfSchool.get(text(row, "School__c") ?? "");
      if (ofSchool !== undefined) return [names.get(ofSchool) ?? UNKNOWN];
      const inferred = homes.get(String(row.Id));
      return inferred ? [...inferred] : [UNKNOWN];
    },
  };
}

/** A3: an educator came when Pathful's session was held and at least one educator is counted. */
function isConfirmed(row: PlainRow, session: PlainRow | undefined): boolean {
  const status = bare(text(session ?? {}, "Session_Status__c"));
  const educators = session?.Attended_Educators;
  return (
    row.Participant_Type__c === "Educator" &&
    (status === "completed" || status === "simulcast") &&
    typeof educators === "number" &&
    educators >= 1
  );
}

/** Null for a missing or unreadable instant; "+0000" is written "+00:00" for the built-in parser. */
function moment(row: PlainRow, field: string): Date | null {
  const value = text(row, field);
  if (value === null) return null;
  const date = new Date(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(date.getTime()) ? null : date;
}
