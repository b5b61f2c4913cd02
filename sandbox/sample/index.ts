export { HILLS } from "./employers.js";
export { generateOrganization } from "./organization.js";
export type {
  AccountRow,
  AffiliationRow,
  ClassRow,
  ContactRow,
  ParticipantRow,
  Row,
  SampleOrganization,
  SessionRow,
  Value,
} from "./rows.js";
export { SAMPLE_DISTRICT_ALIASES } from "./schools.js";
export type { SampleOptions } from "./setting.js";
export { SAMPLE_BOT_USER, SAMPLE_PEOPLE, type SamplePeople } from "./workspace.js";
