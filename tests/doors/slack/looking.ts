import { type ConsoleMessage, type Person, POLARIS_APP, type Seen } from "../../../sandbox/slack/index.js";

type Blocks = ConsoleMessage["blocks"];

/** Cells of the message's table, header first, as text. */
export function tableOf(message: { readonly blocks: Blocks }): string[][] {
  const table = message.blocks.find((block) => block.type === "table");
  if (table === undefined) throw new Error("the message has no table");
  return (table.rows as unknown[][]).map((row) => row.map((cell) => wordsOf(cell)));
}

/** All text inside a block or cell, in order. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join("");
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .map(([key, each]) => (key === "text" && typeof each === "string" ? each : wordsOf(each)))
    .join("");
}

/** The words of every button of a message, form or Home tab. */
export function buttonsOf({ blocks }: { readonly blocks: Blocks }): string[] {
  return elementsOf(blocks)
    .filter((element) => element.type === "button")
    .map((element) => wordsOf(element.text));
}

/** The command lines (or keys) that the buttons of a message carry. */
export const linesOf = ({ blocks }: { readonly blocks: Blocks }): string[] =>
  elementsOf(blocks).map((element) => String(element.value));

/** Without what people wrote: a thread's root shows again when it gets a reply. */
export const fromPolaris = (messages: readonly ConsoleMessage[]): ConsoleMessage[] =>
  messages.filter((message) => message.user === POLARIS_APP.bot_user_id);

function elementsOf(blocks: Blocks): Record<string, unknown>[] {
  return blocks.flatMap((block) => (block.type === "actions" ? (block.elements as Record<string, unknown>[]) : []));
}

/** The small print of a message, one string per context block. */
export const smallPrintOf = ({ blocks }: { readonly blocks: Blocks }): string[] =>
  blocks
    .filter((block) => block.type === "context")
    .map((block) => (block.elements as unknown[]).map(wordsOf).join(" "));

const HOLD_ON = "Working on it …";

/** Everything Polaris had to say privately is there: not only that it is working on it. */
export const isAnswered = (seen: Seen): boolean => seen.ephemerals.some((message) => message.text !== HOLD_ON);

/** A line typed in a channel, up to the private answer. */
export const ask = (
  person: Person,
  line: string,
  channel: string,
  also: (seen: Seen) => boolean = () => true,
  timeoutMs = 10_000,
): Promise<Seen> =>
  person.slash("/polaris", line, channel, { until: (seen) => isAnswered(seen) && also(seen), timeoutMs });

/** The one ephemeral message that an act led to, besides that it is being worked on. */
export function onlyEphemeral(seen: Seen): ConsoleMessage {
  const [message, ...others] = seen.ephemerals.filter(({ text }) => text !== HOLD_ON);
  if (message === undefined || others.length > 0) throw new Error(`expected one ephemeral message; ${seen.describe()}`);
  return message;
}
