export { HILLS } from "./employers.js";
export {
  generateFiles,
  type SampleFile,
  type SampleFiles,
  type SampleSheet,
  type SampleVisit,
  type SheetCell,
  type SheetRows,
} from "./files/index.js";
export { bytesOf } from "./files/write.js";
export { LEAD_CAST, type LeadCompany, leadCompany } from "./lead-cast.js";
export {
  ADDITIONAL_COLUMN,
  brokenLeadFile,
  LEAD_BREAKS,
  LEAD_COLUMNS,
  LEAD_LISTS,
  LEAD_MONTHS,
  LEAD_TRUTH,
  type LeadFile,
  type LeadList,
  type LeadMonth,
  leadFiles,
  leadMonths,
  leadSheet,
  PLANTED_LEADS,
  type PlantedLead,
  rowName,
} from "./lead-lists/index.js";
export { LEAD_EXPORT_COLUMNS, LEADS_IN_SALESFORCE, type LeadInSalesforce } from "./leads.js";
export { generateOrganization } from "./organization.js";
export type {
  AccountRow,
  AffiliationRow,
  CaseRow,
  ClassRow,
  ContactRow,
  EmailMessageRow,
  LeadRow,
  ParticipantRow,
  PathwayParticipantRow,
  PathwayRow,
  PathwaySessionRow,
  Row,
  SampleOrganization,
  SessionRow,
  TaskRow,
  Value,
} from "./rows.js";
export { SAMPLE_DISTRICT_ALIASES } from "./schools.js";
export type { SampleOptions } from "./setting.js";
export { SAMPLE_BOT_USER, SAMPLE_PEOPLE, type SamplePeople } from "./workspace.js";
