import { daysBetween, printDay } from "../../domain/index.js";
import { counted } from "../../reply/index.js";
import type { EventTask } from "./model.js";

/** "✓ done", "✓ done by itself: a presenter is there", "– not needed", "‼ overdue by 2 days", "○ open": the mark stands beside the word, never instead of it. */
export function taskShown(task: EventTask, today: string): string {
  const { state, said, item } = task;
  if (state === "not_needed") return "– not needed";
  if (state === "done")
    return said?.state === "done" ? "✓ done" : `✓ done by itself: ${SETTLED[item.settledBy ?? "owner"]}`;
  return isOverdue(task, today) ? `‼ overdue by ${counted(daysBetween(task.dueOn ?? today, today), "day")}` : "○ open";
}

const SETTLED: Readonly<Record<NonNullable<EventTask["item"]["settledBy"]>, string>> = {
  owner: "the event has an owner",
  presenter: "a presenter is there",
  teacher: "a teacher is there",
  school: "the school is known",
  district: "the district is known",
};

export const isOverdue = ({ state, dueOn }: EventTask, today: string): boolean =>
  state === "open" && dueOn !== null && dueOn < today;

/** "Send the link, due 30 Nov 2026" */
export const taskWords = ({ item, dueOn }: Pick<EventTask, "item" | "dueOn">): string =>
  dueOn === null ? item.task : `${item.task}, due ${printDay(dueOn)}`;
