export { ATTENDED, creditedHoursOf } from "./attendance.js";
export {
  type Decision,
  type DecisionSubject,
  decide,
  decisionOf,
  decisionsAbout,
  type NewDecision,
  takeBack,
} from "./decide.js";
export { type Derived, derive, isDirty, markDirty } from "./derive.js";
export { EventDirectory } from "./event-directory.js";
export * from "./find-organization.js";
export { type Finding, type Subject, settleFlags } from "./flags.js";
export type { DerivePool, Rules } from "./model.js";
export type { PathwayBasis } from "./pathways.js";
export { PlaceDirectory } from "./place-directory.js";
export { StudentDirectory } from "./student-directory.js";
