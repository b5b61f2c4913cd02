import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { foldText, isSalesforceId } from "../src/domain/index.js";
import { findEvents, type NamedEvent } from "../src/events/index.js";
import { type Action, type Ask, counted, type Reply, reply, showDay } from "../src/reply/index.js";
import {
  addToSelection,
  deleteSelection,
  type EventKey,
  removeFromSelection,
  type Selection,
  selectionCalled,
} from "../src/reports/index.js";
import { PolarisError } from "../src/runtime/index.js";

const CHANGES = [
  { value: "add", label: "Add events" },
  { value: "remove", label: "Take events out" },
  { value: "delete", label: "Delete the selection" },
] as const;
const MOST_OFFERED = 10;
const LONGEST_NAME = 80;

export const selection = defineCommand({
  name: "selection",
  family: "events",
  summary: "Keeps events together under a name, as for a funder, so that reports can be held to them.",
  examples: [
    'selection "Funder A" add "Career fair: animal nutrition", "Biology of a healthy cat"',
    'selection "Funder A" remove "Biology of a healthy cat"',
    'selection "Funder A" delete',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    name: take.text({ label: "Name of the selection", positional: "one", required: true, placeholder: "Funder A" }),
    change: take.choice(CHANGES, { label: "What to do", positional: "one", required: true }),
    events: take.text({
      label: "Events",
      help: "Ids of Salesforce or Pathful, or titles, with commas between them.",
      positional: "rest",
      main: true,
    }),
  },
  async run({ name, change, events }, context) {
    requireName(name);
    if (change === "delete") return remove(name, context);
    if (events === null)
      throw new PolarisError(
        "argument_missing",
        `Which events? Expected ids or titles, as in: selection "${name}" ${change} "Biology of a healthy cat".`,
      );
    const found = await eventsNamed(events, { name, change }, context);
    if ("kind" in found) return found;
    return change === "add" ? added(name, found, context) : removed(name, found, context);
  },
});

function requireName(name: string): void {
  if (foldText(name) !== "" && name.trim().length <= LONGEST_NAME) return;
  throw new PolarisError(
    "argument_invalid",
    `“${name}” cannot be the name of a selection. Expected letters or digits, at most ${LONGEST_NAME} of them.`,
  );
}

/** What each of several ids and titles means; a title of several events is asked about. */
async function eventsNamed(
  text: string,
  { name, change }: { readonly name: string; readonly change: string },
  context: CommandContext,
): Promise<readonly NamedEvent[] | Ask> {
  const found: NamedEvent[] = [];
  const parts = await partsOf(text, context);
  for (const part of parts) {
    const fitting = await findEvents(context.pool, part, MOST_OFFERED);
    const [only, ...others] = fitting;
    if (only === undefined)
      throw new PolarisError(
        "not_found",
        `No event is called “${part}”. Expected an id of Salesforce or Pathful, or words of its title.`,
        { suggestions: [{ label: "Search everything for it", line: lineOf("trace", { what: part }) }] },
      );
    if (others.length > 0) return whichOne(part, fitting, parts, { name, change }, context);
    found.push(only);
  }
  return found;
}

/** The whole text where it is one title, commas and all; else its parts, and in them ids with blanks between them. */
async function partsOf(text: string, { pool }: CommandContext): Promise<string[]> {
  if (text.includes(",") && (await findEvents(pool, text, 1)).length > 0) return [text];
  const parts = text
    .split(/[,;\n]/)
    .map((each) => each.trim().replace(/^["“”]|["“”]$/g, ""))
    .filter((each) => each !== "");
  return parts.flatMap((part) => {
    const words = part.split(/\s+/);
    return words.every(isSalesforceId) ? words : [part];
  });
}

