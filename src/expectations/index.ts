export { type Judged, type JudgeOptions, judge, type SuiteJudgement } from "./judge.js";
export type { Batch, Cell, ExpectationResult, JsonObject, ResultFormat, Severity, SuiteResult } from "./model.js";
export { columnsOf, type Expectation, readSuite, type Suite } from "./suite.js";
export { type PartOfWhole, Tally } from "./tally.js";
export { nameOf, type Verdict, verdictOf, worstOf } from "./verdict.js";
