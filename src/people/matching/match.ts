import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { standsFor } from "../merged.js";
import { registerOf } from "../search/register.js";
import { firstLook } from "./first-look.js";
import { gateOf } from "./gates.js";
import {
  GATES,
  type Gate,
  type LeftOutCandidate,
  MATCH_PARTS,
  type MatchAsk,
  type MatchCandidate,
  type MatchPart,
  type MatchResult,
  type MatchRules,
  NEVER_LISTED,
  type ScoredPart,
} from "./model.js";
import { type Graded, pastPart, skillsPart } from "./parts.js";
import { askedOfPersons, readAsked } from "./read-asked.js";
import { type Known, readKnown } from "./read-known.js";
import { type Attempt, mayBeCalled, type PersonRow } from "./read-people.js";
import { thesaurusOf } from "./thesaurus.js";
import { wantsOf } from "./wants.js";

/**
 * Whom to ask, best first. Hard gates leave out with a reason (rulings S1, S2); then every part is bounded by its weight and explained, and a part that
 * says nothing of this ask (distance of a video session, say) does not weigh. Volunteers with no sign of fit are not listed, unless the ask names no topic.
 */
export async function matchVolunteers(reader: Reader, ask: MatchAsk, rules: MatchRules): Promise<MatchResult> {
  const { topics, vocabulary, today, matching } = rules;
  const wants = wantsOf(ask, { topics, thesaurus: thesaurusOf(topics, vocabulary), pathways: rules.pathways.list });
  const [said, register] = await Promise.all([readAsked(reader, ask, today), registerOf(reader, today)]);
  const asked = askedOfPersons(said, register.merged);
  const look = firstLook(register, wants, asked, ask, rules);
  const { hasTopic, telling } = look;
  const known = await readKnown(reader, look.chosen, register, { asked, ask, rules });
  const weights = weightsOf(ask, matching.weights, { hasTopic, hasPartners: known.partners !== null });
  const gates = new Map<Gate, number>();
  const candidates: MatchCandidate[] = [];
  const leftOut: LeftOutCandidate[] = [];
  let callable = 0;
  for (const person of known.people) {
    const glance = look.chosen.get(person.id);
    if (glance === undefined) continue;
    const answer = known.answers.get(person.id) ?? null;
    const gate = gateOf(person, answer, known.against);
    const isIncluded = gate !== null && asked.included.has(person.id) && mayBeIncluded(gate);
    const { brought, past, topicFit } = glance;
    const graded: Record<MatchPart, Graded> = {
      skills: skillsPart(topicFit ?? 0, brought.best, wants, telling),
      past: pastPart(past, { type: ask.type, pathways: ask.pathways, topicFit }),
      ...known.graded(person, glance),
    };
    const candidate = candidateOf(person, { graded, weights, answer, known });
    if (gate === null) candidates.push(candidate);
    else if (isIncluded)
      candidates.push({ ...candidate, included: { against: gate, reason: asked.included.get(person.id) ?? null } });
    else {
      gates.set(gate, (gates.get(gate) ?? 0) + 1);
      if ((gate === "opted out" || gate === "bounced") && mayBeCalled(person)) callable += 1;
      if (!NEVER_LISTED.has(gate)) leftOut.push({ gate, candidate });
    }
  }
  return {
    ask,
    topics: look.topics,
    candidates: candidates.sort(byScore),
    leftOut: leftOut.sort((a, b) => byScore(a.candidate, b.candidate)),
    gates: new Map(GATES.flatMap((gate) => (gates.has(gate) ? [[gate, gates.get(gate) ?? 0] as const] : []))),
    callable,
    fitting: look.fitting,
    considered: known.people.length,
    volunteers: register.volunteers.length,
    standsFor: (record) => standsFor(register.merged, record),
  };
}

/** Ruling S1 leaves no room where somebody must not be contacted, or is left out of everything. */
export const mayBeIncluded = (gate: Gate): boolean => gate !== "do-not-contact" && gate !== "excluded";

const byScore = (a: MatchCandidate, b: MatchCandidate): number =>
  b.score - a.score || a.name.localeCompare(b.name, "en") || a.id - b.id;

/** What counts for this ask: distance in person, and in its place on video whether they volunteer virtually; topics and partners only where there are any. */
function weightsOf(
  ask: MatchAsk,
  weights: Organization["matching"]["weights"],
  { hasTopic, hasPartners }: { hasTopic: boolean; hasPartners: boolean },
): Partial<Record<MatchPart, number>> {
  const { skills, past, recency, local, virtual, partner, rest } = weights;
  return {
    ...(hasTopic ? { skills } : {}),
    ...(ask.type === null && ask.pathways.length === 0 ? {} : { past }),
    recency,
    ...(ask.format === "virtual" ? { virtual } : { local }),
    ...(hasPartners ? { partner } : {}),
    rest,
  };
}

function candidateOf(
  person: PersonRow,
  {
    graded,
    weights,
    answer,
    known,
  }: {
    readonly graded: Record<MatchPart, Graded>;
    readonly weights: Partial<Record<MatchPart, number>>;
    readonly answer: Attempt | null;
    readonly known: Known;
  },
): MatchCandidate {
  const parts = MATCH_PARTS.flatMap((part): ScoredPart[] => {
    const weight = weights[part];
    if (weight === undefined || weight === 0) return [];
    const { value, reason } = graded[part];
    return [{ part, weight, points: weight * Math.min(1, Math.max(0, value)), reason }];
  });
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  const mayBeWritten = person.opted_out === 0 && person.bounced === 0;
  return {
    id: person.id,
    source: person.source,
    sourceId: person.source_id,
    name: person.full_name,
    title: person.title,
    email: mayBeWritten ? person.email : null,
    phone: mayBeCalled(person) ? person.phone : null,
    localStatus: person.local_status,
    score: whole === 0 ? 0 : Math.round((1_000 * parts.reduce((sum, { points }) => sum + points, 0)) / whole) / 10,
    parts,
    ...known.about(person),
    answer:
      answer === null
        ? null
        : { outcome: answer.outcome, method: answer.method, on: answer.local_date, by: answer.by_name },
    included: null,
  };
}