function whichOne(
  part: string,
  fitting: readonly NamedEvent[],
  parts: readonly string[],
  { name, change }: { readonly name: string; readonly change: string },
  context: CommandContext,
): Ask {
  const line = (ids: readonly string[]): string => {
    const all = parts.flatMap((each) => (each === part ? ids : [each]));
    return lineOf("selection", { name, change, events: all.join(", ") });
  };
  return {
    kind: "ask",
    text: `${fitting.length} events fit “${part}”. Which one do you mean?`,
    command: "selection",
    line: context.line,
    missing: ["events"],
    choices: [
      ...fitting.map(({ title, date, sourceId }) => ({ label: `${title}, ${showDay(date)}`, line: line([sourceId]) })),
      { label: `All ${fitting.length}`, line: line(fitting.map(({ sourceId }) => sourceId)) },
    ],
    sensitivity: "open",
  };
}

async function added(name: string, events: readonly NamedEvent[], context: CommandContext): Promise<Reply> {
  const { pool, request } = context;
  const fresh = await pool.transaction(async (tx) => {
    const done = await addToSelection(tx, { name, events, by: request.actor.id, now: request.now });
    await context.auditInside(tx, {
      change: "add",
      selection: name.trim(),
      events: done.map(({ sourceId }) => sourceId),
    });
    return done;
  });
  const already = events.length - fresh.length;
  return changedReply(
    await selectionCalled(pool, name),
    fresh.length === 0
      ? `Nothing was added: ${already === 1 ? "the event is" : "the events are"} in it already.`
      : `${counted(fresh.length, "event")} added${already > 0 ? `; ${already} ${already === 1 ? "was" : "were"} in it already` : ""}.`,
    fresh.length === 0 ? null : lineOf("selection", { name, change: "remove", events: idsOf(fresh) }),
  );
}

async function removed(name: string, events: readonly NamedEvent[], context: CommandContext): Promise<Reply> {
  const { pool } = context;
  const standing = await selectionCalled(pool, name);
  const gone = await pool.transaction(async (tx) => {
    const done = await removeFromSelection(tx, standing, events);
    await context.auditInside(tx, {
      change: "remove",
      selection: standing.name,
      events: done.map(({ sourceId }) => sourceId),
    });
    return done;
  });
  return changedReply(
    await selectionCalled(pool, name),
    gone.length === 0 ? "Nothing was taken out: it was not in it." : `${counted(gone.length, "event")} taken out.`,
    gone.length === 0 ? null : lineOf("selection", { name: standing.name, change: "add", events: idsOf(gone) }),
  );
}

async function remove(name: string, context: CommandContext): Promise<Reply> {
  const standing = await selectionCalled(context.pool, name);
  await context.pool.transaction(async (tx) => {
    await deleteSelection(tx, standing);
    await context.auditInside(tx, {
      change: "delete",
      selection: standing.name,
      events: standing.events.map(({ sourceId }) => sourceId),
    });
  });
  const back = lineOf("selection", { name: standing.name, change: "add", events: idsOf(standing.events) });
  return reply({
    title: "Selection deleted",
    text: `The selection “${standing.name}” of ${counted(standing.events.length, "event")} is deleted; its events stay as they are.`,
    sensitivity: "open",
    actions: standing.events.length === 0 ? [] : [undo(back)],
  });
}

const idsOf = (events: readonly EventKey[]): string => events.map(({ sourceId }) => sourceId).join(", ");
const undo = (line: string): Action => ({ label: "Undo", line, does: "run", sensitivity: "open" });

function changedReply({ name, events }: Selection, did: string, back: string | null): Reply {
  return reply({
    title: `Selection “${name}”`,
    text: `${did} “${name}” has ${counted(events.length, "event")} now.`,
    sensitivity: "open",
    actions: [
      {
        label: "Pathways of it",
        line: lineOf("report pathway", { selection: name, period: "this year" }),
        does: "run",
        sensitivity: "open",
      },
      { label: "Show it", line: lineOf("selections", { name }), does: "run", sensitivity: "open" },
      ...(back === null ? [] : [undo(back)]),
    ],
  });
}
