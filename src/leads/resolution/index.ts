export {
  decideLeadPair,
  LEAD_ANSWERS,
  type LeadAnswer,
  type LeadSide,
  leadApart,
  sameLead,
  settleDecidedLeads,
} from "./decide.js";
export type { ImportantField, LeadDifference } from "./differences.js";
export { leadBehind } from "./gone.js";
export type { LeadScope, SettledLeads } from "./model.js";
export {
  type KeptLeadPairs,
  type LeadPair,
  type LeadPairKind,
  type LeadPairState,
  leadPairWithId,
  openLeadPairs,
} from "./pairs.js";
export { proposeSameLeads } from "./propose.js";
export { provenanceOf, type ValueOrigin } from "./provenance.js";
export { settleLeadMatches, settleLeads } from "./settle.js";
export { type LeadSideBySide, leadSides, namedSides, type ReviewedSide } from "./sides.js";
