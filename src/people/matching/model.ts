import type { Organization } from "../../runtime/index.js";
import type { Vocabulary } from "../vocabulary.js";
import type { Topics } from "./topics.js";

/** The graded parts of a score; each has its weight in organization.yml. */
export const MATCH_PARTS = ["skills", "past", "recency", "local", "virtual", "partner", "rest"] as const;
export type MatchPart = (typeof MATCH_PARTS)[number];
export type MatchWeights = Readonly<Record<MatchPart, number>>;

/** What somebody is asked for: an event, or a role in words. */
export interface MatchAsk {
  readonly title: string;
  readonly description: string | null;
  /** One of the event types; null where none is said. */
  readonly type: string | null;
  readonly format: "in_person" | "virtual";
  readonly pathways: readonly string[];
  /** "K-2", "9-12"; shown, and taken out of the topic's words. */
  readonly grade: string | null;
  readonly cluster: string | null;
  /** Skill tags without their prefix. */
  readonly tags: readonly string[];
  /** Null for a role in words. */
  readonly event: AskedEvent | null;
}

export interface AskedEvent {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly status: string;
  /** Local day and time; the time is "00:00" where the source has none. */
  readonly date: string;
  readonly time: string;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly durationMinutes: number | null;
  readonly schoolId: number | null;
  readonly school: string | null;
  readonly districtIds: readonly number[];
  readonly series: string | null;
}

/** Why somebody who fits is not proposed (rulings S1, S2), the gravest first. */
export const GATES = [
  "do-not-contact",
  "excluded",
  "opted out",
  "bounced",
  "inactive",
  "already on this event",
  "proposed already",
  "declined",
  "not now",
  "elsewhere at that time",
  "not available then",
] as const;
export type Gate = (typeof GATES)[number];

/** Those who are never listed, exported or shown as nearly fitting (ruling S1). */
export const NEVER_LISTED: ReadonlySet<Gate> = new Set<Gate>([
  "do-not-contact",
  "excluded",
  "opted out",
  "bounced",
  "inactive",
]);

/** One part of a score, with its reason in words; null words are not worth saying. */
export interface ScoredPart {
  readonly part: MatchPart;
  /** 0 … weight. */
  readonly points: number;
  readonly weight: number;
  readonly reason: string | null;
}

export interface MatchCandidate {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly name: string;
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly organizations: readonly string[];
  readonly localStatus: string;
  /** 0 … 100. */
  readonly score: number;
  readonly parts: readonly ScoredPart[];
  /** Attended events up to today, and the day of the last. */
  readonly times: number;
  readonly lastOn: string | null;
  /** Day of the last e-mail, call or attempt with them, of any event. */
  readonly contactedOn: string | null;
  /** What came of the last attempt for this event, or null. */
  readonly answer: {
    readonly outcome: string;
    readonly method: string;
    readonly on: string;
    readonly by: string;
  } | null;
  /** Set when a coordinator proposes them against a gate. */
  readonly included: { readonly against: Gate; readonly reason: string | null } | null;
}

export interface LeftOutCandidate {
  readonly gate: Gate;
  readonly candidate: MatchCandidate;
}

export interface MatchResult {
  readonly ask: MatchAsk;
  /** The words that the ask was understood as, the weightiest first. */
  readonly topics: readonly string[];
  /** Best first; ties by name and id. */
  readonly candidates: readonly MatchCandidate[];
  /** Those kept out by what may change (never those of ruling S1), best first. */
  readonly leftOut: readonly LeftOutCandidate[];
  readonly gates: ReadonlyMap<Gate, number>;
  /** Opted out or bounced, but with a telephone that may be called. */
  readonly callable: number;
  /** How many fit at all, and how many of these were looked at closely. */
  readonly fitting: number;
  readonly considered: number;
  /** All volunteers. */
  readonly volunteers: number;
  /** The id under which a contact is a candidate: another one where somebody decided that two records are one person. */
  readonly standsFor: (contact: number) => number;
}

/** What a matching goes by besides the rows. */
export interface MatchRules {
  readonly matching: Organization["matching"];
  readonly pathways: Organization["pathways"];
  readonly topics: Topics;
  readonly vocabulary: Vocabulary;
  readonly today: string;
}
