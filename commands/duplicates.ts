import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { type OpenPair, openPairs, PAIR_KINDS, PAIR_ZONES } from "../src/identity/index.js";
import { type Action, column, counted, reply, table } from "../src/reply/index.js";
import { KIND_WORDS, keyWords, linkOf } from "./duplicate-words.js";
import { footerOf } from "./footer.js";

const SIZE = 10;
const MOST_OPENED = 5;
const SORTS = ["score", "kind", "name", "found"] as const;

export const duplicates = defineCommand({
  name: "duplicates",
  family: "people",
  summary:
    "Lists records that may be the same: volunteers, teachers, students, organisations, sessions; a person decides each.",
  examples: ["duplicates", "duplicates kind:volunteer", "duplicates kind:organization zone:certain"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    kind: take.choice(
      PAIR_KINDS.map((value) => ({ value, label: KIND_WORDS[value].many, also: [KIND_WORDS[value].one] })),
      { label: "Records of", main: true },
    ),
    zone: take.choice(
      [
        { value: "certain", label: "certain" },
        { value: "review", label: "to review", also: ["to review"] },
      ],
      { label: "How sure", main: true },
    ),
    ...take.listing({ sort: SORTS, as: ["xlsx", "csv"] }),
  },
  async run({ kind, zone, sort, page, asOf }, context) {
    const found = await openPairs(context.pool, {
      ...(kind === null ? {} : { kinds: [kind] }),
      zone,
      now: context.request.now,
    });
    const listed = sort === null ? found : [...found].sort(orderOf(sort));
    // Students stand in a table of their own: whoever may not read them gets their ids and links alone.
    const students = listed.filter((pair) => pair.kind === "student");
    const others = listed.filter((pair) => pair.kind !== "student");
    const inFront = others.length > 0 || kind !== "student" ? others : students;
    const shown = inFront.slice((page - 1) * SIZE, page * SIZE);
    return reply({
      title: "Records that may be the same",
      text: leadOf(found),
      sensitivity: "open",
      tables: [
        ...(kind === "student" ? [] : [pairsTable("pairs", others, context)]),
        ...(students.length > 0 || kind === "student" ? [pairsTable("students", students, context)] : []),
      ],
      actions: [
        ...shown.slice(0, MOST_OPENED).map(openButton),
        { label: "To do in Salesforce", line: lineOf("duplicates work", { kind }), does: "run", sensitivity: "open" },
      ],
      files: [
        { key: "pairs", kind: "xlsx", name: "duplicates.xlsx" },
        { key: "pairs", kind: "csv", name: "duplicates.csv" },
      ],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
      provenance: await footerOf(context, { figures: "none", filters: context.filters }),
    });
  },
});

const openButton = ({ id }: OpenPair): Action => ({
  label: `Open ${id}`,
  line: lineOf("duplicate", { id }),
  does: "run",
  sensitivity: "open",
});

/** "12 pairs wait for a decision: volunteers 8 (3 certain), organisations 4 (none certain)." */
function leadOf(pairs: readonly OpenPair[]): string {
  if (pairs.length === 0) return "No pair waits for a decision.";
  const parts = PAIR_KINDS.flatMap((kind) => {
    const own = pairs.filter((pair) => pair.kind === kind);
    const certain = own.filter(({ zone }) => zone === PAIR_ZONES[0]).length;
    return own.length === 0
      ? []
      : [`${KIND_WORDS[kind].many} ${own.length} (${certain === 0 ? "none" : certain} certain)`];
  });
  return `${counted(pairs.length, "pair waits", "pairs wait")} for a decision: ${parts.join(", ")}.`;
}

type Order = (one: OpenPair, other: OpenPair) => number;
const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);
const ORDERS: Readonly<Record<(typeof SORTS)[number], Order>> = {
  score: (a, b) => b.score - a.score,
  kind: (a, b) => PAIR_KINDS.indexOf(a.kind) - PAIR_KINDS.indexOf(b.kind),
  name: (a, b) => compare(a.names[0].toLowerCase(), b.names[0].toLowerCase()),
  found: (a, b) => compare(b.foundAt, a.foundAt),
};

function orderOf({ key, descending }: { readonly key: keyof typeof ORDERS; readonly descending: boolean }): Order {
  const order = ORDERS[key];
  return (a, b) => (descending ? -1 : 1) * order(a, b) || b.score - a.score || a.id - b.id;
}

const titles: Readonly<Record<"pairs" | "students", string>> = { pairs: "Pairs", students: "Pairs of students" };

function pairsTable(key: "pairs" | "students", pairs: readonly OpenPair[], context: CommandContext) {
  const names = key === "students" ? "student" : "name";
  return table({
    key,
    title: titles[key],
    columns: [
      column("id", "Pair", "integer", "open"),
      column("kind", "Records of", "text", "open"),
      column("a", "A", "text", names),
      column("b", "B", "text", names),
      column("zone", "How sure", "text", "open"),
      column("score", "Evidence, bits", "average", "open"),
      column("a_id", "A's id", "text", "name"),
      column("b_id", "B's id", "text", "name"),
      column("a_link", "A in Salesforce", "link", "name"),
      column("b_link", "B in Salesforce", "link", "name"),
    ],
    rows: pairs.map(({ id, kind, a, b, names: [left, right], zone, score }) => [
      id,
      KIND_WORDS[kind].one,
      left,
      right,
      zone === "certain" ? "certain" : "to review",
      score,
      keyWords(a),
      keyWords(b),
      linkOf(kind, a, context),
      linkOf(kind, b, context),
    ]),
    empty: "No pair waits for a decision. The job “duplicates” looks for new ones every night.",
  });
}
