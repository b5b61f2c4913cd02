export { type PlainCompany, type PlainCompanyFigures, type PlainCompanyOptions, plainCompany } from "./company.js";
export { UNKNOWN } from "./events.js";
export {
  INDEPENDENT,
  NOBODY,
  type PlainDimension,
  type PlainFigures,
  type PlainOptions,
  type PlainResult,
  plainFigures,
} from "./figures.js";
export { whoIsWho } from "./people.js";
export type { PlainAttendance, PlainRow, PlainRows, PlainRules } from "./rows.js";
