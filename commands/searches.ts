import {
  askWhich,
  type CommandContext,
  defineCommand,
  lineOf,
  type Sayers,
  sayersOf,
  take,
} from "../src/command/index.js";
import { type SavedSearch, savedSearches, savedSearchesCalled } from "../src/people/index.js";
import { type Action, type Ask, column, counted, type Reply, reply, table } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

const SIZE = 10;
/** Each has two buttons, and a message holds few. */
const MOST_WITH_BUTTONS = 5;

export const searches = defineCommand({
  name: "searches",
  family: "people",
  summary: "Lists the saved searches, yours and shared ones, or runs one of them.",
  examples: ["searches", 'searches "Local STEM"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    name: take.text({
      label: "Saved search",
      help: "Left out, all are listed.",
      positional: "rest",
      main: true,
      options: async (query, { pool, request }) =>
        (await savedSearches(pool, request.actor.id))
          .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
          .map(({ name, line }) => ({ value: name, label: name, detail: line })),
    }),
    ...take.listing({ sort: ["name"], as: ["xlsx", "csv"] }),
  },
  async run({ name, sort, page, asOf }, context) {
    if (name !== null) return runOne(name, context);
    const all = await savedSearches(context.pool, context.request.actor.id);
    return await listReply(sort?.descending ? all.reverse() : all, page, asOf, context);
  },
});

/** The answer to a saved search, with what its reader may see. */
async function runOne(text: string, context: CommandContext): Promise<Reply | Ask> {
  const found = await savedSearchesCalled(context.pool, context.request.actor.id, text);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError("not_found", `No saved search is called “${text}”. “searches” lists what is saved.`, {
      suggestions: [{ label: "Saved searches", line: "searches" }],
    });
  if (others.length > 0)
    return askWhich(context, {
      text: `${counted(found.length, "saved search", "saved searches")} fit “${text}”. Which one?`,
      argument: "name",
      choices: found.map(({ name, line }) => ({ label: name, line })),
      sensitivity: "name",
    });
  const outcome = await context.tryOut(only.line);
  if (outcome.kind === "reply") return { ...outcome.reply, title: only.name };
  if (outcome.kind === "ask") return outcome.ask;
  throw new PolarisError("argument_invalid", `“${only.name}” cannot be run any more. ${outcome.failure.text}`, {
    suggestions: outcome.failure.suggestions,
  });
}

async function listReply(
  all: readonly SavedSearch[],
  number: number,
  asOf: string | null,
  context: CommandContext,
): Promise<Reply> {
  const { request, line: here } = context;
  const isOwn = ({ owner }: SavedSearch) => owner === request.actor.id;
  const owners = await sayersOf(
    all.map(({ owner }) => owner),
    context,
  );
  const own = all.filter(isOwn).length;
  const yours = own < all.length ? `${own} of them yours` : own === 1 ? "yours" : "all of them yours";
  const shown = all.slice((number - 1) * SIZE, number * SIZE).slice(0, MOST_WITH_BUTTONS);
  return reply({
    title: "Saved searches",
    text:
      all.length === 0
        ? "No search is saved yet. Search for volunteers, and choose Save this search beneath the list."
        : `${counted(all.length, "saved search", "saved searches")}, ${yours}.`,
    sensitivity: "open",
    tables: [
      table({
        key: "searches",
        title: "Saved searches",
        columns: [
          column("id", "No.", "integer", "open"),
          column("name", "Name", "text", "name"),
          column("whose", "Whose", "text", "name"),
          column("line", "Search", "text", "name"),
          column("saved", "Saved", "instant", "open"),
        ],
        rows: all.map((each) => [each.id, each.name, whose(each, isOwn(each), owners), each.line, each.createdAt]),
        empty: "No search is saved yet: volunteers skill:stem, and then Save this search.",
      }),
    ],
    actions: [
      ...shown.flatMap((each): Action[] => [
        { label: `Run ${each.name}`, line: lineOf("searches", { name: each.name }), does: "run", sensitivity: "name" },
        ...(isOwn(each)
          ? [
              {
                label: `Remove ${each.id}`,
                line: lineOf("search remove", { which: each.id }),
                does: "run",
                style: "danger",
                sensitivity: "open",
              } as const,
            ]
          : []),
      ]),
      { label: "Save a search", line: "search save", does: "form", sensitivity: "open" },
    ],
    files: [
      { key: "searches", kind: "xlsx", name: "saved-searches.xlsx" },
      { key: "searches", kind: "csv", name: "saved-searches.csv" },
    ],
    page: { number, size: SIZE, line: here, ...(asOf === null ? {} : { since: asOf }) },
  });
}

function whose({ isShared, owner }: SavedSearch, isOwn: boolean, owners: Sayers): string {
  if (isOwn) return isShared ? "yours, shared" : "yours";
  return `shared by ${owners(owner)}`;
}
