export { isSameAgain, keepAttempt, lastAttempt, takeBackAttempt } from "./attempts.js";
export { type AttemptLine, outreachWith, proposedAssignments, toFollowUp } from "./lists.js";
export {
  ANSWERED,
  type KeptAttempt,
  methodLabel,
  type NewAttempt,
  OUTREACH_METHODS,
  OUTREACH_OUTCOMES,
  type OutreachMethod,
  type OutreachOutcome,
  outcomeLabel,
  type SourceKey,
} from "./model.js";
export {
  type Asked,
  type DatedEvent,
  type EventOutreach,
  type Outreach,
  outreachOf,
  outreachOfEach,
} from "./of-event.js";
