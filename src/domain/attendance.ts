export interface HoursInput {
  /** As recorded in Salesforce; 0, less and null are "not recorded" (EX4). */
  readonly recorded: number | null;
  /** The event's recorded duration. */
  readonly durationMinutes: number | null;
  /** End minus start; negative when the source has them the wrong way round. */
  readonly spanMinutes: number | null;
  /** Hours: no fall-back is longer (config longestFallbackHours). */
  readonly longest: number;
}

export interface CreditedHours {
  readonly hours: number;
  readonly basis: "recorded" | "duration" | "span" | "none";
  /** Why a fall-back was refused, to be looked at by a person. */
  readonly refused: "too_long" | "end_before_start" | null;
}

/** Hours credited for one attended participation (M30, ruling A2): recorded, else duration, else end − start but at least one hour, else 0. */
export function creditedHours({ recorded, durationMinutes, spanMinutes, longest }: HoursInput): CreditedHours {
  if (recorded !== null && recorded > 0) return { hours: recorded, basis: "recorded", refused: null };
  if (durationMinutes !== null && durationMinutes > 0) return fallback(durationMinutes / 60, "duration", longest);
  if (spanMinutes === null) return { hours: 0, basis: "none", refused: null };
  if (spanMinutes < 0) return { hours: 0, basis: "none", refused: "end_before_start" };
  return fallback(Math.max(1, spanMinutes / 60), "span", longest);
}

function fallback(hours: number, basis: "duration" | "span", longest: number): CreditedHours {
  return hours > longest ? { hours: 0, basis: "none", refused: "too_long" } : { hours, basis, refused: null };
}

/** What was counted at an event in person; null is "not recorded". */
export interface RoomNumbers {
  readonly students: number | null;
  /** Classrooms or tables. */
  readonly rooms: number | null;
  readonly rotations: number | null;
}

/** M110 (ruling E6): students ÷ rooms × rotations, rounded down once, at the end; null unless all three were recorded. */
export function studentsPerVolunteer({ students, rooms, rotations }: RoomNumbers): number | null {
  if (students === null || rooms === null || rotations === null || rooms <= 0 || rotations <= 0) return null;
  return Math.floor((students * rotations) / rooms);
}

/** How many a volunteer meets at a time, rounded down; null unless both were recorded. */
export function studentsPerRotation({ students, rooms }: Pick<RoomNumbers, "students" | "rooms">): number | null {
  return students === null || rooms === null || rooms <= 0 ? null : Math.floor(students / rooms);
}

/** Whether two counts of one event lie more than 10 % of the second apart (ruling E6). */
export const liesApart = (count: number, other: number): boolean => Math.abs(count - other) * 10 > other;
