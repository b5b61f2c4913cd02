import { type CommandContext, defineCommand, lineOf, sayersOf, take } from "../src/command/index.js";
import {
  activityOf,
  type DuplicatePair,
  keeperOf,
  type MergeRecord,
  mergeConflicts,
  mergeRecords,
  pairWithId,
  type RecordKey,
  type SideBySide,
  STATE_WORDS,
  sideBySide,
} from "../src/identity/index.js";
import {
  type Action,
  column,
  type Fact,
  fact,
  notice,
  type Reply,
  reply,
  type Sensitivity,
  table,
} from "../src/reply/index.js";
import { capital } from "../src/runtime/index.js";
import {
  evidenceWords,
  KIND_WORDS,
  keyWords,
  linkOf,
  NAMES_OF,
  nextButton,
  numberCalled,
  showBits,
} from "./duplicate-words.js";
import { footerOf } from "./footer.js";

const DECIDES: ReadonlySet<string> = new Set(["admin", "staff"]);

export const duplicate = defineCommand({
  name: "duplicate",
  family: "people",
  summary: "Shows two records that may be the same side by side, with the evidence, to be merged or kept apart.",
  examples: ["duplicate 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    id: take.text({
      label: "Pair",
      help: "Its number in the list of duplicates.",
      positional: "one",
      required: true,
      placeholder: "12",
    }),
  },
  async run({ id }, context) {
    const pair = await pairWithId(context.pool, numberCalled(id, "pair", "duplicates"));
    const [a, b] = [await recordOf(pair.a, pair, context), await recordOf(pair.b, pair, context)];
    return pairReply(pair, a, b, context);
  },
});

/** A record of the pair, also one that was deleted since; null when the pool has forgotten it. */
async function recordOf(
  key: RecordKey,
  { kind }: DuplicatePair,
  { pool }: CommandContext,
): Promise<MergeRecord | null> {
  const found = await mergeRecords(pool, `${key.source}:${key.sourceId}`);
  return found.find((each) => each.kind === kind) ?? null;
}

async function pairReply(
  pair: DuplicatePair,
  a: MergeRecord | null,
  b: MergeRecord | null,
  context: CommandContext,
): Promise<Reply> {
  const { id, kind, zone, score, evidence } = pair;
  const names = NAMES_OF[kind];
  // Evidence names no value, but says what a student's record holds.
  const about: Sensitivity = kind === "student" ? "student" : "name";
  const sure = `${zone === "certain" ? "certain" : "to review"}, ${showBits(score)} bits`;
  const words = evidence
    .map((each) => (each.bits === 0 ? evidenceWords(each) : `${evidenceWords(each)} ${showBits(each.bits)}`))
    .join("; ");
  const sides = a === null || b === null ? [] : await sideBySide(context.pool, kind, a, b);
  return reply({
    title: `Pair ${id}: one ${KIND_WORDS[kind].one} or two?`,
    text: `${a?.name ?? pair.a.sourceId} and ${b?.name ?? pair.b.sourceId}: ${sure}. ${sentence(words)}`,
    sensitivity: about === "student" ? "student" : names === "open" ? "name" : names,
    openText:
      kind === "student"
        ? `Two records of students, ${sure}. They are shown only where rows of students may be read; the links open them in Salesforce.`
        : `Two records of ${KIND_WORDS[kind].many}, ${sure}. They are shown privately only.`,
    facts: [
      fact("state", "State", stateOf(pair), "text", "open"),
      ...(await decidedBy(pair, context)),
      fact("a_link", "A in Salesforce", linkOf(kind, pair.a, context), "link", "name"),
      fact("b_link", "B in Salesforce", linkOf(kind, pair.b, context), "link", "name"),
    ],
    notices: await noticesOf(pair, a, b, about, context),
    tables: [
      sidesTable(sides, kind === "student", context),
      table({
        key: "evidence",
        title: "Evidence",
        columns: [
          column("says", "What speaks for or against it", "text", about),
          column("bits", "Bits", "average", about),
        ],
        rows: evidence.map((each) => [evidenceWords(each), each.bits]),
        empty: "No evidence is kept with this pair.",
      }),
    ],
    actions: await buttonsOf(pair, a, b, context),
    provenance: await footerOf(context, { figures: "none" }),
  });
}

const sentence = (words: string): string => (words === "" ? "No evidence is kept with it." : `${capital(words)}.`);

