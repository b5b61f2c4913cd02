export { decideAtOnce, type Following } from "./at-once.js";
export { ATTENDED, creditedHoursOf, hoursBasisOf } from "./attendance.js";
export {
  type Decision,
  type DecisionRow,
  type DecisionSubject,
  decide,
  decisionOf,
  decisionsAbout,
  type NewDecision,
  readDecision,
  takeBack,
} from "./decide.js";
export { type Derived, derive, isDirty, markDirty, poolRevision } from "./derive.js";
export { keepAnswer, mayBeAnswered, PAIR_ANSWERS, type PairDecision } from "./duplicates/answer-pair.js";
export { type FindOptions, type FoundDuplicates, findDuplicates } from "./duplicates/find.js";
export { inOrder } from "./duplicates/find-keep.js";
export { mergeTwo, refuseUnmergeable, stillOne, unmergeTwo } from "./duplicates/merge.js";
export { mergeConflicts } from "./duplicates/merge-conflicts.js";
export { type MergeGroup, mergeGroups, standIns } from "./duplicates/merge-groups.js";
export {
  MERGE_OF,
  type MergeRecord,
  mergeRecords,
  OBJECT_OF,
  PAIR_KINDS,
  type PairKind,
  type RecordKey,
} from "./duplicates/merge-records.js";
export {
  type DuplicatePair,
  type Evidence,
  nextPair,
  type OpenPair,
  openPairs,
  PAIR_ZONES,
  type PairZone,
  pairWithId,
  STATE_WORDS,
} from "./duplicates/review.js";
export { decidePair } from "./duplicates/review-decide.js";
export { activityOf, keeperOf, type SideBySide, sideBySide } from "./duplicates/review-sides.js";
export { type SalesforceMerge, salesforceMerges } from "./duplicates/work-list.js";
export { EventDirectory } from "./event-directory.js";
export * from "./find-organization.js";
export { allSchools, type NamedSchool, schoolsCalled } from "./find-schools.js";
export { type Finding, type Subject, settleFlags } from "./flags.js";
export {
  type Bearers,
  type Evidence as LikenessEvidence,
  field,
  oneOfSeveral,
  type Plan,
  scorer,
  text,
  usualWeights,
  zoneOf,
} from "./likeness/index.js";
export { followMerges } from "./merged-at-source/follow.js";
export { heirIds, standingIds } from "./merged-at-source/heirs.js";
export type { DerivePool, Rules } from "./model.js";
export type { PathwayBasis } from "./pathways.js";
export { PlaceDirectory } from "./place-directory.js";
export { sameOrganizations } from "./same-organizations.js";
export { SKILL_KINDS, settleSkills, skillKey } from "./skills.js";
export { StudentDirectory } from "./student-directory.js";
