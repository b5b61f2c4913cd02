import type { Weights } from "./random.js";

/** The kinds of session, how often each is held and how often by video. */
export interface SessionKind {
  /** Session_Type__c */
  readonly label: string | null;
  /** Share held by video, 0–1. */
  readonly virtual: number;
  /** {school} and {topic} are filled in. */
  readonly titles: readonly string[];
  /** True when no school or district is written on it. */
  readonly unplaced?: boolean;
}

export const SESSION_KINDS: Weights<SessionKind> = [
  kind(16, "Classroom Speaker", 0.45, "{topic} speaker at {school}", "Meet a professional: {topic}"),
  kind(12, "Career Speaker", 0.35, "{topic} career talk, {school}", "What does a career in {topic} look like?"),
  kind(11, "Career Jumping", 0.05, "Career Jumping at {school}"),
  kind(8, "DIA - Classroom Speaker", 0.5, "Voices Behind the Data: {topic}", "Data Ethics Speaker: {topic}"),
  kind(4, "DIA", 0.3, "Data in Action Project Mentors: {topic}"),
  kind(7, "Employability Skills", 0.15, "Mock interviews at {school}", "Resume review, {school}"),
  kind(6, "Career Fair", 0.02, "Career Center Day", "Career fair at {school}"),
  kind(
    6,
    "Connector Session",
    1,
    "K-2: What does someone in {topic} do?",
    "4-5 Grade: a day in {topic}",
    "(HS) {topic} live",
  ),
  kind(4, "Workplace Visit", 0.05, "Workplace visit: {topic}"),
  kind(3, "Pathway Workplace Visits", 0.05, "Pathway visit: {topic}"),
  kind(3, "Pathway campus visits", 0.05, "Campus visit for the {topic} pathway"),
  kind(2, "Campus Visit", 0, "Campus day, {school}"),
  kind(3, "Client Connected Project", 0.25, "Client project kick-off: {topic}"),
  kind(3, "Financial Literacy", 0.1, "Reality fair at {school}", "Budgeting with {topic}"),
  kind(3, "Math Relays", 0, "Math relays at {school}"),
  kind(3, "Mentoring", 0.3, "Mentor circle at {school}"),
  kind(2, "IGNITE", 0.1, "IGNITE at {school}"),
  kind(2, "DataViz", 0.7, "DataViz showcase: {topic}"),
  kind(2, "College Options", 0.1, "College options night, {school}"),
  kind(1, "College Application Fair", 0, "College application fair, {school}"),
  kind(1, "FAFSA", 0.2, "FAFSA evening at {school}"),
  kind(1, "Internship", 0.1, "Internship interviews: {topic}"),
  kind(1, "Classroom Activity", 0.1, "{topic} activity at {school}"),
  kind(1, "Advisory Sessions", 0.5, "Advisory board: {topic}"),
  kind(1, "Volunteer Orientation", 0.8, "Volunteer orientation"),
  kind(1, "Volunteer Engagement", 0.3, "Volunteer appreciation"),
  kind(1, "P2GD", 0, "P2GD at {school}"),
  kind(1, "SLA", 0, "SLA at {school}"),
  kind(1, "P2T", 0.1, "P2T: {topic}"),
  kind(1, "Historical, Not Yet Updated", 0.1, "{topic} at {school}"),
  kind(2, "Career Day", 0, "Career Day at {school}"),
  kind(1, "Orientation", 0.3, "Orientation for {topic} mentors"),
  kind(0.5, null, 0.2, "{topic} at {school}"),
  unplaced(3, "HealthStart", "HealthStart cohort: {topic}"),
  unplaced(3, "BFI", "BFI workshop: {topic}"),
];

/** The school year from which connector sessions are kept in Pathful alone. */
export const LEGACY_CONNECTOR_ENDS = 2024;

export const TOPICS = [
  "Robotics",
  "Nursing",
  "Civil Engineering",
  "Data Science",
  "Animal Health",
  "Graphic Design",
  "Banking",
  "Construction Trades",
  "Cybersecurity",
  "Journalism",
  "Law",
  "Chemistry",
  "Architecture",
  "Culinary Arts",
  "Entrepreneurship",
  "Environmental Science",
] as const;

/** Tags of a session, with the prefixes and quotes they come with. */
export const REQUESTED_SKILLS: Weights<string | null> = [
  [null, 40],
  ['"PWY-Tech","Skills-Coding",CCE-Resume', 8],
  ['"PWY-STEM","Skills-Problem Solving"', 8],
  ["PWY-Health Sciences,CSCs-Communication", 7],
  ['"PWY-Construction/ Trades"', 5],
  ["PWY-Business & Finance,CCE-Interviewing", 6],
  ["ACT-Mock Interview,CCE-Resume", 6],
  ['"PWY-Arts, Media & Communication"', 3],
  ["Skills-Data Analysis", 5],
];

/** Where the session stands once its day has passed. */
export const PAST_STATUSES: Weights<string | null> = [
  ["Completed", 815],
  ["Cancelled", 82],
  ["Simulcast", 25],
  ["No Show", 16],
  ["Confirmed", 22],
  ["Published", 6],
  ["Requested", 6],
  ["Draft", 16],
  ["Count", 4],
  ["Successfully Completed", 6],
  [null, 4],
];

export const COMING_STATUSES: Weights<string> = [
  ["Confirmed", 48],
  ["Published", 24],
  ["Requested", 18],
  ["Draft", 8],
  ["Cancelled", 4],
];

export const VOLUNTEERS_WANTED: Weights<number> = [
  [0, 6],
  [1, 14],
  [2, 13],
  [3, 12],
  [4, 11],
  [5, 9],
  [6, 8],
  [8, 9],
  [10, 6],
  [12, 5],
  [15, 4],
  [20, 2],
  [25, 1],
];

export const HELD_STATUSES: Weights<string> = [
  ["Attended", 720],
  ["Completed", 80],
  ["Successfully Completed", 40],
  ["attended", 4],
  ["Present", 6],
  ["Simulcast", 5],
  ["No-Show", 32],
  ["No Show", 14],
  ["NoShow", 4],
  ["Did Not Attend", 6],
  ["Absent", 2],
  ["Cancelled", 18],
  ["Canceled", 6],
  ["Declined", 12],
  ["Withdrawn-Time Constraint", 12],
  ["Volunteer canceling due to snow", 3],
  ["Emergency Cancellation", 3],
  ["Scheduled", 16],
  ["Confirmed", 10],
  ["Registered", 5],
  ["See notes", 2],
];

export const CANCELLED_STATUSES: Weights<string> = [
  ["Event Cancelled", 40],
  ["Cancelled", 25],
  ["Weather Cancellation", 12],
  ["School Closure", 12],
  ["Canceled", 6],
  ["Scheduled", 5],
];

export const COMING_PARTICIPATION: Weights<string> = [
  ["Scheduled", 45],
  ["Confirmed", 30],
  ["Registered", 20],
  ["Declined", 5],
];

export const STUDENT_STATUSES: Weights<string> = [
  ["Attended", 845],
  ["Registered", 50],
  ["No Show", 35],
  ["Absent", 35],
  ["Cancelled", 20],
  ["Scheduled", 10],
  ["Completed", 5],
];

function kind(
  weight: number,
  label: string | null,
  virtual: number,
  ...titles: string[]
): readonly [SessionKind, number] {
  return [{ label, virtual, titles }, weight];
}

function unplaced(weight: number, label: string, title: string): readonly [SessionKind, number] {
  return [{ label, virtual: 0, titles: [title], unplaced: true }, weight];
}
