import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import { column, counted, type Reply, reply, table } from "../src/reply/index.js";
import type { ListedSubscription } from "../src/schedule/index.js";
import { theirs, theOne, WHICH } from "./subscription-found.js";
import { latestWords, makersOf, placesOf, stateWords, subscriptionReply, wordsReveal } from "./subscription-reply.js";

const SIZE = 10;
const MOST_OPENED = 4;

export const subscriptions = defineCommand({
  name: "subscriptions",
  family: "reports",
  summary: "Lists the digests you set up: what, when, where, how the last one went. Administrators see all of them.",
  examples: ["subscriptions", "subscriptions 12"],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  withoutData: true,
  args: {
    which: take.reference("subscription", { ...WHICH, positional: "rest" }),
    ...take.listing({ sort: ["next", "name"], as: ["xlsx", "csv"] }),
  },
  async run({ which, sort, page, asOf }, context) {
    if (which !== null) {
      const one = await theOne(which.text, context);
      return "kind" in one ? one : subscriptionReply(one, context);
    }
    const listed = await theirs(context);
    const [only, ...others] = listed;
    if (only !== undefined && others.length === 0) return subscriptionReply(only, context);
    if (sort !== null) {
      const key = ({ name, dueAt }: ListedSubscription) => (sort.key === "name" ? name : (dueAt ?? "9"));
      listed.sort((a, b) => key(a).localeCompare(key(b)) * (sort.descending ? -1 : 1));
    }
    return listReply(listed, page, asOf, context);
  },
});

async function listReply(
  listed: readonly ListedSubscription[],
  number: number,
  asOf: string | null,
  context: CommandContext,
): Promise<Reply> {
  const { organization, request, line: here } = context;
  const { timeZone } = organization;
  const placeWords = await placesOf(listed, context);
  const paused = listed.filter(({ pausedAt }) => pausedAt !== null).length;
  const isAdmin = request.access.role === "admin";
  const makerWords = isAdmin ? await makersOf(listed, context) : () => "you";
  const whose = isAdmin ? "set up here" : "set up by you";
  return reply({
    title: "Digests",
    text:
      listed.length === 0
        ? `No digest is ${whose}.`
        : `${counted(listed.length, "digest")} ${listed.length === 1 ? "is" : "are"} ${whose}${paused === 0 ? "" : `, ${paused} of them paused`}.`,
    sensitivity: "open",
    tables: [
      table({
        key: "subscriptions",
        title: "Digests",
        columns: [
          column("id", "No.", "integer", "open"),
          column("name", "What", "text", wordsReveal(context)),
          column("when", "When", "text", "open"),
          column("place", "Where", "text", "open"),
          ...(isAdmin ? [column("by", "Set up by", "text", "name")] : []),
          column("next", "Next", "instant", "open"),
          column("latest", "Last", "text", "open"),
          column("state", "State", "text", "open"),
        ],
        rows: listed.map((each) => [
          each.id,
          each.name,
          each.said,
          placeWords(each),
          ...(isAdmin ? [makerWords(each)] : []),
          each.dueAt,
          latestWords(each.latest, timeZone),
          stateWords(each),
        ]),
        empty: "Nothing is subscribed to. Set one up, as in: subscribe metric M20 ytd weekly mon 8:00 me",
      }),
    ],
    actions: [
      ...listed
        .slice((number - 1) * SIZE, number * SIZE)
        .slice(0, MOST_OPENED)
        .map(
          ({ id }) => ({ label: `Open ${id}`, line: `subscriptions ${id}`, does: "run", sensitivity: "open" }) as const,
        ),
      ...(listed.length === 0
        ? [{ label: "Set one up", line: "subscribe", does: "form", style: "primary", sensitivity: "open" } as const]
        : []),
    ],
    files: [{ key: "subscriptions", kind: "xlsx", name: "digests.xlsx" }],
    page: { number, size: SIZE, line: here, ...(asOf === null ? {} : { since: asOf }) },
  });
}
