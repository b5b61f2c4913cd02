export const PARTICIPATION_STATUSES = [
  "attended",
  "completed",
  "present",
  "simulcast",
  "registered",
  "confirmed",
  "scheduled",
  "no_show",
  "cancelled",
  "declined",
  "withdrawn",
  "needs_review",
  "unknown",
] as const;
export type ParticipationStatus = (typeof PARTICIPATION_STATUSES)[number];
export type Role = "volunteer" | "teacher" | "student";

/** One table for every source (ruling A1). Case, hyphens and blanks do not matter. */
const WORDS: Readonly<Record<Exclude<ParticipationStatus, "unknown">, readonly string[]>> = {
  attended: ["Attended"],
  completed: ["Completed", "Successfully Completed"],
  present: ["Present"],
  simulcast: ["Simulcast"],
  registered: ["Registered", "Signed Up"],
  confirmed: ["Confirmed"],
  scheduled: ["Scheduled"],
  no_show: [
    "No Show",
    "Absent",
    "Did Not Attend",
    "Technical Difficulties",
    "Teacher No-Show",
    "Local Professional No-Show",
    "Pathful Professional No-Show",
  ],
  cancelled: [
    "Cancelled",
    "Canceled",
    "Event Cancelled",
    "Event Canceled",
    "Weather Cancellation",
    "Inclement Weather Cancellation",
    "Volunteer canceling due to snow",
    "School Closure",
    "Emergency Cancellation",
    "Teacher Cancelation",
    "Teacher Cancellation",
    "Local Professional Cancellation",
    "Pathful Professional Cancellation",
  ],
  declined: ["Declined"],
  withdrawn: ["Withdrawn", "Withdrawn-Time Constraint"],
  // A session that was held without a word on who came (ruling A3).
  needs_review: ["Needs Review"],
};

const key = (text: string): string => text.toLowerCase().replace(/[\s\-‐-―_/]+/g, "");

const BY_KEY: ReadonlyMap<string, ParticipationStatus> = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.map((word) => [key(word), status as ParticipationStatus])),
);

/** The normalised status; `isMapped` is false when there is text that no one has mapped yet, which raises a flag and is never guessed. */
export function readParticipationStatus(raw: string | null | undefined): {
  status: ParticipationStatus;
  isMapped: boolean;
} {
  if (raw === null || raw === undefined || raw.trim() === "") return { status: "unknown", isMapped: true };
  const status = BY_KEY.get(key(raw));
  return status === undefined ? { status: "unknown", isMapped: false } : { status, isMapped: true };
}

const VOLUNTEER_ATTENDED: ReadonlySet<ParticipationStatus> = new Set(["attended", "completed", "present", "simulcast"]);

/**
 * Whether this status is attendance (ruling A1): volunteers attended, completed, present or simulcast (EX3); students attended only.
 * A teacher attended when the attendance is confirmed (ruling A3), so a status alone never says so.
 */
export function attendedAs(role: Role, status: ParticipationStatus): boolean {
  if (role === "volunteer") return VOLUNTEER_ATTENDED.has(status);
  return role === "student" && status === "attended";
}
