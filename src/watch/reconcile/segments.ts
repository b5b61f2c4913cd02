import sql from "sql-template-tag";
import type { Grouping, ObjectName } from "../../sources/index.js";
import type { Expressions } from "./pool-side.js";

/** What rows of an object can be counted by, there and here. */
export const SEGMENT_NAMES = ["type", "status", "format", "month", "school-year", "lead-source"] as const;
export type SegmentName = (typeof SEGMENT_NAMES)[number];

/** One way to cut an object into segments: a field of Salesforce, and the column that keeps what it says, as it came. */
export interface Segmentation {
  readonly name: SegmentName;
  readonly there: Grouping;
  readonly here: Expressions;
  /** Segments of which by rule nothing is kept, in small letters. */
  readonly skipped?: readonly string[];
  /** Months are put together to years that begin with this month of the organisation's. */
  readonly asSchoolYears?: true;
}

const value = (field: string): Grouping => ({ field, grain: "value" });
const month = (field: string): Grouping => ({ field, grain: "month" });
const status = (field: string, table: string): Segmentation => ({
  name: "status",
  there: value(field),
  here: { [table]: sql`t.status_raw` },
});

/** Instants are kept in UTC, as Salesforce counts them. */
const STARTS: Pick<Segmentation, "there" | "here"> = {
  there: month("Start_Date_and_Time__c"),
  here: { event: sql`substr(t.starts_at, 1, 7)` },
};

/** An object that is not named has no segments of its own: its rows are told apart by days of change alone. */
export const SEGMENTATIONS: Readonly<Partial<Record<ObjectName, readonly Segmentation[]>>> = {
  Account: [
    {
      name: "type",
      there: value("Type"),
      here: { organization: sql`t.type_raw`, district: sql`'School District'`, school: sql`'School'` },
      skipped: ["household"],
    },
  ],
  Contact: [{ name: "type", there: value("Contact_Type__c"), here: { contact: sql`t.kind_raw` } }],
  npe5__Affiliation__c: [status("npe5__Status__c", "affiliation")],
  Session__c: [
    { name: "type", there: value("Session_Type__c"), here: { event: sql`t.type_raw` } },
    status("Session_Status__c", "event"),
    { name: "format", there: value("Format__c"), here: { event: sql`t.format_raw` } },
    { name: "month", ...STARTS },
    { name: "school-year", ...STARTS, asSchoolYears: true },
  ],
  Session_Participant__c: [
    { name: "type", there: value("Participant_Type__c"), here: { participation: sql`t.participant_type_raw` } },
    status("Status__c", "participation"),
  ],
  Pathway__c: [status("Status__c", "pathway")],
  Pathway_Participant__c: [status("Status__c", "pathway_participant")],
  Task: [status("Status", "communication")],
  EmailMessage: [status("Status", "communication")],
  Lead: [
    { name: "status", there: value("Status"), here: { salesforce_lead: sql`t.status` } },
    { name: "lead-source", there: value("LeadSource"), here: { salesforce_lead: sql`t.lead_source` } },
  ],
};
