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

export interface Rooms {
  readonly totalStudents: number | null;
  /** Classrooms or tables. */
  readonly rooms: number | null;
  readonly rotations: number | null;
}

/** M110: whole students one volunteer meets, floor(total / rooms × rotations); null without the three numbers. */
export function studentsPerVolunteer({ totalStudents, rooms, rotations }: Rooms): number | null {
  if (
    totalStudents === null ||
    rooms === null ||
    rotations === null ||
    rooms <= 0 ||
    rotations <= 0 ||
    totalStudents < 0
  )
    return null;
  // Multiplied before it is divided: 65 / 3 × 2 must not lose a student to rounding.
  return Math.floor((totalStudents * rotations) / rooms);
}

export interface StudentCounts {
  /** Attendance detail. */
  readonly detail: number | null;
  /** Students attended on the roster. */
  readonly roster: number | null;
  /** Salesforce's headcount. */
  readonly headcount: number | null;
}

/** Students at an event: detail total, else attended roster, else headcount (X10). */
export function totalStudentsOf({ detail, roster, headcount }: StudentCounts): {
  total: number;
  basis: "detail" | "roster" | "headcount" | "none";
} {
  if (detail !== null) return { total: detail, basis: "detail" };
  if (roster !== null && roster > 0) return { total: roster, basis: "roster" };
  if (headcount !== null && headcount > 0) return { total: headcount, basis: "headcount" };
  return { total: 0, basis: "none" };
}

export interface Reach {
  /** X12: meetings of a student with a volunteer. */
  readonly interactions: number;
  /** X13: students met, never more than were there. */
  readonly students: number;
  /** True when rooms or rotations are missing and the event's students stand for both. */
  readonly isEstimate: boolean;
}

/** What one organisation reached at one in-person event with `volunteers` people there (ruling E6). */
export function reachAt(event: Rooms & StudentCounts, volunteers: number): Reach {
  if (volunteers <= 0) return { interactions: 0, students: 0, isEstimate: false };
  const each = studentsPerVolunteer(event);
  if (each === null || event.totalStudents === null) {
    const { total } = totalStudentsOf(event);
    return { interactions: total, students: total, isEstimate: true };
  }
  const interactions = each * volunteers;
  return { interactions, students: Math.min(interactions, event.totalStudents), isEstimate: false };
}
