import { type CommandContext, lineOf } from "../src/command/index.js";
import { type EventTask, type OwnedEvent, taskShown } from "../src/events/index.js";
import type { Action } from "../src/reply/index.js";

export const taskStands = (task: EventTask, { calendar }: Pick<CommandContext, "calendar">): string =>
  taskShown(task, calendar.today);

export const undoTask = (change: number): Action => ({
  label: "Undo",
  line: lineOf("task undo", { change }),
  does: "run",
  sensitivity: "open",
});

export const listOfTasks = ({ sourceId }: Pick<OwnedEvent, "sourceId">): Action => ({
  label: "Tasks of the event",
  line: lineOf("tasks", { event: sourceId }),
  does: "run",
  sensitivity: "open",
});
