export { matchVolunteers, mayBeIncluded } from "./match.js";
export {
  type AskedEvent,
  GATES,
  type Gate,
  type LeftOutCandidate,
  MATCH_PARTS,
  type MatchAsk,
  type MatchCandidate,
  type MatchPart,
  type MatchResult,
  type MatchRules,
  type ScoredPart,
} from "./model.js";
export { type Narrowing, narrowed } from "./narrowed.js";
export { gateFor } from "./one-gate.js";
export { askOfEvent, gradeIn } from "./read-ask.js";
export { readTopics, type Topics } from "./topics.js";
