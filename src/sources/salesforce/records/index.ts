import type { Layout } from "../layout.js";
import type { ObjectName } from "../objects.js";
import { type ReadCells, RowShape } from "../row.js";
import { accountReader } from "./account.js";
import { affiliationReader } from "./affiliation.js";
import { caseReader } from "./case.js";
import { classReader } from "./class.js";
import { emailReader, taskReader } from "./communication.js";
import { contactReader } from "./contact.js";
import type { ReadingRules } from "./fields.js";
import { leadReader } from "./lead.js";
import { participantReader } from "./participant.js";
import { pathwayParticipantReader, pathwayReader, pathwaySessionReader } from "./pathway.js";
import { sessionReader } from "./session.js";

export type { ReadingRules } from "./fields.js";
export { readSalesforceLead } from "./lead.js";
export { readPathway, readPathwayParticipant, readPathwaySession } from "./pathway.js";

const READERS: Readonly<Record<ObjectName, (layout: Layout, rules: ReadingRules) => ReadCells>> = {
  Account: accountReader,
  Class__c: classReader,
  Contact: contactReader,
  npe5__Affiliation__c: affiliationReader,
  Session__c: sessionReader,
  Session_Participant__c: participantReader,
  Pathway__c: pathwayReader,
  Pathway_Session__c: pathwaySessionReader,
  Pathway_Participant__c: pathwayParticipantReader,
  Case: caseReader,
  Task: taskReader,
  EmailMessage: emailReader,
  Lead: leadReader,
};

/** How rows of this layout are read. */
export const rowShape = (layout: Layout, rules: ReadingRules): RowShape =>
  new RowShape(layout, READERS[layout.object.name](layout, rules));
