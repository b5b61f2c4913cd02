export { reconcileProblems } from "./check.js";
export {
  compareSegments,
  type SegmentComparison,
  type SegmentResult,
  type SegmentRow,
} from "./compare-segments.js";
export {
  type Depth,
  type FieldFigures,
  nameOf,
  type ObjectComparison,
  type ReconcileProgress,
  type ReconcileResult,
  type RowFigures,
} from "./model.js";
export { problemsOf } from "./problems.js";
export { type ReconcileOptions, reconcile } from "./reconcile.js";
export type { RereadSource } from "./reread.js";
export { SEGMENT_NAMES, type SegmentName } from "./segments.js";
export { clauseOf, sentenceOf } from "./sentence.js";
export { lastReconciliation, lastVerdicts } from "./store.js";
