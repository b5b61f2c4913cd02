import { eventWords, openTasks, taskAction, taskShown, taskWords, ticking } from "../events/index.js";
import { counted, reply } from "../reply/index.js";
import { shown, words } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

/** As many stand in the Home tab, what is due first at the top; the rest is a press away. */
const MOST = 5;

/** What one person still has to do for events to come, each with the button that ticks it; null where there is no checklist. */
export async function tasksSection({ pool, organization, userId, today }: HomeParts): Promise<Section | null> {
  const { checklist, timeZone } = organization;
  if (checklist.length === 0) return null;
  const tasks = (await openTasks(pool, { today, checklist })).filter(({ inCharge }) => inCharge?.userId === userId);
  const cards = tasks.slice(0, MOST).flatMap((task) => {
    const text = `${taskWords(task)}: ${taskShown(task, today)}\n${eventWords(task.event)}`;
    const actions = [ticking(task), { ...taskAction(task), label: "Change" }];
    return shown(reply({ title: text, text, sensitivity: "open", actions }), timeZone);
  });
  const heading = "Your tasks";
  if (tasks.length <= MOST)
    return { heading, blocks: tasks.length === 0 ? [words("✓ Nothing is to be done.")] : cards };
  const text = `${counted(tasks.length - MOST, "further task")}.`;
  const all = { label: "Show all", line: "tasks mine", does: "run", sensitivity: "open" } as const;
  return {
    heading,
    blocks: [...cards, ...shown(reply({ title: text, text, sensitivity: "open", actions: [all] }), timeZone)],
  };
}
