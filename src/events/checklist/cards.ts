import { type Action, fact, type Reply, reply } from "../../reply/index.js";
import { eventWords, lineAbout } from "../ownership/index.js";
import type { EventTask } from "./model.js";
import { taskTable } from "./table.js";
import { isOverdue, taskShown, taskWords } from "./words.js";

/** Opens the form of an item, with what stands filled in. */
export const taskAction = ({ event, item }: Pick<EventTask, "event" | "item">): Action => ({
  label: item.task,
  line: `${lineAbout("task", event)} item:${item.key}`,
  does: "form",
  sensitivity: "open",
});

/** Says that an item is done. */
export const ticking = ({ event, item }: Pick<EventTask, "event" | "item">): Action => ({
  label: `Done: ${item.task}`,
  line: `${lineAbout("task", event)} item:${item.key} state:done`,
  does: "run",
  sensitivity: "open",
});

/** The same where tasks of several events stand together. */
export const tickingAmong = (task: Pick<EventTask, "event" | "item">): Action => {
  const action = ticking(task);
  return { ...action, label: `${action.label} (${task.event.title})` };
};

/** What somebody reads to whom a task was given. `giver` is said by name: it stands in a direct message. */
export function taskGivenCard(task: EventTask, giver: string): Reply {
  const { event, item, dueOn } = task;
  return reply({
    title: "A task is yours",
    text: `${giver} gave you a task: ${item.task}, for ${eventWords(event)}.`,
    sensitivity: "name",
    openText: `A task is yours now: ${item.task}, for ${eventWords(event)}.`,
    facts: dueOn === null ? [] : [fact("due", "Due", dueOn, "date", "open")],
    actions: [
      { ...ticking(task), style: "primary" },
      { ...taskAction(task), label: "Change" },
    ],
  });
}

const MOST_BUTTONS = 8;

/** The tasks that somebody is reminded of, in one message. */
export function taskReminderCard(tasks: readonly EventTask[], today: string): Reply {
  const [first, ...others] = tasks;
  const isOne = first !== undefined && others.length === 0;
  const overdue = tasks.filter((task) => isOverdue(task, today)).length;
  const late = overdue === 0 ? "" : `, ${overdue === tasks.length ? "overdue" : `${overdue} of them overdue`}`;
  return reply({
    title: "Your tasks",
    text: isOne
      ? `${taskWords(first)}, for ${eventWords(first.event)}: ${taskShown(first, today)}.`
      : `${tasks.length} of your tasks are due${late}.`,
    sensitivity: "open",
    tables: isOne ? [] : [taskTable(tasks, { today, title: "Your tasks", empty: "None." })],
    actions: [
      ...tasks
        .slice(0, MOST_BUTTONS)
        .map((task): Action => (isOne ? { ...ticking(task), style: "primary" } : tickingAmong(task))),
      ...(isOne ? [{ ...taskAction(first), label: "Change" }] : []),
      { label: "My tasks", line: "tasks mine", does: "run", sensitivity: "open" },
    ],
  });
}
