import { foldText } from "./names.js";

/** The 34 event types and how staff call them (ruling E1). Most labels are Salesforce's own session types. */
export const EVENT_TYPES = {
  in_person: "In-Person",
  virtual_session: "Virtual Session",
  connector_session: "Connector Session",
  career_jumping: "Career Jumping",
  career_speaker: "Career Speaker",
  employability_skills: "Employability Skills",
  ignite: "IGNITE",
  career_fair: "Career Fair",
  client_connected_project: "Client Connected Project",
  pathway_campus_visits: "Pathway Campus Visits",
  workplace_visit: "Workplace Visit",
  pathway_workplace_visits: "Pathway Workplace Visits",
  college_options: "College Options",
  dia_classroom_speaker: "DIA - Classroom Speaker",
  dia: "DIA (Data in Action)",
  campus_visit: "Campus Visit",
  advisory_sessions: "Advisory Sessions",
  volunteer_orientation: "Volunteer Orientation",
  volunteer_engagement: "Volunteer Engagement",
  mentoring: "Mentoring",
  financial_literacy: "Financial Literacy",
  math_relays: "Math Relays",
  classroom_speaker: "Classroom Speaker",
  internship: "Internship",
  college_application_fair: "College Application Fair",
  fafsa: "FAFSA",
  classroom_activity: "Classroom Activity",
  historical: "Historical, Not Yet Updated",
  data_viz: "DataViz",
  p2gd: "P2GD",
  sla: "SLA",
  healthstart: "HealthStart",
  p2t: "P2T",
  bfi: "BFI",
} as const;
export type EventType = keyof typeof EVENT_TYPES | "other";
export type EventFormat = "in_person" | "virtual";

/** What else a source writes for a type. */
const OTHER_WORDS: Readonly<Record<string, EventType>> = {
  DIA: "dia",
  "Data in Action": "dia",
  "In Person": "in_person",
  Virtual: "virtual_session",
};

const BY_KEY: ReadonlyMap<string, EventType> = new Map(
  [
    ...Object.entries(EVENT_TYPES).map(([type, label]): [string, EventType] => [label, type as EventType]),
    ...Object.entries(EVENT_TYPES).map(([type]): [string, EventType] => [type, type as EventType]),
    ...Object.entries(OTHER_WORDS),
  ].map(([label, type]) => [foldText(label), type]),
);

/** An event's type from Session_Type__c; `isMapped` is false for a label nobody has mapped, which counts under "other" and is flagged (T42). */
export function readEventType(label: string | null | undefined): { type: EventType; isMapped: boolean } {
  const type = label === null || label === undefined ? undefined : BY_KEY.get(foldText(label));
  return type === undefined ? { type: "other", isMapped: false } : { type, isMapped: true };
}

/** How a type is shown; a type that is no type shows as "Other". */
export function eventTypeLabel(type: string): string {
  return Object.hasOwn(EVENT_TYPES, type) ? EVENT_TYPES[type as keyof typeof EVENT_TYPES] : "Other";
}

/** Virtual is virtual; In-Person and everything else is in person. */
export function readEventFormat(raw: string | null | undefined): EventFormat {
  return raw !== null && raw !== undefined && foldText(raw) === "virtual" ? "virtual" : "in_person";
}

/** The last school year whose Connector sessions were kept in Salesforce is 2023 (SY23-24): before SY24-25 they are legacy (ruling EV1). */
export const FIRST_YEAR_OF_PATHFUL = 2024;

export function isLegacyConnector(type: EventType, schoolYear: number): boolean {
  return type === "connector_session" && schoolYear < FIRST_YEAR_OF_PATHFUL;
}
