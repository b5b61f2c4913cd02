import { attendedAs, foldText, readParticipationStatus } from "../../domain/index.js";
import type { Remark } from "../model.js";
import { eventKey } from "./attendance.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset } from "./model.js";
import type { StudentReference } from "./records.js";
import { digest, eventReference, readRow } from "./row.js";

const EVENT = { ref: "sessionId", title: "event", date: "date" } as const;

/** Which students signed up for, and came to, the events of a pathway. */
export const pathwayRoster: Dataset = {
  name: "pathway-roster",
  label: "Pathway roster",
  describe:
    "Students who signed up for, or came to, the events of a pathway. Unknown students wait; nobody is created.",
  columns: [
    { key: "sessionId", names: ["Session ID", "Event ID", "Salesforce ID"], required: false },
    { key: "event", names: ["Event", "Event Name", "Session"], required: true },
    { key: "date", names: ["Date", "Event Date"], required: false },
    { key: "studentId", names: ["Student ID", "Local Student ID", "Student Number"], required: true },
    { key: "firstName", names: ["First Name", "First", "Student First Name"], required: false },
    { key: "lastName", names: ["Last Name", "Last", "Student Last Name"], required: false },
    { key: "school", names: ["School", "School Name", "Building"], required: false },
    { key: "district", names: ["District", "District Name"], required: false },
    { key: "pathway", names: ["Pathway", "Career Pathway"], required: false },
    { key: "status", names: ["Status", "Attendance", "Attended"], required: false },
  ],
  key: ["sessionId", "event", "date", "studentId", "firstName", "lastName", "school"],
  read(row, rules) {
    const keyOf = (cells: RowCells): string => {
      const event = eventKey(eventReference(cells, EVENT));
      const { studentId, firstName, lastName, school, district } = studentOf(cells);
      const who = studentId ?? [firstName, lastName].map((name) => foldText(name ?? "")).join(" ");
      return `${event}-${digest(who.toUpperCase(), foldText(district ?? ""), foldText(school ?? ""))}`;
    };
    return [
      readRow(row, rules, this.columns, keyOf, (cells) => {
        const statusRaw = cells.text("status");
        const { status, isMapped } = readParticipationStatus(statusRaw);
        const remarks: Remark[] = isMapped
          ? []
          : [{ kind: "unmapped_participation_status", detail: `The status “${statusRaw}” is mapped to nothing.` }];
        return {
          record: {
            kind: "sign_up",
            origin: rules.origin,
            line: row.number,
            event: eventReference(cells, EVENT),
            eventId: null,
            student: studentOf(cells),
            contactId: null,
            statusRaw,
            status,
            attended: attendedAs("student", status),
          },
          remarks,
        };
      }),
    ];
  },
};

function studentOf(cells: RowCells): StudentReference {
  const student = {
    studentId: cells.text("studentId"),
    firstName: cells.text("firstName"),
    lastName: cells.text("lastName"),
    school: cells.text("school"),
    district: cells.text("district"),
  };
  if (student.studentId === null && student.lastName === null)
    throw new Unreadable("missing_required", "the student is not named: neither a Student ID nor a name.");
  return student;
}
