import { defineCommand, take } from "../src/command/index.js";
import { changeOfTask, checklistOf, eventWords, holdEvent, ownedEvent, sayOfTask } from "../src/events/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { oneTask } from "./named-task.js";
import { listOfTasks, taskStands, undoTask } from "./task-words.js";

export const taskUndo = defineCommand({
  name: "task undo",
  family: "events",
  summary: "Takes back what was last said of a task, so that what stood before stands again.",
  examples: ["task undo 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    change: take.whole({
      label: "Number",
      help: "As the button has it.",
      positional: "one",
      required: true,
      from: 1,
      to: 999_999_999,
    }),
  },
  async run({ change }, context) {
    const { pool, request, calendar, organization } = context;
    const { today } = calendar;
    const { actor, now } = request;
    const done = await pool.transaction(async (tx) => {
      const found = await changeOfTask(tx, change);
      const event = found === null ? null : await ownedEvent(tx, found.eventId, today);
      if (found === null || event === null)
        throw new PolarisError(
          "not_found",
          `There is no change ${change} of a task, or its event is gone. “tasks” lists what is open. Nothing was changed.`,
        );
      await holdEvent(tx, event.id);
      if ((await changeOfTask(tx, change))?.isNewest !== true)
        throw new PolarisError(
          "argument_invalid",
          `Something else was said of this task since, so change ${change} stands no more. Nothing was changed.`,
          { suggestions: [listOfTasks(event)] },
        );
      const { before, item } = found;
      const wish = before ?? { state: "open", owner: null, dueOn: null };
      const made = await sayOfTask(tx, event, item, wish, { by: actor, now });
      await context.auditInside(tx, { event: event.sourceId, item, state: wish.state, undid: change, change: made });
      const tasks = await checklistOf(tx, event.id, { today, checklist: organization.checklist });
      return { event, made, stands: oneTask(tasks, item, event, context) };
    });
    const { event, made, stands } = done;
    return reply({
      title: "Taken back",
      text: `${stands.item.task}, for ${eventWords(event)}: ${taskStands(stands, context)} again.`,
      sensitivity: "open",
      actions: [undoTask(made), listOfTasks(event)],
    });
  },
});