async function decidedBy({ state, decidedBy: by }: DuplicatePair, context: CommandContext): Promise<Fact[]> {
  if (state === "open" || state === "gone") return [];
  const whose = await sayersOf([by], context);
  return [fact("decided_by", "Said by", whose(by), "text", "name")];
}

function stateOf({ state, decidedAt, laterUntil }: DuplicatePair): string {
  if (state === "open" || state === "gone") return STATE_WORDS[state];
  const until = state === "later" && laterUntil !== null ? `, until ${laterUntil.slice(0, 10)}` : "";
  return `${STATE_WORDS[state]}${until}, said on ${(decidedAt ?? "").slice(0, 10)}`;
}

/** Highest last: a table that holds all of it is shown where the highest may be. */
const RANK: readonly SideBySide["sensitivity"][] = ["name", "contact", "demographic"];

/** Both records field by field: as many fields as the asker may read where they are. */
function sidesTable(sides: readonly SideBySide[], areStudents: boolean, { holds }: CommandContext) {
  const readable = sides.filter(({ sensitivity }) => holds.includes(sensitivity));
  const highest = RANK.filter((each) => readable.some(({ sensitivity }) => sensitivity === each)).at(-1) ?? "name";
  const sensitivity: Sensitivity = areStudents ? "student" : highest;
  return table({
    key: "sides",
    title: "Side by side",
    columns: [
      column("field", "Field", "text", sensitivity),
      column("a", "A", "text", sensitivity),
      column("b", "B", "text", sensitivity),
      column("agrees", "Agrees?", "text", sensitivity),
    ],
    rows: readable.map(({ label, a, b, agrees }) => [label, a, b, agreement(agrees)]),
    empty: "One of the two records is not in the pool any more.",
  });
}

const agreement = (agrees: boolean | null): string => (agrees === null ? "–" : agrees ? "✓ same" : "✗ differs");

async function noticesOf(
  pair: DuplicatePair,
  a: MergeRecord | null,
  b: MergeRecord | null,
  about: Sensitivity,
  { pool }: CommandContext,
) {
  if (a === null || b === null) return [];
  const gone = [a, b].flatMap(({ sourceId, source, deletedAt, winner }) => {
    if (deletedAt === null) return [];
    const where = source === "salesforce" ? "Salesforce" : "its source";
    const what = winner === null ? `was deleted in ${where}` : `was merged into ${winner} in ${where}`;
    return [notice(`${sourceId} ${what} on ${deletedAt.slice(0, 10)}: nothing is left to decide.`)];
  });
  if (gone.length > 0 || pair.state === "merged") return gone;
  const against = await mergeConflicts(pool, a, b);
  return against.length === 0 ? [] : [notice(`Against it speaks: ${against.join("; ")}.`, "warning", about)];
}

async function buttonsOf(
  pair: DuplicatePair,
  a: MergeRecord | null,
  b: MergeRecord | null,
  context: CommandContext,
): Promise<Action[]> {
  const next = await nextButton(pair, context);
  if (!DECIDES.has(context.request.access.role) || a === null || b === null) return [next];
  if (pair.state === "merged" && pair.decisionId !== null)
    return [run("Undo the merge", lineOf("unmerge", { id: pair.decisionId })), next];
  if (pair.state === "different")
    return [
      run("Open it again", lineOf("duplicate decide", { id: pair.id, answer: "open", standing: pair.decidedAt })),
      next,
    ];
  if (a.deletedAt !== null || b.deletedAt !== null || pair.state === "gone") return [next];
  const keep = keeperOf(a, b, await activityOf(context.pool, pair.kind, [a.id, b.id]));
  const [stays, goes, letter] = keep === a ? [a, b, "A"] : [b, a, "B"];
  const other = letter === "A" ? "B" : "A";
  return [
    { ...run(`Merge, keep ${letter}`, mergeLine(goes, stays)), style: "primary" },
    run(`Merge, keep ${other}`, mergeLine(stays, goes)),
    run("Different", lineOf("duplicate decide", { id: pair.id, answer: "different" })),
    ...(pair.state === "later" ? [] : [run("Later", lineOf("duplicate decide", { id: pair.id, answer: "later" }))]),
    { label: next.label, line: next.line, does: next.does, sensitivity: next.sensitivity },
  ];
}

const run = (label: string, line: string): Action => ({ label, line, does: "run", sensitivity: "open" });

const mergeLine = (goes: MergeRecord, stays: MergeRecord): string =>
  lineOf("merge", { a: keyWords(goes), into: keyWords(stays) });
