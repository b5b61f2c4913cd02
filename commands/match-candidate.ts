import { type CommandContext, lineOf } from "../src/command/index.js";
import type { OutreachMethod, OutreachOutcome } from "../src/events/index.js";
import type { FoundContact, MatchCandidate, MatchResult } from "../src/people/index.js";
import { type Action, column, fact, type Reply, reply, table } from "../src/reply/index.js";
import { footerOf } from "./footer.js";
import type { Meant } from "./match-asked.js";
import { PART_LABELS, recordOf } from "./match-tables.js";
import { answerWords } from "./outreach-words.js";

/** One candidate with every part of their score, and a button for each answer. */
export async function candidateReply(
  who: FoundContact,
  meant: Meant,
  result: MatchResult,
  context: CommandContext,
): Promise<Reply> {
  const stands = result.standsFor(who.id);
  const place = result.candidates.findIndex(({ id }) => id === stands);
  const out = result.leftOut.find(({ candidate }) => candidate.id === stands);
  const candidate = result.candidates[place] ?? out?.candidate;
  const wanted = meant.event?.title ?? (meant.ask.title || "this role");
  if (candidate === undefined) return noCandidate(who, wanted, meant);
  const points = candidate.parts.map(({ part, points, weight, reason }) => [PART_LABELS[part], points, weight, reason]);
  return reply({
    title: `${candidate.name} for ${wanted}`,
    text:
      out === undefined
        ? `${candidate.name} is no. ${place + 1} of ${result.candidates.length} for ${wanted}: ${candidate.score} of 100.`
        : `${candidate.name} fits ${wanted} with ${candidate.score} of 100, but is left out: ${out.gate}.`,
    sensitivity: "name",
    openText: `A candidate for ${wanted} is shown privately only.`,
    facts: [
      fact("organisation", "Organisation", candidate.organizations.join(", ") || null, "text", "name"),
      fact("title", "Title", candidate.title, "text", "name"),
      fact("last", "Last event", candidate.lastOn, "date", "name"),
      fact("contacted", "Last contact", candidate.contactedOn, "date", "name"),
      ...(candidate.answer === null
        ? []
        : [
            fact(
              "answer",
              "Asked for this",
              `${answerWords(candidate.answer.outcome)}, by ${candidate.answer.by}`,
              "text",
              "name",
            ),
          ]),
      fact("email", "E-mail", candidate.email, "text", "contact"),
      fact("phone", "Phone", candidate.phone, "text", "contact"),
      fact("salesforce", "Salesforce", recordOf(candidate, context.organization.salesforce.recordUrl), "link", "name"),
    ],
    tables: [
      table({
        key: "parts",
        title: "What the score is made of",
        columns: [
          column("part", "Part", "text", "open"),
          column("points", "Points", "average", "open"),
          column("weight", "Of", "number", "open"),
          column("why", "Why", "text", "name"),
        ],
        rows: points,
        empty: "Nothing counts for this ask: every weight in organization.yml is 0.",
      }),
    ],
    actions: [...answersOf(candidate, meant, out !== undefined), profileOf(candidate)],
    provenance: await footerOf(context),
  });
}

const profileOf = (who: Pick<FoundContact, "sourceId">): Action => ({
  label: "Profile",
  line: lineOf("volunteer", { who: who.sourceId }),
  does: "run",
  sensitivity: "open",
});

const including = (who: Pick<FoundContact, "sourceId">, event: string): Action => ({
  label: "List them all the same",
  line: lineOf("match include", { who: who.sourceId, event }),
  does: "form",
  sensitivity: "open",
});

/** Somebody who is not among those that fit, or whom ruling S1 keeps out of every list. */
function noCandidate(who: FoundContact, wanted: string, { event }: Meant): Reply {
  return reply({
    title: `${who.name} for ${wanted}`,
    text: `${who.name} is no candidate for ${wanted}: nothing recorded of them fits, or they are not to be asked. Their profile shows which.`,
    sensitivity: "name",
    openText: "This volunteer is no candidate.",
    actions: [profileOf(who), ...(event === null ? [] : [including(who, event.sourceId)])],
  });
}

const ANSWERS: readonly { readonly label: string; readonly outcome: OutreachOutcome }[] = [
  { label: "E-mailed", outcome: "no_answer" },
  { label: "Interested", outcome: "interested" },
  { label: "Declined", outcome: "declined" },
  { label: "Assign", outcome: "assigned" },
  { label: "Not now", outcome: "not_now" },
];

function answersOf(candidate: MatchCandidate, { event }: Meant, isLeftOut: boolean): Action[] {
  if (event === null) return [];
  const method: OutreachMethod = candidate.email === null && candidate.phone !== null ? "call" : "email";
  const about = { who: candidate.sourceId, event: event.sourceId };
  const answers = ANSWERS.map(
    ({ label, outcome }): Action => ({
      label: outcome === "no_answer" && method === "call" ? "Called" : label,
      line: lineOf("outreach", { ...about, method, outcome }),
      // Against a gate a reason is needed, so the form is opened for it.
      does: isLeftOut ? "form" : "run",
      ...(outcome === "assigned" ? { style: "primary" as const } : {}),
      sensitivity: "open",
    }),
  );
  return [
    ...answers,
    { label: "With a note", line: lineOf("outreach", about), does: "form", sensitivity: "open" },
    ...(isLeftOut ? [including(candidate, event.sourceId)] : []),
  ];
}
