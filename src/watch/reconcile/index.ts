export { reconcileProblems } from "./check.js";
export type { FieldFigures } from "./field-tally.js";
export {
  type Depth,
  nameOf,
  type ObjectComparison,
  type ReconcileProgress,
  type ReconcileResult,
  type RowFigures,
} from "./model.js";
export { problemsOf } from "./problems.js";
export { type ReconcileOptions, reconcile } from "./reconcile.js";
export type { RereadSource } from "./reread.js";
export { clauseOf, sentenceOf } from "./sentence.js";
export { lastReconciliation, lastVerdicts } from "./store.js";
