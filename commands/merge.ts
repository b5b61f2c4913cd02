import { askWhich, type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import {
  derive,
  type MergeRecord,
  mergeConflicts,
  mergeTwo,
  nextPair,
  type PairKind,
  refuseUnmergeable,
} from "../src/identity/index.js";
import { type Action, type Ask, type Reply, reply } from "../src/reply/index.js";
import { keyWords, NAMES_OF, ONE_OF } from "./duplicate-words.js";
import { oneRecord, recordArgument } from "./merge-which.js";

export const merge = defineCommand({
  name: "merge",
  family: "people",
  summary:
    "Says that two records are one: they count as one at once, nothing is lost, and it can be taken back at any time.",
  examples: [
    "merge 0035f00000JU4opAAD into:0035f00000JU4oqAAD",
    'merge a:0015f00000AbCdEFGH into:0015f00000AbCdEFGI reason:"moved last year"',
  ],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Merge",
  args: {
    a: recordArgument(
      "Record that goes",
      "A person, organisation or session: its id, or its name where only one has it.",
    ),
    into: recordArgument("Record that stays", "The same sort of record; its name is the one that is shown."),
    reason: take.text({ label: "Reason", help: "Others read it beside the decision.", main: true }),
    confirm: take.flag({ label: "Also where facts differ", help: "Asked when something speaks against it." }),
  },
  async run(args, context) {
    const goes = await oneRecord("a", args.a, context);
    if (goes.kind === "ask") return goes;
    const stays = await oneRecord("into", args.into, context);
    if (stays.kind === "ask") return stays;
    const kind = refuseUnmergeable(goes, stays);
    const against = args.confirm === true ? [] : await mergeConflicts(context.pool, goes, stays);
    if (against.length > 0) return reallyOne(kind, against, context);
    const { pool, organization, request } = context;
    const decision = await pool.transaction(async (tx) => {
      const id = await mergeTwo(tx, { goes, stays, reason: args.reason, by: request.actor.id, now: request.now });
      const detail = { decision: id, kind, goes: keyWords(goes), stays: keyWords(stays) };
      await context.auditInside(tx, { ...detail, isConfirmed: args.confirm === true });
      return id;
    });
    await derive(pool, organization, request.now);
    return merged(kind, goes, stays, decision, context);
  },
});

function reallyOne(kind: PairKind, against: readonly string[], context: CommandContext): Ask {
  return askWhich(context, {
    // What a student's record holds is said only where rows of students may be read: the pair shows it there.
    text:
      kind === "student"
        ? "Are they really one person? Something in their records speaks against it; look at both first."
        : `Are they really ${ONE_OF[kind]}? Against it speaks: ${against.join("; ")}.`,
    argument: "confirm",
    choices: [
      { label: "Merge them all the same", line: context.lineWith({ confirm: "yes" }) },
      { label: "Leave them as they are", line: lineOf("duplicates", { kind }) },
    ],
    sensitivity: "open",
  });
}

async function merged(
  kind: PairKind,
  goes: MergeRecord,
  stays: MergeRecord,
  decision: number,
  { pool, request }: CommandContext,
): Promise<Reply> {
  const next = await nextPair(pool, { id: 0, kind }, request.now);
  const ids = `${keyWords(goes)} and ${keyWords(stays)} count as ${ONE_OF[kind]} from now on`;
  const rest = `Every record stays as it is, and figures have moved (decision ${decision}, ${request.actor.name}).`;
  const names = NAMES_OF[kind];
  const actions: Action[] = [
    { label: "Undo", line: lineOf("unmerge", { id: decision }), does: "run", sensitivity: "open" },
    next === null
      ? { label: "Open pairs", line: "duplicates", does: "run", sensitivity: "open" }
      : {
          label: "Next pair",
          line: lineOf("duplicate", { id: next }),
          does: "run",
          style: "primary",
          sensitivity: "open",
        },
    { label: "To do in Salesforce", line: "duplicates work", does: "run", sensitivity: "open" },
  ];
  if (names === "open")
    return reply({
      title: "Merged",
      text: `${goes.name} (${keyWords(goes)}) is ${stays.name} (${keyWords(stays)}) from now on. ${rest}`,
      sensitivity: "open",
      actions,
    });
  return reply({
    title: "Merged",
    text: `${goes.name} (${keyWords(goes)}) and ${stays.name} (${keyWords(stays)}) count as ${ONE_OF[kind]} from now on. ${rest}`,
    sensitivity: names,
    openText: `${ids}. ${rest}`,
    actions,
  });
}
