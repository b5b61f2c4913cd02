import type { EventStatus, ParticipationStatus } from "../../domain/index.js";
import type { Role } from "./directory.js";

/** What a person's row says of their attendance. */
export interface Attendance {
  readonly status: ParticipationStatus;
  readonly attended: boolean;
  /** The session's end, for a teacher whose attendance is confirmed (ruling A3). */
  readonly confirmedAt: string | null;
  readonly hours: number | null;
}

export interface Held {
  readonly status: EventStatus;
  readonly endsAt: string;
  readonly minutes: number;
  readonly attendedEducators: number | null;
}

const isHeld = (status: EventStatus): boolean => status === "Completed" || status === "Simulcast";

const UNHELD: Readonly<Record<Exclude<EventStatus, "Completed" | "Simulcast">, ParticipationStatus>> = {
  Draft: "registered",
  Requested: "registered",
  Confirmed: "registered",
  Published: "registered",
  Cancelled: "cancelled",
  "No Show": "no_show",
  Count: "unknown",
  Unknown: "unknown",
};

const unheld = (status: Exclude<EventStatus, "Completed" | "Simulcast">): Attendance => ({
  status: UNHELD[status],
  attended: false,
  confirmedAt: null,
  hours: null,
});

/**
 * Attendance of one person in a session of Pathful. A teacher attended when the session was held and at least one educator is counted; none counted is
 * a no-show; no count at all needs a person's review (ruling A3, T57). Pathful does not measure presenters: they attend what is held, for its duration.
 */
export function attendanceIn(role: Role, { status, endsAt, minutes, attendedEducators }: Held): Attendance {
  if (status !== "Completed" && status !== "Simulcast") return unheld(status);
  if (role === "volunteer") return presented(status, minutes);
  if (attendedEducators === null) return { status: "needs_review", attended: false, confirmedAt: null, hours: null };
  if (attendedEducators === 0) return { status: "no_show", attended: false, confirmedAt: null, hours: null };
  return { status: "attended", attended: true, confirmedAt: endsAt, hours: null };
}

/** Attendance by the old log, where each teacher's line has its own outcome; presenters share the session's. */
export function attendanceInLog(role: Role, line: EventStatus, session: Held): Attendance {
  if (role === "volunteer")
    return isHeld(session.status) ? presented(session.status, session.minutes) : attendanceIn(role, session);
  if (line !== "Completed" && line !== "Simulcast") return unheld(line);
  return { status: "attended", attended: true, confirmedAt: session.endsAt, hours: null };
}

const presented = (status: EventStatus, minutes: number): Attendance => ({
  status: status === "Simulcast" ? "simulcast" : "attended",
  attended: true,
  confirmedAt: null,
  hours: minutes / 60,
});
