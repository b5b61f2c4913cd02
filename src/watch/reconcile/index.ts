export { reconcileProblems } from "./check.js";
export type { FieldFigures } from "./field-tally.js";
export type { Depth, ObjectComparison, ReconcileProgress, ReconcileResult, RowFigures } from "./model.js";
export { problemsOf } from "./problems.js";
export { type ReconcileOptions, reconcile } from "./reconcile.js";
export type { RereadSource } from "./reread.js";
export { clauseOf, sentenceOf } from "./sentence.js";
export { lastReconciliation } from "./store.js";
