import { cancellationLabel } from "../../domain/index.js";
import type { Decision } from "../../identity/index.js";

/** What a kind of decision is in words, and how it is taken back. */
export interface DecisionKind {
  readonly label: string;
  /** What stands while the decision does: "counts as Cancelled". */
  stands(decision: Pick<Decision, "value" | "reason">): string;
  /** What holds again once it is taken back, where that needs words of its own. */
  readonly back?: string;
  /** Several of them stand beside each other on one record; else the newest one wins. */
  readonly many?: true;
  /** Who is one with whom: for administrators and staff alone. */
  readonly isMerge?: true;
  /** Figures are derived from it, so that they move with it. */
  readonly derives: boolean;
}

const SOURCE_AGAIN = "what its source says holds again";

/** Every kind of decision that can be taken back by its number. */
export const DECISION_KINDS: Readonly<Record<string, DecisionKind>> = {
  exclude: {
    label: "Left out of reports",
    stands: ({ value }) => (isNo(value) ? "is counted in reports" : "is left out of reports"),
    derives: true,
  },
  local_status: { label: "Local status", stands: ({ value }) => `counts as ${spaced(value)}`, derives: true },
  availability: { label: "Availability", stands: ({ value }) => `is said to be ${spaced(value)}`, derives: false },
  note: { label: "Note", stands: () => "has a note", back: "the note is gone", many: true, derives: false },
  skill: {
    label: "Skill",
    stands: ({ value }) => `has the skill ${value}`,
    back: "the skill is gone",
    many: true,
    derives: true,
  },
  skill_removed: {
    label: "Skill taken away",
    stands: ({ value }) => `does not have the skill ${value}`,
    many: true,
    derives: true,
  },
  match_include: {
    label: "Candidate all the same",
    stands: () => "is listed among the candidates of an event against a rule",
    back: "the rule holds again",
    many: true,
    derives: false,
  },
  same_person: merge("Same person", "is one with another record"),
  same_organization: merge("Same organisation", "is one with another record"),
  same_session: merge("Same session", "is one with another record"),
  same_event: merge("Same event", "is one with an event of another source"),
  same_lead: {
    label: "Same lead",
    stands: () => "is one with another lead",
    back: "each lead stands for itself again",
    many: true,
    derives: false,
  },
  cancellation_reason: {
    label: "Cancellation reason",
    stands: ({ value, reason }) => `was cancelled: ${cancellationLabel(value)}${reason === null ? "" : ` (${reason})`}`,
    back: "no reason is kept here",
    derives: false,
  },
  event_status: {
    label: "Status of an event",
    stands: ({ value }) => `counts as ${value}`,
    back: "its own status holds again",
    derives: true,
  },
  event_school: {
    label: "School of an event",
    stands: () => "counts at the school that was named",
    back: "its own school holds again",
    derives: true,
  },
  school_district: {
    label: "District of a school",
    stands: () => "counts in the district that was named",
    derives: true,
  },
  school_level: { label: "Level of a school", stands: ({ value }) => `is of level ${value}`, derives: true },
  reach: {
    label: "Reach",
    stands: ({ value }) => `reached ${value} students`,
    back: "what was counted holds again",
    derives: false,
  },
  pathway: {
    label: "Spoke on a pathway",
    stands: ({ value }) => `spoke on ${value}`,
    back: "that is not said any more",
    many: true,
    derives: false,
  },
  attendance_override: {
    label: "Attendance of a teacher",
    stands: ({ value }) => (value === "remove" ? "does not count as there" : "counts as there"),
    derives: true,
  },
  attendance_added: {
    label: "A teacher who was there",
    stands: () => "had a teacher whom no source names",
    back: "nobody is added",
    many: true,
    derives: true,
  },
};

function merge(label: string, stands: string): DecisionKind {
  return {
    label,
    stands: () => stands,
    back: "the records stand for themselves again",
    many: true,
    isMerge: true,
    derives: true,
  };
}

/** In words for any kind, also one that has no words of its own yet. */
export const decisionKind = (kind: string): DecisionKind =>
  DECISION_KINDS[kind] ?? { label: spaced(kind), stands: ({ value }) => `is said to be ${value}`, derives: true };

export const holdsAgain = ({ back }: DecisionKind): string => back ?? SOURCE_AGAIN;

const spaced = (text: string): string => text.replaceAll("_", " ");
const isNo = (value: string): boolean => /^(?:no|false|0|off)$/i.test(value.trim());
