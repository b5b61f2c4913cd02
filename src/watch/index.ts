export * from "./alerts/index.js";
export { type ApiUsage, keepUsage } from "./api-usage.js";
export { FLAG_WORDS, type FlagCount, findFlags } from "./flags/index.js";
export { flagKind, flagName } from "./flags/names.js";
export type { Problem, Severity } from "./model.js";
export { OPERATING_FIGURES, observe, type Sample } from "./observe.js";
export { CHECKS, type Check, findProblems } from "./problems/index.js";
export { type BoardRow, type OpenFlags, openFlags, readBoard } from "./quality/board.js";
export { measureQuality, type QualityFigure } from "./quality/figures.js";
export { baselineOf, keepFigures, type TrendDay, trendOf } from "./quality/history.js";
export { type KeptFigure, keptFigures, keptMetrics } from "./quality/kept.js";
export { type ListedFlag, type ListedRow, listFlags, listQuarantine } from "./quality/lists.js";
export {
  type EndedJob,
  type QualityRun,
  runQuality,
  tellOfJob,
  tellProblems,
} from "./quality/watch-over.js";
export * from "./reconcile/index.js";
export { type VirtualCompleteness, virtualCompleteness } from "./virtual-sessions.js";
