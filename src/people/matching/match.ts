import { addDays } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Vocabulary } from "../vocabulary.js";
import { Brought, Fit, fitOf, tellings } from "./fit.js";
import { type Against, gateOf } from "./gates.js";
import { lifeOf, pastAmong } from "./lives.js";
import type { Gate, LeftOutCandidate, MatchAsk, MatchCandidate, MatchPart, MatchResult, ScoredPart } from "./model.js";
import { GATES, MATCH_PARTS, NEVER_LISTED } from "./model.js";
import {
  type Graded,
  localPart,
  type Partnership,
  type Past,
  partnerPart,
  pastPart,
  pastValue,
  recencyPart,
  restPart,
  skillsPart,
} from "./parts.js";
import { type Crowd, readCrowd } from "./read-crowd.js";
import {
  type Attempt,
  type PersonRow,
  readAttempts,
  readContacted,
  readElsewhere,
  readEmployers,
  readIncluded,
  readLike,
  readPartners,
  readPeople,
  readSignedUp,
} from "./read-people.js";
import { thesaurusOf } from "./thesaurus.js";
import type { Topics } from "./topics.js";
import { wantsOf } from "./wants.js";

/** What a matching goes by besides the rows. */
export interface MatchRules {
  readonly matching: Organization["matching"];
  readonly pathways: Organization["pathways"];
  readonly topics: Topics;
  readonly vocabulary: Vocabulary;
  readonly today: string;
}

/** More than anybody reads; those behind have little that fits. */
const MOST_CONSIDERED = 500;
const NO_PAST: Past = { ofType: 0, ofPathway: 0 };
const NOTHING = new Brought();

/**
 * Whom to ask, best first. Hard gates leave out with a reason (rulings S1, S2); then every part is bounded by its weight and explained, and a part that
 * says nothing of this ask (distance of a video session, say) does not weigh. Volunteers with no sign of fit are not listed, unless the ask names no topic.
 */
export async function matchVolunteers(reader: Reader, ask: MatchAsk, rules: MatchRules): Promise<MatchResult> {
  const { topics, vocabulary, today, matching } = rules;
  const wants = wantsOf(ask, { topics, thesaurus: thesaurusOf(topics, vocabulary), pathways: rules.pathways.list });
  const fit = new Fit(wants);
  const crowd = await readCrowd(reader, fit, today);
  const { volunteers, brought } = crowd;
  const past = await pastsOf(reader, crowd, ask, today);
  const included = ask.event === null ? new Map<number, string | null>() : await readIncluded(reader, ask.event);
  const telling = tellings(wants, brought.values(), volunteers.size);
  const hasTopic = brought.size > 0;
  const fits = new Map([...brought].map(([id, own]) => [id, fitOf(own, telling)]));
  const topicFitOf = (id: number): number | null => (hasTopic ? (fits.get(id) ?? 0) : null);
  const firstLook = (id: number): number =>
    matching.weights.skills * (fits.get(id) ?? 0) +
    matching.weights.past * pastValue(past.get(id) ?? NO_PAST, topicFitOf(id)) +
    (ask.format === "virtual" ? 0 : matching.weights.local * localPart(volunteers.get(id)?.localStatus ?? "").value);
  const pastOf = (id: number): Graded =>
    pastPart(past.get(id) ?? NO_PAST, {
      type: ask.type,
      pathways: ask.pathways,
      topicFit: topicFitOf(id),
    });
  const fitting = hasTopic
    ? [...new Set([...brought.keys(), ...past.keys()])].filter((id) => volunteers.has(id))
    : [...volunteers.keys()];
  const looked = fitting.map((id) => ({ id, first: firstLook(id) })).sort((a, b) => b.first - a.first || a.id - b.id);
  const ids = [
    ...new Set([
      ...looked.slice(0, MOST_CONSIDERED).map(({ id }) => id),
      ...[...included.keys()].filter((id) => volunteers.has(id)),
    ]),
  ];
  const known = await readKnown(reader, ids, crowd, ask, rules);
  const weights = weightsOf(ask, matching.weights, { hasTopic, hasPartners: known.partners !== null });
  const gates = new Map<Gate, number>();
  const candidates: MatchCandidate[] = [];
  const leftOut: LeftOutCandidate[] = [];
  let callable = 0;
  for (const person of known.people) {
    const answer = known.answers.get(`${person.source}:${person.source_id}`) ?? null;
    const gate = gateOf(person, answer, known.against);
    const isIncluded = gate !== null && included.has(person.id) && mayBeIncluded(gate);
    const own = brought.get(person.id) ?? NOTHING;
    const graded: Record<MatchPart, Graded> = {
      skills: skillsPart(fits.get(person.id) ?? 0, own.best, wants, telling),
      past: pastOf(person.id),
      ...known.graded(person, topicFitOf(person.id)),
    };
    const candidate = candidateOf(person, { graded, weights, answer, known });
    if (gate === null) candidates.push(candidate);
    else if (isIncluded)
      candidates.push({ ...candidate, included: { against: gate, reason: included.get(person.id) ?? null } });
    else {
      gates.set(gate, (gates.get(gate) ?? 0) + 1);
      if ((gate === "opted out" || gate === "bounced") && person.may_be_called === 1) callable += 1;
      if (!NEVER_LISTED.has(gate)) leftOut.push({ gate, candidate });
    }
  }
  return {
    ask,
    topics: wants
      .filter((_, place) => [...brought.values()].some((each) => each.best.some(({ want }) => want === place)))
      .map(({ label }) => label),
    candidates: candidates.sort(byScore),
    leftOut: leftOut.sort((a, b) => byScore(a.candidate, b.candidate)),
    gates: new Map(GATES.flatMap((gate) => (gates.has(gate) ? [[gate, gates.get(gate) ?? 0] as const] : []))),
    callable,
    fitting: fitting.length,
    considered: known.people.length,
    volunteers: volunteers.size,
  };
}

