/** How somebody was reached, in words: "e-mail". */
export const OUTREACH_METHODS = {
  email: "E-mail",
  call: "Call",
  text: "Text message",
  in_person: "In person",
  other: "Other",
} as const;
export type OutreachMethod = keyof typeof OUTREACH_METHODS;

/** What came of it. "Proposed" counts nowhere until Salesforce or Pathful has the sign-up (ruling W3). */
export const OUTREACH_OUTCOMES = {
  no_answer: "No answer yet",
  left_message: "Left a message",
  interested: "Interested",
  follow_up: "To be followed up",
  declined: "Declined",
  assigned: "Proposed",
  not_now: "Not now",
} as const;
export type OutreachOutcome = keyof typeof OUTREACH_OUTCOMES;

/** Outcomes by which somebody has answered. */
export const ANSWERED: ReadonlySet<string> = new Set<OutreachOutcome>([
  "interested",
  "declined",
  "assigned",
  "not_now",
]);

export const methodLabel = (method: string): string =>
  Object.hasOwn(OUTREACH_METHODS, method) ? OUTREACH_METHODS[method as OutreachMethod] : method.replaceAll("_", " ");
export const outcomeLabel = (outcome: string): string =>
  Object.hasOwn(OUTREACH_OUTCOMES, outcome)
    ? OUTREACH_OUTCOMES[outcome as OutreachOutcome]
    : outcome.replaceAll("_", " ");

/** A record of a source. */
export interface SourceKey {
  readonly source: string;
  readonly sourceId: string;
}

export interface NewAttempt {
  readonly contact: SourceKey;
  /** Null: about no event in particular. */
  readonly event: SourceKey | null;
  readonly method: OutreachMethod;
  readonly outcome: OutreachOutcome;
  readonly note: string | null;
  /** Slack user id, and the name people know. */
  readonly by: { readonly id: string; readonly name: string };
  /** ISO-8601 UTC. */
  readonly now: string;
  /** The local day on which it happened. */
  readonly on: string;
}

export interface KeptAttempt {
  readonly id: number;
  readonly contact: SourceKey;
  readonly event: SourceKey | null;
  readonly method: string;
  readonly outcome: string;
  readonly note: string | null;
  readonly byId: string;
  readonly by: string;
  readonly on: string;
}
