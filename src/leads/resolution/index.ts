export {
  decideLeadPair,
  type LeadSide,
  leadApart,
  sameLead,
  settleDecidedLeads,
} from "./decide.js";
export type { ImportantField, LeadDifference } from "./differences.js";
export { leadBehind } from "./gone.js";
export {
  type LeadScope,
  listed,
  type SettledLeads,
  STILL_LEADS,
  TOLD_COLUMNS,
  TOUCHED_KEYS,
  type ToldColumn,
} from "./model.js";
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
export { countStillLeads, tellStillLeads } from "./still-standing.js";
