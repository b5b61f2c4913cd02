import { type Arguments, type CommandContext, take, tokensOfLine } from "../src/command/index.js";
import type { Ask } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { FREQUENCIES, type Subscription, scheduleOf, type Wish, whenOf } from "../src/schedule/index.js";

const TO = [
  { value: "me", label: "My direct messages" },
  { value: "here", label: "The channel this is typed in" },
  { value: "thread", label: "The thread this is typed in" },
] as const;

/** What a digest is made of, besides its command line and how often it comes. */
export const DETAILS = {
  time: take.text({ label: "At what time", main: true, placeholder: "8:00" }),
  day: take.text({
    label: "On which day",
    help: "Of a week: Mon, or Mon, Thu. Of a month: 1 to 28. Left empty: Monday, or the 1st.",
    main: true,
  }),
  channel: take.channel({ label: "In which channel", help: "Left empty: your direct messages.", main: true }),
  to: take.choice(TO, { label: "Or elsewhere" }),
  name: take.text({ label: "What to call it" }),
} as const;

const HOW_OFTEN = { label: "How often", main: true } as const;
export const required = { when: take.choice(FREQUENCIES, { ...HOW_OFTEN, required: true }) };
export const optional = { when: take.choice(FREQUENCIES, HOW_OFTEN) };

type Details = Arguments<typeof DETAILS>;
const LONGEST_NAME = 60;
const LONGEST_LINE = 1_500;

/** Where a digest goes, and how that is said to the person who set it up. */
export interface Where extends Pick<Wish, "channel" | "threadTs"> {
  readonly said: string;
}

/**
 * The command line of a digest, run once to see that it can be: the words go through the one path of all lines.
 * @returns what is still to be chosen, where the line names several records; null when it is complete
 * @throws PolarisError command_unknown, argument_missing, argument_invalid, not_allowed, and whatever the line itself meets
 */
export async function checkLine(line: string, context: CommandContext): Promise<Ask | null> {
  if (line.length > LONGEST_LINE)
    throw new PolarisError("line_too_long", `A digest's line may be up to ${LONGEST_LINE} characters long.`);
  const found = context.commands.find(tokensOfLine(line));
  if (found?.command.effect === "write")
    throw new PolarisError(
      "argument_invalid",
      `“${found.command.name}” changes something each time it runs, so there is no digest of it. Expected a command that only shows something, as in report org or metric.`,
    );
  const outcome = await context.tryOut(line);
  if (outcome.kind === "reply") return null;
  const again = (other: string) => context.lineWith({ line: other });
  if (outcome.kind === "failed") {
    const { text, suggestions } = outcome.failure;
    throw new PolarisError("argument_invalid", text, {
      suggestions: suggestions.map((each) => ({ label: each.label, line: again(each.line) })),
    });
  }
  const { ask } = outcome;
  if (ask.choices.length === 0)
    throw new PolarisError(
      "argument_missing",
      `A digest runs while nobody can be asked, so its line has to be complete. ${ask.text}`,
    );
  const choices = ask.choices.map((each) => ({ label: each.label, line: again(each.line) }));
  return { ...ask, command: context.command, line: context.line, missing: ["line"], choices };
}

/** @throws PolarisError argument_invalid for a place that cannot be had */
export async function whereOf(
  { channel, to }: Pick<Details, "channel" | "to">,
  context: CommandContext,
): Promise<Where> {
  const { actor, place } = context.request;
  const me: Where = { channel: actor.id, threadTs: null, said: "in your direct messages" };
  if (channel === null && (to === null || to === "me")) return me;
  const asked = channel?.id ?? place.channel;
  if (asked === null)
    throw new PolarisError("argument_invalid", "There is no channel here. Name one, as in #managers, or say me.");
  // Nobody but the person themselves reads a direct message with Polaris.
  if (asked.startsWith("D")) return me;
  if (channel === null && to === "thread" && place.thread === undefined)
    throw new PolarisError(
      "argument_invalid",
      "There is no thread here: slash commands are not told of one. Mention Polaris in the thread instead, or name a channel.",
    );
  const trouble = await context.services.channelTrouble(asked, actor.id);
  if (trouble !== null) throw new PolarisError("argument_invalid", trouble);
  if (channel === null && to === "thread")
    return { channel: asked, threadTs: place.thread ?? null, said: "in this thread" };
  const name = (await context.services.channelNames([asked])).get(asked) ?? "that channel";
  const said = channel === null ? "in this channel" : `in ${name}`;
  return { channel: asked, threadTs: null, said };
}

/** What a new digest is to be. */
export function wishOf(
  line: string,
  args: Omit<Details, "channel" | "to"> & { readonly when: Parameters<typeof scheduleOf>[0]["when"] },
  where: Where,
  { organization }: CommandContext,
): Wish {
  const { when: often, day, time, name } = args;
  const schedule = scheduleOf({ when: often, day, time }, organization.schoolYearStartMonth);
  return { name: named(name ?? line), line, ...schedule, channel: where.channel, threadTs: where.threadTs };
}

/** What stands there, with what is to be another way. */
export function wishFrom(
  before: Subscription,
  args: Pick<Details, "day" | "time" | "name"> & { readonly when: ReturnType<typeof whenOf>["when"] | null },
  changes: { readonly line: string | null; readonly where: Where | null },
  { organization }: CommandContext,
): Wish {
  const old = whenOf(before.pattern);
  const often = args.when ?? old.when;
  const day = args.day ?? (often === old.when ? old.day : null);
  const schedule = scheduleOf({ when: often, day, time: args.time ?? old.time }, organization.schoolYearStartMonth);
  const line = changes.line ?? before.line;
  const isNamedByLine = before.name === named(before.line);
  const name = args.name ?? (isNamedByLine ? line : before.name);
  const { channel, threadTs } = changes.where ?? before;
  return { ...schedule, name: named(name), line, channel, threadTs };
}

const named = (text: string): string => (text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text);
