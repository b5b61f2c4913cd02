import { daysBetween, printDay, weekdayOf } from "../../domain/index.js";
import type { Missing, OwnedEvent } from "./model.js";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** "Tue 3 Mar 2026" */
export const dayWords = (day: string): string => `${WEEKDAYS[weekdayOf(day) - 1] ?? ""} ${printDay(day)}`;

/** "Career fair, Tue 3 Mar 2026 at 09:00, Central High School" */
export function eventWords({
  title,
  date,
  time,
  format,
  school,
}: Pick<OwnedEvent, "title" | "date" | "time" | "format" | "school">): string {
  const where = school ?? (format === "virtual" ? "virtual" : null);
  return `${title}, ${dayWords(date)} at ${time}${where === null ? "" : `, ${where}`}`;
}

/** "today", "tomorrow", "in 5 days" */
export function daysLeftWords(date: string, today: string): string {
  const days = daysBetween(today, date);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  return days < 0 ? "past" : `in ${days} days`;
}

const NAMES: Readonly<Record<Missing, string>> = {
  owner: "an owner",
  presenter: "a presenter",
  teacher: "a teacher",
  school: "a school",
};

/** "an owner, a presenter and a teacher" */
export function missingWords(missing: readonly Missing[]): string {
  const names = missing.map((each) => NAMES[each]);
  const last = names.at(-1) ?? "nothing";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** What an event lacks besides somebody to take care of it. */
export const otherMissing = ({ missing }: Pick<OwnedEvent, "missing">): readonly Missing[] =>
  missing.filter((each) => each !== "owner");
