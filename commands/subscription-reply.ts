import { type CommandContext, lineOf, namesOfPeople } from "../src/command/index.js";
import { type Action, fact, notice, type Reply, reply, type Sensitivity, showInstant } from "../src/reply/index.js";
import { type LatestRun, type ListedSubscription, OF_THE_ORGANIZATION, whenOf } from "../src/schedule/index.js";
import { line } from "./subscription-found.js";

export type PlaceWords = (one: ListedSubscription) => string;

/** The words for where each of them goes, channels by the names that Slack has for them now. */
export async function placesOf(
  listed: readonly ListedSubscription[],
  { services, request }: CommandContext,
): Promise<PlaceWords> {
  const channels = listed.filter(({ channel, createdBy }) => channel !== createdBy).map(({ channel }) => channel);
  const names = await services.channelNames(channels);
  return ({ channel, threadTs, createdBy }) => {
    if (channel === createdBy) return channel === request.actor.id ? "your direct messages" : "their direct messages";
    const name = names.get(channel) ?? channel;
    return threadTs === null ? name : `a thread in ${name}`;
  };
}

/** Who set each of them up, by the name that Slack has for them. */
export async function makersOf(
  listed: readonly ListedSubscription[],
  context: CommandContext,
): Promise<(one: ListedSubscription) => string> {
  const people = listed.map(({ createdBy }) => createdBy).filter((by) => by !== OF_THE_ORGANIZATION);
  const names = await namesOfPeople(people, context);
  return ({ createdBy }) => (createdBy === context.request.actor.id ? "you" : (names.get(createdBy) ?? createdBy));
}

/** What a command line reveals: it may name a person. District viewers, who see their own digests alone, read privately what they wrote themselves. */
export const wordsReveal = ({ request: { access, place } }: CommandContext): Sensitivity =>
  access.role === "district" && place.isPrivate ? "open" : "name";

/** "going on", or why not. */
export function stateWords({ pausedAt, pausedWhy, dueAt }: ListedSubscription): string {
  if (pausedAt !== null) return pausedWhy === null ? "paused" : `paused: ${pausedWhy}`;
  return dueAt === null ? "ended" : "going on";
}

/** How the latest run went: "sent 16 Nov 2026 8:00". */
export function latestWords(latest: LatestRun | null, timeZone: string): string {
  if (latest === null) return "not yet";
  const at = showInstant(latest.at, timeZone, "without zone");
  const why = latest.text === null ? "" : `: ${latest.text}`;
  const late = latest.late ? ", late" : "";
  switch (latest.state) {
    case "asked":
    case "running":
      return "being made now";
    case "queued":
    case "unchanged":
      if (latest.message === "failed") return `${at}, could not be delivered${why}`;
      if (latest.message === "queued" || latest.message === "sending") return `${at}, on its way`;
      if (latest.message === "unknown" || latest.message === "unknown_told") return `${at}, may not have arrived`;
      return `sent ${at}${late}${latest.state === "unchanged" ? ", nothing had changed" : ""}`;
    case "skipped":
      return `${at}, skipped${why}`;
    case "refused":
      return `${at}, refused${why}`;
    case "failed":
      return `${at}, failed${why}`;
  }
}

/** One digest, with what can be done about it. */
export async function subscriptionReply(
  one: ListedSubscription,
  context: CommandContext,
  said: string | null = null,
): Promise<Reply> {
  const { organization, request } = context;
  const { id, name, dueAt } = one;
  const next = dueAt === null ? null : showInstant(dueAt, organization.timeZone);
  const told = said ?? `It comes ${one.said}.`;
  const state = `It is ${stateWords(one)}.`;
  const following = next !== null ? ` Next: ${next}.` : told === state ? "" : ` ${state}`;
  const words = wordsReveal(context);
  const isTheirs = one.createdBy === request.actor.id;
  return reply({
    title: `Digest ${id}`,
    text: `Digest ${id}: ${name}\n${told}${following}`,
    sensitivity: words,
    openText: `Digest ${id}. ${told}${following}`,
    facts: [
      fact("line", "Command line", one.line, "text", words),
      fact("when", "When", one.said, "text", "open"),
      fact("place", "Where", (await placesOf([one], context))(one), "text", "open"),
      fact("by", "Set up by", (await makersOf([one], context))(one), "text", isTheirs ? "open" : "name"),
      fact("state", "State", stateWords(one), "text", "open"),
      fact("latest", "Last", latestWords(one.latest, organization.timeZone), "text", "open"),
    ],
    notices:
      one.createdBy === OF_THE_ORGANIZATION ? [notice("It stands in organization.yml and is changed there.")] : [],
    actions: actionsOf(one, words),
  });
}

function actionsOf(one: ListedSubscription, words: Sensitivity): Action[] {
  const { id, pausedAt, createdBy } = one;
  const run = { does: "run", sensitivity: "open" } as const;
  const goesOn: Action =
    pausedAt === null
      ? { label: "Pause", line: line("pause", id), ...run }
      : { label: "Resume", line: line("resume", id), ...run, style: "primary" };
  const now: Action = { label: "Run now", line: line("run", id), ...run };
  if (createdBy === OF_THE_ORGANIZATION) return [goesOn, now];
  return [
    goesOn,
    { label: "Edit", line: editLine(one), does: "form", sensitivity: words },
    now,
    {
      label: "Remove",
      line: line("remove", id),
      ...run,
      style: "danger",
      confirm: "It is not sent any more. You can take that back.",
    },
  ];
}

/** All that it is, as a line: its form is filled in with it. */
export function editLine({ id, line: runs, pattern, channel, createdBy, name }: ListedSubscription): string {
  const { when, day, time } = whenOf(pattern);
  const where = channel === createdBy ? { to: "me" } : { channel };
  return lineOf("subscriptions edit", { which: id, line: runs, when, time, day, ...where, name });
}
