import type { CommandContext } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import type { Gate, MatchCandidate, MatchPart, MatchResult } from "../src/people/index.js";
import { column, counted, type Notice, notice, showInteger, type Table, table } from "../src/reply/index.js";
import { answerWords } from "./outreach-words.js";

const COLUMNS = [
  column("rank", "No.", "integer", "open"),
  column("name", "Volunteer", "text", "name"),
  column("organisation", "Organisation", "text", "open"),
  column("title", "Title", "text", "name"),
  column("score", "Score of 100", "average", "open"),
  column("why", "Why", "text", "name"),
  column("status", "Asked", "text", "open"),
  column("contacted", "Last contact", "date", "name"),
  column("times", "Events", "integer", "open"),
  column("email", "E-mail", "text", "contact"),
  column("phone", "Phone", "text", "contact"),
  column("salesforce", "Salesforce", "link", "name", { linkLabel: "name" }),
];

/** Every part's reason in one sentence: "skill Python fits “coding”; came to 3 × Career Fair; local". */
export const reasonsOf = ({ parts, included }: MatchCandidate): string =>
  [
    ...(included === null ? [] : [`proposed against “${included.against}”: ${included.reason ?? "no reason kept"}`]),
    ...parts.flatMap(({ reason }) => (reason === null ? [] : [reason])),
  ].join("; ");

export function candidatesTable(
  candidates: readonly MatchCandidate[],
  ranks: ReadonlyMap<number, number>,
  empty: string,
  { organization }: Pick<CommandContext, "organization">,
): Table {
  return table({
    key: "candidates",
    title: "Whom to ask",
    columns: COLUMNS,
    rows: candidates.map((each) => [
      ranks.get(each.id) ?? null,
      each.name,
      each.organizations.join(", ") || null,
      each.title,
      each.score,
      reasonsOf(each),
      each.answer === null ? null : answerWords(each.answer.outcome),
      each.contactedOn,
      each.times,
      each.email,
      each.phone,
      recordOf(each, organization.salesforce.recordUrl),
    ]),
    empty,
  });
}

export const recordOf = (
  { source, sourceId }: Pick<MatchCandidate, "source" | "sourceId">,
  url: string,
): string | null => (source === "salesforce" ? recordUrl(url, "Contact", sourceId) : null);

/** Who fits and is kept out by what may change; whom ruling S1 keeps out is never named. */
export function leftOutTable({ leftOut }: MatchResult, { organization }: Pick<CommandContext, "organization">): Table {
  return table({
    key: "left_out",
    title: "Left out, though they fit",
    columns: [
      column("name", "Volunteer", "text", "name"),
      column("gate", "Why not", "text", "open"),
      column("score", "Score of 100", "average", "open"),
      column("organisation", "Organisation", "text", "open"),
      column("by", "By", "text", "name"),
      column("salesforce", "Salesforce", "link", "name", { linkLabel: "name" }),
    ],
    rows: leftOut
      .slice(0, MOST_LEFT_OUT)
      .map(({ gate, candidate }) => [
        candidate.name,
        gate,
        candidate.score,
        candidate.organizations.join(", ") || null,
        candidate.answer?.by ?? null,
        recordOf(candidate, organization.salesforce.recordUrl),
      ]),
    empty: "Nobody who fits is left out but for those who must not be asked at all.",
  });
}
const MOST_LEFT_OUT = 25;

const GATE_WORDS: Readonly<Partial<Record<Gate, string>>> = {
  "do-not-contact": "do not contact",
  excluded: "left out of everything",
  "opted out": "opted out of e-mail",
  bounced: "e-mail bounced",
  "elsewhere at that time": "at another event then",
};

/** "left out: do not contact 3, opted out of e-mail 10, already on this event 4". */
export function gatesInWords({ gates }: MatchResult): string {
  return [...gates].map(([gate, count]) => `${GATE_WORDS[gate] ?? gate} ${showInteger(count)}`).join(", ");
}

export const keptOut = ({ gates }: MatchResult): number => [...gates.values()].reduce((sum, count) => sum + count, 0);

/** How the ask was understood, who is left out and why, and how far was looked. */
export function matchNotices(result: MatchResult, today: string): Notice[] {
  const { ask, topics, fitting, considered, callable } = result;
  const out = gatesInWords(result);
  return [
    ...(ask.event !== null && ask.event.date < today ? [notice("This event is over.", "warning")] : []),
    notice(
      topics.length === 0
        ? "Nothing in the ask names a topic that anybody has, so skills do not count: history, distance and whose turn it is do."
        : `Understood as: ${topics.slice(0, 8).join(", ")}.`,
    ),
    ...(out === "" ? [] : [notice(`Left out: ${out}.`)]),
    ...(callable === 0
      ? []
      : [
          notice(
            `${counted(callable, "volunteer")} of those who want no e-mail may be called: “match include” lists one with a reason.`,
          ),
        ]),
    ...(ask.format === "virtual"
      ? [notice("On video distance does not count; who volunteers virtually only comes before others who fit as well.")]
      : []),
    ...(fitting > considered
      ? [notice(`The ${showInteger(considered)} that fit best of ${showInteger(fitting)} were looked at.`)]
      : []),
  ];
}

export const PART_LABELS: Readonly<Record<MatchPart, string>> = {
  skills: "Skills and topic",
  past: "Events like this",
  recency: "How long ago",
  local: "Distance",
  virtual: "Virtual volunteering",
  partner: "Their organisation here",
  rest: "Whose turn it is",
};
