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
