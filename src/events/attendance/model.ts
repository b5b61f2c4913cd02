import type { RoomNumbers } from "../../domain/index.js";

/** What somebody says of the attendance at an event in person; null is "not said". */
export interface AttendanceNumbers extends RoomNumbers {
  readonly groups: number | null;
  /** Students whom a volunteer meets at a time, as it was counted. */
  readonly perRotation: number | null;
  /** A pathway by its name in config/pathways.yml. */
  readonly pathway: string | null;
  readonly isStem: boolean;
  readonly note: string | null;
}

/** One entry of an event's history. */
export interface AttendanceEntry extends AttendanceNumbers {
  readonly id: number;
  readonly eventId: number;
  readonly kind: "human" | "sheet";
  /** Slack user id; of a sheet its name. */
  readonly by: string;
  readonly at: string;
  readonly reversedBy: string | null;
  readonly reversedAt: string | null;
}

/** The sources of an event's number of students, side by side (ruling E6). */
export interface AttendanceSources {
  /** The newest that people entered and nobody took back. */
  readonly human: AttendanceEntry | null;
  readonly sheet: AttendanceEntry | null;
  /** Students on the roster who attended; null for none. */
  readonly roster: number | null;
  /** Salesforce's headcount; null where it is not recorded. */
  readonly headcount: number | null;
}
