export const EVENT_STATUSES = [
  "Draft",
  "Requested",
  "Confirmed",
  "Published",
  "Completed",
  "Cancelled",
  "No Show",
  "Simulcast",
  "Count",
  "Unknown",
] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

const WORDS: Readonly<Record<Exclude<EventStatus, "Unknown">, readonly string[]>> = {
  Draft: ["Draft"],
  Requested: ["Requested", "Teacher Requested"],
  Confirmed: ["Confirmed", "Industry Chat"],
  Published: ["Published"],
  Completed: ["Completed", "Successfully Completed"],
  Cancelled: [
    "Cancelled",
    "Canceled",
    "Event Cancelled",
    "Event Canceled",
    "Teacher Cancelation",
    "Teacher Cancellation",
    "Local Professional Cancellation",
    "Pathful Professional Cancellation",
    "Inclement Weather Cancellation",
    "Weather Cancellation",
  ],
  "No Show": [
    "No Show",
    "Teacher No-Show",
    "Local Professional No-Show",
    "Pathful Professional No-Show",
    "Technical Difficulties",
  ],
  Simulcast: ["Simulcast"],
  Count: ["Count"],
};

const key = (text: string): string => text.toLowerCase().replace(/[\s\-‐-―_/]+/g, "");

const BY_KEY: ReadonlyMap<string, EventStatus> = new Map(
  Object.entries(WORDS).flatMap(([status, words]) => words.map((word) => [key(word), status as EventStatus])),
);

/** An event's status; `isMapped` is false for text nobody has mapped. A missing status is Unknown: the event counts and is flagged. */
export function readEventStatus(raw: string | null | undefined): { status: EventStatus; isMapped: boolean } {
  if (raw === null || raw === undefined || raw.trim() === "") return { status: "Unknown", isMapped: true };
  const status = BY_KEY.get(key(raw));
  return status === undefined ? { status: "Unknown", isMapped: false } : { status, isMapped: true };
}
