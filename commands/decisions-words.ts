import { lineOf } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import type { Difference } from "../src/events/index.js";
import type { Action } from "../src/reply/index.js";
import type { Organization } from "../src/runtime/index.js";

/** What differs, in words. */
export const WHAT_DIFFERS: Readonly<Record<Difference["what"], string>> = {
  status: "Status of the event",
  school: "School of the event",
  district: "District of the school",
  cancellation_reason: "Cancellation reason",
  attendance: "Number of students",
};

/** Where Salesforce keeps it, for whoever enters it there. */
export const FIELDS: Readonly<Record<Difference["what"], string>> = {
  status: "Session__c.Session_Status__c",
  school: "Session__c.School__c",
  district: "Account.ParentId",
  cancellation_reason: "Session__c.Cancellation_Reason__c",
  attendance: "Session__c.Non_Scheduled_Students_Count__c",
};

const OBJECTS = { event: "Session__c", school: "Account" } as const;

/** The record in Salesforce; null where it comes from elsewhere. */
export const linkTo = (
  { salesforce }: Organization,
  { source, sourceId, subject }: Pick<Difference, "source" | "sourceId" | "subject">,
): string | null => (source === "salesforce" ? recordUrl(salesforce.recordUrl, OBJECTS[subject], sourceId) : null);

export function takingBack({ takeBack: { command, id } }: Difference): Action {
  const line = command === "undo" ? lineOf(command, { id }) : lineOf(command, { entry: id });
  return { label: `Undo ${id}`, line, does: "run", sensitivity: "open" };
}
