export { WITHOUT_PHONE, withFewNamed } from "./filter.js";
export {
  countUnusable,
  problemsIn,
  type RowFilter,
  type RowProblem,
  type UnusableCount,
  type UnusableRow,
  unusableRows,
} from "./invalid.js";
export {
  type Asked,
  type Difference,
  EVERY_LEAD,
  LEAD_SORTS,
  type LeadCounts,
  type LeadFilter,
  type LeadSort,
  type ListedLead,
  NOT_ASKED,
  type Standing,
  type Taken,
  type Wanted,
} from "./model.js";
export { type Overlap, overlapOf } from "./overlap.js";
export { countLeads, differencesIn, fileDays, leadsById, listLeads, takenOf } from "./read.js";
export {
  changedFields,
  changesInWords,
  fieldLabel,
  matchWords,
  phoneOf,
  problemLabel,
  STANDINGS,
  shownValue,
  standingWords,
  streetOf,
  whichLead,
} from "./words.js";
