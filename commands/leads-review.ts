import { type CommandContext, defineCommand, lineOf, sayersOf, take } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import {
  type LeadPair,
  type LeadSideBySide,
  leadPairWithId,
  leadSides,
  openLeadPairs,
  type ReviewedSide,
} from "../src/leads/index.js";
import {
  type Action,
  column,
  counted,
  type Fact,
  fact,
  type Reply,
  reply,
  showDay,
  table,
} from "../src/reply/index.js";
import { capital } from "../src/runtime/index.js";
import { evidenceWords, numberCalled, showBits } from "./duplicate-words.js";
import { footerOf } from "./footer.js";
import { nextLeadPair, sideNumber, sidesOf } from "./leads-review-words.js";

const DECIDES: ReadonlySet<string> = new Set(["admin", "staff"]);

export const leadsReview = defineCommand({
  name: "leads review",
  family: "organisations",
  summary: "Shows two leads that may be one, or a lead and one of Salesforce, side by side with the evidence.",
  examples: ["leads review", "leads review 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    pair: take.text({
      label: "Pair",
      help: "Its number; the likeliest one that is open unless it is named.",
      positional: "one",
      placeholder: "12",
      main: true,
    }),
  },
  async run({ pair: asked }, context) {
    const { pool, request } = context;
    const open = await openLeadPairs(pool, request.now);
    const pair = asked === null ? open[0] : await leadPairWithId(pool, numberCalled(asked, "pair", "leads review"));
    if (pair === undefined)
      return reply({
        title: "Leads that may be one",
        text: "No pair of leads waits for a decision. New ones are looked for after every file.",
        sensitivity: "open",
        actions: [{ label: "Leads", line: "leads", does: "run", sensitivity: "open" }],
        provenance: await footerOf(context, { figures: "none" }),
      });
    return pairReply(pair, open.length, context);
  },
});

async function pairReply(pair: LeadPair, open: number, context: CommandContext): Promise<Reply> {
  const { id, kind, zone, score, evidence, state } = pair;
  const [one, other] = sidesOf(pair);
  const { a, b, rows } = await leadSides(context.pool, one, other);
  const isOne = kind === "lead" && a !== null && a.leadId === b?.leadId;
  const sure = `${zone === "certain" ? "certain" : "to review"}, ${showBits(score)} bits`;
  const words = evidence
    .filter(({ bits }) => bits !== 0)
    .map((each) => `${evidenceWords(each)} ${showBits(each.bits)}`)
    .join("; ");
  return reply({
    title: kind === "lead" ? `Pair ${id}: one lead or two?` : `Pair ${id}: is it this lead of Salesforce?`,
    text: `${a?.company ?? "A lead without a name"} and ${b?.company ?? "one without a name"}: ${sure}. ${sentence(words)}`,
    sensitivity: "open",
    facts: [
      ...(isOne ? [fact("state", "State", "one lead already", "text", "open")] : await stateFacts(pair, context)),
      fact("open", "Open pairs", counted(open, "pair"), "text", "open"),
      fact(
        "link",
        "B in Salesforce",
        other.kind === "salesforce" ? recordUrl(context.organization.salesforce.recordUrl, "Lead", other.id) : null,
        "link",
        "open",
      ),
    ],
    tables: [
      table({
        key: "sides",
        title: "Side by side",
        columns: [
          column("field", "Field", "text", "contact"),
          column("a", "A", "text", "contact"),
          column("b", kind === "lead" ? "B" : "B, in Salesforce", "text", "contact"),
          column("agrees", "Agrees?", "text", "contact"),
        ],
        rows: rows.map(({ field, a, b, agrees }) => [FIELDS[field], a, b, agreement(agrees)]),
        empty: "Nothing is left of the two.",
      }),
      table({
        key: "evidence",
        title: "Evidence",
        columns: [
          column("says", "What speaks for or against it", "text", "open"),
          column("bits", "Bits", "average", "open"),
        ],
        rows: evidence.map((each) => [evidenceWords(each), each.bits]),
        empty: "No evidence is kept with this pair.",
      }),
    ],
    actions: await buttonsOf(pair, isOne || state === "gone" ? [] : [a, b].map(numberOf), context),
    provenance: await footerOf(context, { figures: "none" }),
  });
}

const FIELDS: Readonly<Record<LeadSideBySide["field"], string>> = {
  company: "Company",
  address: "Address",
  phone: "Phone",
  email: "E-mail",
  person: "Contact",
  licence: "Licence",
  capacity: "Capacity",
  sources: "In the sources",
  seen: "Seen",
};

const agreement = (agrees: boolean | null): string => (agrees === null ? "–" : agrees ? "✓ same" : "✗ differs");

const sentence = (words: string): string => (words === "" ? "No evidence is kept with it." : `${capital(words)}.`);

const STATES: Readonly<Record<LeadPair["state"], string>> = {
  open: "open",
  merged: "one lead",
  different: "different",
  later: "later",
  gone: "closed, because the two are no longer alike",
};

/** What was decided may stand anywhere; who decided it, where names may. */
async function stateFacts(pair: LeadPair, context: CommandContext): Promise<Fact[]> {
  const { state, decidedBy, decidedAt, laterUntil } = pair;
  if (state === "open" || state === "gone" || decidedAt === null)
    return [fact("state", "State", STATES[state], "text", "open")];
  const until = state === "later" && laterUntil !== null ? `, until ${showDay(laterUntil.slice(0, 10))}` : "";
  const whose = await sayersOf([decidedBy], context);
  return [
    fact("state", "State", `${STATES[state]}${until}`, "text", "open"),
    fact("decided_by", "Said by", whose(decidedBy), "text", "name"),
    fact("decided", "Said", decidedAt, "instant", "open"),
  ];
}

async function buttonsOf(pair: LeadPair, two: readonly (string | null)[], context: CommandContext): Promise<Action[]> {
  const next = await nextLeadPair(pair, context);
  if (!DECIDES.has(context.request.access.role)) return [next];
  if (pair.state === "merged" && pair.decisionId !== null)
    return [run("Undo", lineOf("leads apart", { decision: pair.decisionId })), next];
  if (pair.state === "different")
    return [
      run("Open it again", lineOf("leads decide", { pair: pair.id, answer: "open", standing: pair.decidedAt })),
      next,
    ];
  const [one, other] = two;
  if (one === null || other === null || one === undefined || other === undefined) return [next];
  return [
    { ...run("Same", lineOf("leads same", { one, other })), style: "primary" },
    run("Different", lineOf("leads decide", { pair: pair.id, answer: "different" })),
    ...(pair.state === "later" ? [] : [run("Later", lineOf("leads decide", { pair: pair.id, answer: "later" }))]),
    { label: next.label, line: next.line, does: next.does, sensitivity: next.sensitivity },
  ];
}

const numberOf = (side: ReviewedSide | null): string | null => (side === null ? null : sideNumber(side));

const run = (label: string, line: string): Action => ({ label, line, does: "run", sensitivity: "open" });
