import { daysBetween } from "../domain/index.js";
import type { Organization } from "../runtime/index.js";

/** How lately an organisation was there, in a word (organization.yml, `activity`). */
export type ActivityMark = "active" | "quiet" | "lapsed" | "never active";

/** By the days since the last held session that somebody of theirs attended; null is never. */
export function activityMark(
  last: string | null,
  today: string,
  { activeDays, lapsedDays }: Organization["activity"],
): ActivityMark {
  if (last === null) return "never active";
  const days = daysBetween(last, today);
  if (days <= activeDays) return "active";
  return days <= lapsedDays ? "quiet" : "lapsed";
}
