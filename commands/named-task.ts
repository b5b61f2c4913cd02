import { type Argument, type CommandContext, lineOf, take } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import type { EventTask, OwnedEvent } from "../src/events/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { whichEvent } from "./named-event.js";

/** An item of the checklist, by its short word or by what it is called. */
export const itemArgument = (): Argument<string> =>
  take.text({
    label: "Task",
    help: "An item of the checklist: its short word, or what is to be done.",
    placeholder: "link",
    required: true,
    options: async (query, { organization }) => {
      const typed = foldText(query);
      return organization.checklist
        .map(({ key, task }) => ({ value: key, label: task }))
        .filter(({ value, label }) => value.includes(typed) || foldText(label).includes(typed));
    },
  });

/**
 * The item of an event's checklist that is meant: its short word, its name, or words of it that only one has.
 * @throws PolarisError argument_invalid with those that there are
 */
export function oneTask(
  tasks: readonly EventTask[],
  text: string,
  event: Pick<OwnedEvent, "title" | "date" | "school" | "sourceId">,
  { organization }: Pick<CommandContext, "organization">,
): EventTask {
  const asked = foldText(text);
  const called = tasks.find(({ item }) => item.key === asked || foldText(item.task) === asked);
  const [only, ...others] = tasks.filter(({ item }) => foldText(item.task).includes(asked));
  const found = called ?? (others.length === 0 ? only : undefined);
  if (found !== undefined) return found;
  throw new PolarisError("argument_invalid", `${whyNot(text, tasks, organization)} Nothing was changed.`, {
    suggestions: [{ label: whichEvent(event), line: lineOf("event", { event: event.sourceId }) }],
  });
}

function whyNot(text: string, tasks: readonly EventTask[], { checklist }: CommandContext["organization"]): string {
  if (checklist.length === 0)
    return "No checklist is set up yet: an administrator writes its items under checklist in organization.yml.";
  if (tasks.length === 0) return "No item of the checklist is for events of this format and type.";
  const offered = tasks.map(({ item }) => `${item.key} (${item.task})`).join(", ");
  return `The checklist of this event has no single item “${text}”. Expected one of ${offered}.`;
}
