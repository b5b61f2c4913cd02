import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { enqueueAll } from "../src/delivery/index.js";
import { printDay } from "../src/domain/index.js";
import {
  checklistOf,
  type EventTask,
  eventWords,
  holdEvent,
  type Letter,
  type OwnedEvent,
  sayOfTask,
  TASK_STATES,
  type TaskState,
  type TaskWish,
  taskAction,
  taskGivenCard,
} from "../src/events/index.js";
import { fact, type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { colleagueToBeInCharge } from "./colleague-to-be-in-charge.js";
import { eventToOwn } from "./event-to-own.js";
import { stillToCome } from "./given-back.js";
import { eventArgument, oneEvent } from "./named-event.js";
import { itemArgument, oneTask } from "./named-task.js";
import { listOfTasks, taskStands, undoTask } from "./task-words.js";

const LABELS: Readonly<Record<TaskState, string>> = { open: "Open", done: "Done", not_needed: "Not needed" };

export const task = defineCommand({
  name: "task",
  family: "events",
  summary: "Ticks an item of an event's checklist, or puts a colleague in charge of it with a due day.",
  examples: [
    'task "Career fair" item:link state:done',
    'task event:"Engineering week" item:presenter state:open to:@anne due:fri',
    'task "Career fair" item:link state:not-needed',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Save",
  args: {
    event: eventArgument({ positional: "rest" }),
    item: itemArgument(),
    state: take.choice(
      TASK_STATES.map((value) => ({ value, label: LABELS[value], also: [value.replace("_", "-")] })),
      { label: "State", required: true },
    ),
    to: take.member({
      label: "In charge",
      help: "A coordinator, staff or an administrator; without one, whoever is in charge of the event.",
      main: true,
    }),
    due: take.day({
      label: "Due",
      help: "They are reminded on that day; without one, as the checklist says.",
      main: true,
    }),
    standing: take.standing(),
  },
  prefillFollows: ["event", "item"],
  /** What stands of the item, so that one thing can be changed alone. */
  async prefill({ event, item }, context) {
    if (event == null || item == null) return {};
    const found = await oneEvent(event.text, context);
    if ("kind" in found) return {};
    const { pool, organization, calendar } = context;
    const tasks = await checklistOf(pool, found.id, { today: calendar.today, checklist: organization.checklist });
    const stands = oneTask(tasks, item, found, context);
    const owner = stands.said?.owner ?? null;
    return {
      item: stands.item.key,
      state: stands.state,
      to: owner === null ? null : { id: owner.userId, name: owner.name },
      due: stillToCome(stands.said?.dueOn ?? null, calendar.today),
      standing: standingOf(stands),
    };
  },
  async run({ event: { text }, item, state, to, due, standing }, context) {
    const { pool, request, calendar, organization } = context;
    const { today } = calendar;
    const event = await eventToOwn(text, context);
    if ("kind" in event) return event;
    const asked = { today, checklist: organization.checklist };
    const { key } = oneTask(await checklistOf(pool, event.id, asked), item, event, context).item;
    if (due !== null && (due < today || due > event.date))
      throw new PolarisError(
        "argument_invalid",
        `${printDay(due)} is ${due < today ? "past" : "after the event"}. Expected a due day from today to the day of the event, ${printDay(event.date)}. Nothing was changed.`,
      );
    const colleague = to === null ? null : await colleagueToBeInCharge(to.id, context);
    const owner = colleague === null ? null : { userId: colleague.id, name: colleague.name };
    const { actor, now } = request;
    const result = await pool.transaction(async (tx) => {
      // Of two who say something of it at once, the second sees what the first said.
      await holdEvent(tx, event.id);
      const before = oneTask(await checklistOf(tx, event.id, asked), key, event, context);
      if (standing !== null && standing !== standingOf(before)) return { came: "meanwhile", stands: before } as const;
      const wish = wishOf(before, { state, owner, dueOn: due });
      if (isSame(before, wish)) return { came: "same", stands: before } as const;
      const change = await sayOfTask(tx, event, key, wish, { by: actor, now });
      await context.auditInside(tx, {
        event: event.sourceId,
        item: key,
        state,
        to: owner?.userId ?? null,
        due,
        change,
      });
      const stands = oneTask(await checklistOf(tx, event.id, asked), key, event, context);
      const letters = lettersOf(before, stands, change, context);
      await enqueueAll(tx, letters, now);
      return { came: "done", stands, change, isTold: letters.length > 0 } as const;
    });
    if (result.came === "meanwhile") return changedMeanwhile(event, result.stands, context);
    return saidReply(event, result, context);
  },
});

/** What stood when the form was opened. */
const standingOf = ({ said }: EventTask): string => String(said?.id ?? 0);

/** An open item has who and when is said now, as an event that is assigned; what is ticked keeps who had it, where nobody else is named. */
const wishOf = ({ said }: EventTask, wish: TaskWish): TaskWish =>
  wish.state === "open"
    ? wish
    : { ...wish, owner: wish.owner ?? said?.owner ?? null, dueOn: wish.dueOn ?? said?.dueOn ?? null };

const isSame = ({ said }: EventTask, { state, owner, dueOn }: TaskWish): boolean =>
  (said?.state ?? "open") === state &&
  (said?.owner?.userId ?? null) === (owner?.userId ?? null) &&
  (said?.dueOn ?? null) === dueOn;

/** Whoever is given a task hears of it; nobody is told what they did themselves. */
function lettersOf(
  before: EventTask,
  { said, ...stands }: EventTask,
  change: number,
  { request }: CommandContext,
): Letter[] {
  const { actor } = request;
  const owner = said?.owner ?? null;
  if (owner === null || said?.state !== "open" || owner.userId === actor.id) return [];
  if (owner.userId === before.said?.owner?.userId && before.state === "open") return [];
  return [
    {
      dedupeKey: `event-task:${change}:${owner.userId}`,
      kind: "notice",
      recipient: owner.userId,
      owner: actor.door === "slack" ? actor.id : null,
      payload: JSON.stringify(taskGivenCard({ ...stands, said }, actor.name)),
    },
  ];
}

type Kept =
  | { readonly came: "same"; readonly stands: EventTask }
  | { readonly came: "done"; readonly stands: EventTask; readonly change: number; readonly isTold: boolean };

function saidReply(event: OwnedEvent, kept: Kept, context: CommandContext): Reply {
  const { stands } = kept;
  const { inCharge, dueOn, state, item } = stands;
  const isSame = kept.came === "same";
  const besides = isSame ? " That stood already." : kept.isTold ? " They get a direct message." : "";
  return reply({
    title: isSame ? "As it was" : "Kept",
    text: `${item.task}, for ${eventWords(event)}: ${taskStands(stands, context)}.${besides}`,
    sensitivity: "open",
    facts:
      state === "open"
        ? [
            fact("charge", "In charge", inCharge?.name ?? "nobody yet", "text", "name"),
            ...(dueOn === null ? [] : [fact("due", "Due", dueOn, "date", "open")]),
          ]
        : [],
    actions: [
      ...(isSame ? [] : [undoTask(kept.change)]),
      { ...taskAction(stands), label: "Change" },
      listOfTasks(event),
      { label: "Event", line: lineOf("event", { event: event.sourceId }), does: "run", sensitivity: "open" },
    ],
  });
}

/** The form was older than what stands now. */
const changedMeanwhile = (event: OwnedEvent, stands: EventTask, context: CommandContext): Reply =>
  reply({
    title: "Changed meanwhile",
    text: `${stands.item.task}, for ${eventWords(event)}: ${taskStands(stands, context)}, since ${stands.said?.by.name ?? "somebody"} said so while the form was open. Nothing was changed.`,
    sensitivity: "name",
    openText: `Somebody changed this task while the form was open, so nothing was changed.`,
    actions: [{ ...taskAction(stands), label: "Change it all the same" }, listOfTasks(event)],
  });
