import { attendedAs, presentNumber, type Role, readParticipationStatus } from "../../../domain/index.js";
import type { Reading, Remark } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules, remembered } from "./fields.js";

const NO_REMARKS: readonly Remark[] = [];

/** A presenter is a volunteer (ruling A6). */
const ROLES: Readonly<Record<string, Role>> = {
  volunteer: "volunteer",
  presenter: "volunteer",
  professional: "volunteer",
  student: "student",
  teacher: "teacher",
  educator: "teacher",
};

const statusOf = remembered(readParticipationStatus);

/** One contact at one session. */
export function participantReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const contact = take.id("Contact__c");
  const session = take.id("Session__c");
  const type = take.text("Participant_Type__c");
  const status = take.text("Status__c");
  const hours = take.raw("Delivery_Hours__c");
  const ageGroup = take.text("Age_Group__c");
  const email = take.raw("Email__c");
  const title = take.text("Title__c");

  return (cells): Reading => {
    const [contactSourceId, eventSourceId] = [contact(cells), session(cells)];
    if (contactSourceId === null)
      return { kind: "refused", reason: "missing_required", detail: "The participation names no contact." };
    if (eventSourceId === null)
      return { kind: "refused", reason: "missing_required", detail: "The participation names no session." };
    const [typeRaw, statusRaw, hoursRaw] = [type(cells), status(cells), hours(cells)];
    const role = typeRaw === null ? null : (ROLES[typeRaw.toLowerCase()] ?? null);
    const mapped = statusOf(statusRaw);
    const recorded = presentNumber(hoursRaw);

    let remarks: Remark[] | undefined;
    if (!mapped.isMapped)
      remarks = [
        {
          kind: "unmapped_participation_status",
          detail: `Status "${statusRaw ?? ""}" is not mapped; it counts as unknown.`,
        },
      ];
    if (typeRaw !== null && role === null) {
      remarks ??= [];
      remarks.push({ kind: "unmapped_participant_type", detail: `Participant type "${typeRaw}" is not mapped.` });
    }
    if (hoursRaw !== null && recorded === null && /[a-z]/i.test(hoursRaw)) {
      remarks ??= [];
      remarks.push({
        kind: "hours_not_a_number",
        detail: "Delivery_Hours__c is not a number; the hours count as not recorded.",
      });
    }

    return {
      kind: "record",
      record: {
        kind: "participation",
        eventSourceId,
        contactSourceId,
        role,
        participantTypeRaw: typeRaw,
        statusRaw,
        status: mapped.status,
        attendedAsVolunteer: attendedAs("volunteer", mapped.status),
        attendedAsStudent: attendedAs("student", mapped.status),
        hoursRecorded: recorded !== null && recorded > 0 ? recorded : null,
        ageGroup: ageGroup(cells),
        emailRaw: email(cells),
        titleRaw: title(cells),
      },
      remarks: remarks ?? NO_REMARKS,
    };
  };
}
