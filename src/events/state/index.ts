export { DECISION_KINDS, type DecisionKind, decisionKind, holdsAgain } from "./decision-kinds.js";
export { type Difference, differences } from "./differences.js";
export { type PastDraft, pastDrafts } from "./drafts.js";
export { eventWithId, goneEvent } from "./gone.js";
export { type DecisionsAsked, type ListedDecision, listDecisions } from "./list.js";
export { findSchools } from "./schools.js";
export { type DecidedAgain, decideAgain, type TakenBack, takeBackDecision } from "./take-back.js";
