export { type PlainCompany, type PlainCompanyFigures, type PlainCompanyOptions, plainCompany } from "./company.js";
export { NO_PATHWAY, UNKNOWN } from "./events.js";
export {
  INDEPENDENT,
  NOBODY,
  PLAIN_METRICS,
  type PlainDimension,
  type PlainFigures,
  type PlainMetric,
  type PlainOptions,
  type PlainResult,
  plainFigures,
} from "./figures.js";
export { whoIsWho } from "./people.js";
export type { PlainAttendance, PlainRow, PlainRows, PlainRules } from "./rows.js";
export { type PlainThanks, plainThanks } from "./thank-you.js";
