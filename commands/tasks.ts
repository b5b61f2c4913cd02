import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import {
  type EventTask,
  isOverdue,
  openTasks,
  taskAction,
  taskTable,
  ticking,
  tickingAmong,
} from "../src/events/index.js";
import { type Action, counted, notice, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { footerOf } from "./footer.js";
import { memberOrNone } from "./member-or-none.js";
import { eventArgument, oneEvent } from "./named-event.js";
import { optional } from "./optional.js";

const SIZE = 10;
/** Tasks of a page that have a button of their own. */
const MOST_TICKED = 5;

const WHOSE = [
  { value: "mine", label: "Mine" },
  { value: "everyone", label: "Everyone's", also: ["all"] },
] as const;

export const tasks = defineCommand({
  name: "tasks",
  family: "events",
  summary: "What is still to be done for events to come: your tasks, everyone's or an event's, what is overdue first.",
  examples: ["tasks", "tasks everyone", 'tasks event:"Engineering week"', "tasks charge:none"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show",
  args: {
    show: take.choice(WHOSE, { label: "Show", positional: "one", main: true }),
    event: optional(eventArgument()),
    charge: memberOrNone({ label: "In charge", help: "Somebody in Slack; charge:none for tasks that nobody has." }),
    ...take.listing({ sort: ["due", "task", "title", "date", "charge"], as: ["xlsx", "csv"] }),
  },
  async run({ show, event: named, charge, sort, page, asOf }, context) {
    const { pool, organization, calendar, filters } = context;
    const { today } = calendar;
    const event = named === null ? null : await oneEvent(named.text, context);
    if (event !== null && "kind" in event) return event;
    const whose = whoseTasks({ show, charge, isOfEvent: event !== null }, context);
    const open = await openTasks(pool, { today, checklist: organization.checklist, event: event?.id ?? null });
    const found = open.filter(({ inCharge }) => whose === null || (inCharge?.userId ?? "none") === whose);
    const text = sentence(found, { whose, title: event?.title ?? null }, context);
    const inOrder = sort === null ? found.slice((page - 1) * SIZE, page * SIZE) : [];
    return reply({
      title: whose === null ? "Open tasks" : whose === "none" ? "Tasks that nobody has" : "Tasks",
      text,
      sensitivity: "open",
      tables: [taskTable(found, { today, title: "Open tasks", empty: text, isOfOne: event !== null, sort })],
      actions: [
        ...inOrder.slice(0, MOST_TICKED).map(event === null ? tickingAmong : ticking),
        ...views(whose, event?.sourceId ?? null, inOrder, context),
      ],
      files: [
        { key: "tasks", kind: "xlsx", name: "tasks.xlsx" },
        { key: "tasks", kind: "csv", name: "tasks.csv" },
      ],
      notices:
        organization.checklist.length > 0
          ? []
          : [notice("No checklist is set up yet: its items stand under checklist in organization.yml.")],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
      provenance: await footerOf(context, { figures: "none", filters }),
    });
  },
});

/**
 * A Slack user id, none for tasks that nobody has, null for everyone's. By default one's own; of an event, and at the terminal, everyone's.
 * @throws PolarisError argument_invalid where one thing asked contradicts the other
 */
function whoseTasks(
  {
    show,
    charge,
    isOfEvent,
  }: {
    readonly show: "mine" | "everyone" | null;
    readonly charge: { readonly id: string } | "none" | null;
    readonly isOfEvent: boolean;
  },
  { request: { actor } }: CommandContext,
): string | "none" | null {
  const isTerminal = actor.door === "terminal";
  if (show !== null && charge !== null)
    throw new PolarisError("argument_invalid", `“${show}” and charge: both say whose tasks are meant: leave one out.`);
  if (charge !== null) return charge === "none" ? "none" : charge.id;
  if (show === "mine" && isTerminal)
    throw new PolarisError(
      "argument_invalid",
      "Tasks belong to people in Slack, so nothing is yours at the terminal. Expected charge: with somebody's Slack id, as in charge:U0ABC123.",
    );
  return show === "everyone" || (show === null && (isOfEvent || isTerminal)) ? null : actor.id;
}

function sentence(
  found: readonly EventTask[],
  { whose, title }: { readonly whose: string | null; readonly title: string | null },
  { calendar: { today }, request: { actor } }: CommandContext,
): string {
  const of = title === null ? "events to come" : title;
  const has =
    whose === null ? "" : whose === "none" ? " that nobody has" : whose === actor.id ? " of yours" : " of theirs";
  if (found.length === 0) return `No task${has} is open for ${of}.`;
  const overdue = found.filter((task) => isOverdue(task, today)).length;
  return `${counted(found.length, "open task")}${has} for ${of}: ${overdue === 0 ? "none is" : overdue === 1 ? "1 is" : `${overdue} are`} overdue.`;
}

function views(
  whose: string | null,
  event: string | null,
  [first]: readonly EventTask[],
  { request: { actor } }: CommandContext,
): Action[] {
  const to = (label: string, line: string, does: Action["does"] = "run"): Action => ({
    label,
    line,
    does,
    sensitivity: "open",
  });
  if (event !== null)
    return [to("Set a task", lineOf("task", { event }), "form"), to("Event", lineOf("event", { event }))];
  return [
    ...(first === undefined ? [] : [{ ...taskAction(first), label: "Change the first" }]),
    ...(whose === null ? [] : [to("Everyone's", lineOf("tasks", { show: "everyone" }))]),
    ...(whose === actor.id || actor.door === "terminal" ? [] : [to("Mine", lineOf("tasks", { show: "mine" }))]),
    ...(whose === "none" ? [] : [to("Nobody's", lineOf("tasks", { charge: "none" }))]),
  ];
}