/** Events like the one that is asked for, of everybody who came to one. */
async function pastsOf(
  reader: Reader,
  { volunteers }: Crowd,
  ask: MatchAsk,
  today: string,
): Promise<Map<number, Past>> {
  const like = await readLike(reader, ask, today);
  const pasts = new Map<number, Past>();
  if (like.size === 0) return pasts;
  for (const { id, cameTo } of volunteers.values()) {
    const past = pastAmong(cameTo, like);
    if (past !== null) pasts.set(id, past);
  }
  return pasts;
}

/** Ruling S1 leaves no room where somebody must not be contacted, or is left out of everything. */
export const mayBeIncluded = (gate: Gate): boolean => gate !== "do-not-contact" && gate !== "excluded";

const byScore = (a: MatchCandidate, b: MatchCandidate): number =>
  b.score - a.score || a.name.localeCompare(b.name, "en") || a.id - b.id;

/** What counts for this ask: distance not on video, topics and partners only where there are any. */
function weightsOf(
  ask: MatchAsk,
  weights: Organization["matching"]["weights"],
  { hasTopic, hasPartners }: { hasTopic: boolean; hasPartners: boolean },
): Partial<Record<MatchPart, number>> {
  const { skills, past, recency, local, partner, rest } = weights;
  return {
    ...(hasTopic ? { skills } : {}),
    ...(ask.type === null && ask.pathways.length === 0 ? {} : { past }),
    recency,
    ...(ask.format === "virtual" ? {} : { local }),
    ...(hasPartners ? { partner } : {}),
    rest,
  };
}

interface Known {
  readonly people: readonly PersonRow[];
  readonly partners: ReadonlyMap<number, Partnership> | null;
  readonly against: Against;
  /** The last attempt for this event, by source and source id. */
  readonly answers: ReadonlyMap<string, Attempt>;
  graded(person: PersonRow, topicFit: number | null): Record<Exclude<MatchPart, "skills" | "past">, Graded>;
  about(person: PersonRow): Pick<MatchCandidate, "organizations" | "times" | "lastOn" | "contactedOn">;
}

/** Everything about those who are looked at closely, a statement each for all of them. */
async function readKnown(
  reader: Reader,
  ids: readonly number[],
  { volunteers, days }: Crowd,
  ask: MatchAsk,
  rules: MatchRules,
): Promise<Known> {
  const { today, matching } = rules;
  const { event } = ask;
  const people = await readPeople(reader, ids);
  const lives = new Map(ids.map((id) => [id, lifeOf(volunteers.get(id)?.cameTo ?? [], days, today)]));
  const attempts = await readAttempts(reader, event, addDays(today, -365));
  const contacted = await readContacted(reader, ids, event, today);
  const employers = await readEmployers(reader, ids, event?.date ?? today);
  const partners = event === null ? null : await readPartners(reader, event);
  const keyed = (attempt: Attempt) => `${attempt.contact_source}:${attempt.contact_source_id}`;
  const answers = new Map(attempts.filter(({ of_event }) => of_event === 1).map((each) => [keyed(each), each]));
  const others = new Map(attempts.filter(({ of_event }) => of_event === 0).map((each) => [keyed(each), each]));
  const keyOf = ({ source, source_id }: PersonRow) => `${source}:${source_id}`;
  return {
    people,
    partners,
    answers,
    against: {
      event,
      signedUp: event === null ? new Map() : await readSignedUp(reader, event),
      elsewhere: event === null ? new Map() : await readElsewhere(reader, event),
    },
    graded(person, topicFit) {
      const life = lives.get(person.id);
      const askedOn = latest(others.get(keyOf(person))?.local_date, contacted.get(person.id)?.asked);
      const partnership = (employers.get(person.id) ?? [])
        .map(({ id }) => partners?.get(id) ?? null)
        .sort((a, b) => partnerPart(b).value - partnerPart(a).value)[0];
      return {
        recency: recencyPart(life?.lastOn ?? null, { today, halfLifeDays: matching.halfLifeDays, topicFit }),
        local: localPart(person.local_status),
        partner: partnerPart(partnership ?? null),
        rest: restPart(
          {
            askedOn,
            cameOn: life?.lastOn ?? null,
            nextOn: volunteers.get(person.id)?.nextOn ?? null,
            lately: life?.lately ?? 0,
          },
          today,
          matching.restDays,
        ),
      };
    },
    about(person) {
      const life = lives.get(person.id);
      const own = answers.get(keyOf(person))?.local_date;
      return {
        organizations: (employers.get(person.id) ?? []).map(({ name }) => name),
        times: life?.times ?? 0,
        lastOn: life?.lastOn ?? null,
        contactedOn: latest(
          own,
          others.get(keyOf(person))?.local_date,
          contacted.get(person.id)?.at,
          person.last_email_on,
        ),
      };
    },
  };
}

const latest = (...days: readonly (string | null | undefined)[]): string | null =>
  days.reduce<string | null>((last, day) => (day && (last === null || day > last) ? day : last), null);

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
    phone: person.may_be_called === 1 ? person.phone : null,
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
