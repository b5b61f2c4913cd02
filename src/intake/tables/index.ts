import type { RecordKind } from "../../sources/index.js";
import { affiliationTable } from "./affiliation.js";
import { attendanceRowTable } from "./attendance-row.js";
import { communicationTable } from "./communication.js";
import { contactTable } from "./contact.js";
import { districtTable } from "./district.js";
import { engagementTable } from "./engagement.js";
import { eventTable } from "./event.js";
import { eventRequestTable } from "./event-request.js";
import type { Table } from "./model.js";
import { organizationTable } from "./organization.js";
import { outsideVisitTable } from "./outside-visit.js";
import { participationTable } from "./participation.js";
import { partnerPersonTable } from "./partner-person.js";
import { pathwayParticipantTable, pathwaySessionTable, pathwayTable } from "./pathway.js";
import { rosterEntryTable } from "./roster-entry.js";
import { salesforceLeadTable } from "./salesforce-lead.js";
import { schoolTable } from "./school.js";
import { schoolClassTable } from "./school-class.js";
import { schoolLevelTable } from "./school-level.js";
import { signUpTable } from "./sign-up.js";
import { supportCaseTable } from "./support-case.js";
import { surveyAnswerTable } from "./survey-answer.js";

export { type Column, type Parent, plain, type Table } from "./model.js";

/** By kind; each takes only records of its own kind. */
export const TABLES: Readonly<Record<RecordKind, Table>> = {
  organization: organizationTable,
  district: districtTable,
  school: schoolTable,
  contact: contactTable,
  affiliation: affiliationTable,
  event: eventTable,
  participation: participationTable,
  school_class: schoolClassTable,
  pathway: pathwayTable,
  pathway_session: pathwaySessionTable,
  pathway_participant: pathwayParticipantTable,
  support_case: supportCaseTable,
  communication: communicationTable,
  salesforce_lead: salesforceLeadTable,
  roster_entry: rosterEntryTable,
  attendance_row: attendanceRowTable,
  school_level: schoolLevelTable,
  event_request: eventRequestTable,
  sign_up: signUpTable,
  outside_visit: outsideVisitTable,
  survey_answer: surveyAnswerTable,
  engagement: engagementTable,
  partner_person: partnerPersonTable,
};

interface Destination {
  readonly tables: readonly RecordKind[];
  /** The word that flags use for its rows. */
  readonly entity: string;
  /** Which rows of the table are this object's, where it shares the table with another. */
  readonly where?: string;
}

/** Source object → the tables its rows go to. */
export const DESTINATIONS: Readonly<Record<string, Destination>> = {
  Account: { tables: ["organization", "district", "school"], entity: "organization" },
  Contact: { tables: ["contact"], entity: "contact" },
  npe5__Affiliation__c: { tables: ["affiliation"], entity: "affiliation" },
  Session__c: { tables: ["event"], entity: "event" },
  Session_Participant__c: { tables: ["participation"], entity: "participation" },
  Class__c: { tables: ["school_class"], entity: "school_class" },
  Pathway__c: { tables: ["pathway"], entity: "pathway" },
  Pathway_Session__c: { tables: ["pathway_session"], entity: "pathway_session" },
  Pathway_Participant__c: { tables: ["pathway_participant"], entity: "pathway_participant" },
  Case: { tables: ["support_case"], entity: "support_case" },
  Task: { tables: ["communication"], entity: "communication", where: "kind = 'task'" },
  EmailMessage: { tables: ["communication"], entity: "communication", where: "kind = 'email'" },
  Lead: { tables: ["salesforce_lead"], entity: "salesforce_lead" },
  roster: { tables: ["roster_entry"], entity: "roster_entry" },
  attendance: { tables: ["attendance_row"], entity: "attendance_row" },
  "school-levels": { tables: ["school_level"], entity: "school_level" },
  "event-requests": { tables: ["event_request"], entity: "event_request" },
  "pathway-roster": { tables: ["sign_up"], entity: "participation" },
  "outside-visits": { tables: ["outside_visit"], entity: "outside_visit" },
  surveys: { tables: ["survey_answer"], entity: "survey_answer" },
  engagement: { tables: ["engagement"], entity: "engagement" },
  "partner-list": { tables: ["partner_person"], entity: "partner_person" },
};
