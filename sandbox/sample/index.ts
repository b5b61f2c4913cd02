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
export { generateOrganization } from "./organization.js";
export type {
  AccountRow,
  AffiliationRow,
  CaseRow,
  ClassRow,
  ContactRow,
  EmailMessageRow,
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
