import { daysBetween } from "../../domain/index.js";

export const NEEDS = ["owner", "presenter", "teacher", "school", "district"] as const;
export type Need = (typeof NEEDS)[number];

/** What decides about what an event still needs. */
export interface Standing {
  readonly status: string;
  readonly date: string;
  readonly format: string;
  readonly school: string | null;
  readonly districts: readonly string[];
  readonly owner: unknown;
  /** Who presents a virtual session (ruling A6), or volunteers at one in person; nobody who called off. */
  readonly presenterCount: number;
  readonly teacherCount: number;
}

const OVER: ReadonlySet<string> = new Set(["Cancelled", "Completed", "Simulcast", "No Show", "Count"]);

/** Whether an event is still to be prepared: neither over nor called off. */
export const isToCome = ({ status, date }: Pick<Standing, "status" | "date">, today: string): boolean =>
  date >= today && !OVER.has(status);

/** What an event has of what it may need. */
export const hasOf = (event: Omit<Standing, "status" | "date" | "format">): Readonly<Record<Need, boolean>> => ({
  owner: event.owner !== null,
  presenter: event.presenterCount > 0,
  teacher: event.teacherCount > 0,
  school: event.school !== null,
  district: event.districts.length > 0,
});

/**
 * What is missing. People are needed while an event is to come; a place is needed as long as it counts anywhere. A virtual session has the schools of its
 * teachers, so it lacks a teacher rather than a school.
 */
export function needsOf(event: Standing, today: string): Need[] {
  if (event.status === "Cancelled") return [];
  const toCome = isToCome(event, today);
  const isVirtual = event.format === "virtual";
  const asked: Readonly<Record<Need, boolean>> = {
    owner: toCome,
    presenter: toCome,
    teacher: isVirtual,
    school: !isVirtual,
    district: true,
  };
  const has = hasOf(event);
  return NEEDS.filter((need) => asked[need] && !has[need]);
}

export interface UrgencyDays {
  readonly urgentDays: number;
  readonly soonDays: number;
}

/** How pressing it is that nobody presents, by the days that are left; null for an event that is over. */
export function urgencyOf(
  date: string,
  today: string,
  { urgentDays, soonDays }: UrgencyDays,
): "urgent" | "soon" | "later" | null {
  const left = daysBetween(today, date);
  if (left < 0) return null;
  if (left <= urgentDays) return "urgent";
  return left <= soonDays ? "soon" : "later";
}

const URGENCY_MARKS = { urgent: "‼ urgent", soon: "! soon", later: "" } as const;

/** "presenter ‼ urgent, owner": the mark stands beside the word, never instead of it. Null when nothing is missing. */
export function needsShown(
  needs: readonly Need[],
  { date }: Pick<Standing, "date">,
  today: string,
  days: UrgencyDays,
): string | null {
  if (needs.length === 0) return null;
  const urgency = urgencyOf(date, today, days);
  const mark = urgency === null ? "" : URGENCY_MARKS[urgency];
  return needs.map((need) => (need === "presenter" && mark !== "" ? `${need} ${mark}` : need)).join(", ");
}
