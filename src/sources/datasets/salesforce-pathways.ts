import { readPathway, readPathwayParticipant, readPathwaySession } from "../salesforce/records/index.js";
import { column, exported } from "./salesforce-export.js";

export const salesforcePathways = exported(
  {
    name: "salesforce-pathways",
    label: "Pathways (Salesforce export)",
    describe: "Career pathways as Salesforce exports Pathway__c.",
    object: "Pathway__c",
  },
  [column("Name", true), column("School__c", true), column("Status__c", false)],
  (cells) =>
    readPathway({ name: cells.text("Name"), school: cells.text("School__c"), status: cells.text("Status__c") }),
);

export const salesforcePathwaySessions = exported(
  {
    name: "salesforce-pathway-sessions",
    label: "Sessions of pathways (Salesforce export)",
    describe: "Which sessions belong to which pathway, as Salesforce exports Pathway_Session__c.",
    object: "Pathway_Session__c",
  },
  [column("Pathway__c", true), column("Session__c", true)],
  (cells) => readPathwaySession({ pathway: cells.text("Pathway__c"), session: cells.text("Session__c") }),
);

export const salesforcePathwayParticipants = exported(
  {
    name: "salesforce-pathway-participants",
    label: "People of pathways (Salesforce export)",
    describe: "Who belongs to which pathway, as Salesforce exports Pathway_Participant__c.",
    object: "Pathway_Participant__c",
  },
  [column("Pathway__c", true), column("Contact__c", true), column("Status__c", false)],
  (cells) =>
    readPathwayParticipant({
      pathway: cells.text("Pathway__c"),
      contact: cells.text("Contact__c"),
      status: cells.text("Status__c"),
    }),
);
