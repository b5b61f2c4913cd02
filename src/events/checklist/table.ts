import { type Cell, type Column, column, sortedRows, type Table, table } from "../../reply/index.js";
import type { EventTask } from "./model.js";
import { taskShown } from "./words.js";

const COLUMNS: readonly Column[] = [
  column("task", "Task", "text", "open"),
  column("state", "State", "text", "open"),
  column("due", "Due", "date", "open"),
  column("charge", "In charge", "text", "name"),
  column("title", "Event", "text", "open"),
  column("date", "Date", "date", "open"),
  column("school", "School", "text", "open"),
  column("said", "Said by", "text", "name"),
  column("event", "Event id", "text", "open"),
  column("item", "Item", "text", "open"),
];
/** What says which event a task is of. */
const OF_EVENT: ReadonlySet<string> = new Set(["title", "date", "school", "event"]);

interface Shown {
  readonly today: string;
  readonly title: string;
  readonly empty: string;
  /** They are all of one event, which is named elsewhere. */
  readonly isOfOne?: boolean;
  readonly sort?: Parameters<typeof sortedRows>[2];
}

export function taskTable(tasks: readonly EventTask[], { today, title, empty, isOfOne = false, sort }: Shown): Table {
  const rows = sortedRows(
    COLUMNS,
    tasks.map((task) => rowOf(task, today)),
    sort ?? null,
  );
  const kept = COLUMNS.flatMap(({ key }, place) => (isOfOne && OF_EVENT.has(key) ? [] : [place]));
  return table({
    key: "tasks",
    title,
    columns: COLUMNS.filter((_, place) => kept.includes(place)),
    rows: rows.map((row) => kept.map((place) => row[place] ?? null)),
    empty,
  });
}

const rowOf = (task: EventTask, today: string): Cell[] => [
  task.item.task,
  taskShown(task, today),
  task.state === "open" ? task.dueOn : null,
  task.inCharge?.name ?? "nobody yet",
  task.event.title,
  task.event.date,
  task.event.school,
  task.said?.by.name ?? null,
  task.event.sourceId,
  task.item.key,
];
