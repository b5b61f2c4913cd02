import { recordId } from "./ids.js";
import type { ReportInput } from "./report-model.js";

export const sampleReportIds = {
  sessions: recordId("00O", 1),
  hours: recordId("00O", 2),
  students: recordId("00O", 3),
  contacts: recordId("00O", 4),
  matrix: recordId("00O", 5),
  board: recordId("00O", 6),
  joined: recordId("00O", 7),
} as const;

const shared = { name: "Program Reports", isShared: true } as const;

/** What reports of one kind read. */
type Source = Pick<ReportInput, "object" | "type" | "columns">;

const session: Source = {
  object: "Session__c",
  type: { type: "CustomEntity$Session__c", label: "Sessions" },
  columns: [
    { name: "CUST_NAME", label: "Session: Session Name", path: "Name", dataType: "string", idPath: "Id" },
    { name: "Session__c.Session_Type__c", label: "Session Type", path: "Session_Type__c", dataType: "picklist" },
    { name: "Session__c.Session_Status__c", label: "Session Status", path: "Session_Status__c", dataType: "picklist" },
    { name: "Session__c.Format__c", label: "Format", path: "Format__c", dataType: "picklist" },
    {
      name: "Session__c.Start_Date_and_Time__c",
      label: "Start Date and Time",
      path: "Start_Date_and_Time__c",
      dataType: "datetime",
    },
  ],
};

const participant: Source = {
  object: "Session_Participant__c",
  type: { type: "CustomEntity$Session__c.Session_Participants__r", label: "Sessions with Session Participants" },
  columns: [
    { name: "CHILD_ID", label: "Session Participant: ID", path: "Id", dataType: "id" },
    {
      name: "Session_Participant__c.Contact__c",
      label: "Contact",
      path: "Contact__r.Name",
      dataType: "reference",
      idPath: "Contact__c",
    },
    {
      name: "Session_Participant__c.Session__c",
      label: "Session",
      path: "Session__r.Name",
      dataType: "reference",
      idPath: "Session__c",
    },
    {
      name: "Session__c.Start_Date_and_Time__c",
      label: "Start Date and Time",
      path: "Session__r.Start_Date_and_Time__c",
      dataType: "datetime",
    },
    { name: "Session_Participant__c.Status__c", label: "Status", path: "Status__c", dataType: "picklist" },
    {
      name: "Session_Participant__c.Participant_Type__c",
      label: "Participant Type",
      path: "Participant_Type__c",
      dataType: "picklist",
    },
    {
      name: "Session_Participant__c.Delivery_Hours__c",
      label: "Delivery Hours",
      path: "Delivery_Hours__c",
      dataType: "double",
    },
  ],
};

const contact: Source = {
  object: "Contact",
  type: { type: "ContactList", label: "Contacts & Accounts" },
  columns: [
    { name: "FULL_NAME", label: "Full Name", path: "Name", dataType: "string", idPath: "Id" },
    { name: "EMAIL", label: "Email", path: "Email", dataType: "email" },
    { name: "PHONE", label: "Phone", path: "Phone", dataType: "phone" },
    { name: "TITLE", label: "Title", path: "Title", dataType: "string" },
    {
      name: "Contact.Racial_Ethnic_Background__c",
      label: "Racial/Ethnic Background",
      path: "Racial_Ethnic_Background__c",
      dataType: "picklist",
    },
    { name: "Contact.Contact_Type__c", label: "Contact Type", path: "Contact_Type__c", dataType: "picklist" },
  ],
};

/** The reports that staff of the sample organisation keep: of the school year that a day falls in. */
export function sampleReports(today: string): ReportInput[] {
  const first = Number(today.slice(0, 4)) - (today.slice(5, 7) < "08" ? 1 : 0);
  const year = `SY${String(first % 100).padStart(2, "0")}-${String((first + 1) % 100).padStart(2, "0")}`;
  const dates = { column: "Session__c.Start_Date_and_Time__c", start: `${first}-08-01`, end: `${first + 1}-07-31` };
  return [
    {
      ...session,
      id: sampleReportIds.sessions,
      name: `Completed sessions ${year}`,
      developerName: "Completed_sessions",
      description: "Sessions of this school year that took place.",
      folder: shared,
      format: "TABULAR",
      detail: session.columns.map(({ name }) => name),
      filters: [{ column: "Session__c.Session_Status__c", operator: "equals", value: "Completed" }],
      dates,
    },
    {
      ...participant,
      id: sampleReportIds.hours,
      name: `Volunteers with hours ${year}`,
      developerName: "Volunteers_with_hours",
      folder: shared,
      format: "SUMMARY",
      detail: participant.columns.filter(({ path }) => path !== "Status__c").map(({ name }) => name),
      filters: [
        { column: "Session_Participant__c.Participant_Type__c", operator: "equals", value: "Volunteer" },
        {
          column: "Session_Participant__c.Status__c",
          operator: "equals",
          value: "Attended, Completed, Successfully Completed, No-Show",
        },
      ],
      dates,
      down: [{ name: "Session_Participant__c.Status__c" }],
      aggregates: ["RowCount", "s!Session_Participant__c.Delivery_Hours__c"],
    },
    {
      ...participant,
      id: sampleReportIds.students,
      name: "Student attendance, all years",
      developerName: "Student_attendance",
      folder: shared,
      format: "TABULAR",
      detail: participant.columns.slice(0, 5).map(({ name }) => name),
      filters: [{ column: "Session_Participant__c.Participant_Type__c", operator: "equals", value: "Student" }],
    },
    {
      ...contact,
      id: sampleReportIds.contacts,
      name: "Volunteers, how to reach them",
      developerName: "Volunteer_contacts",
      folder: shared,
      format: "TABULAR",
      detail: contact.columns.map(({ name }) => name),
      filters: [{ column: "Contact.Contact_Type__c", operator: "equals", value: "Volunteer" }],
    },
    {
      ...session,
      id: sampleReportIds.matrix,
      name: `Sessions by format and month ${year}`,
      developerName: "Sessions_by_format_and_month",
      folder: shared,
      format: "MATRIX",
      detail: session.columns.slice(0, 3).map(({ name }) => name),
      dates,
      down: [{ name: "Session__c.Format__c" }],
      across: [{ name: "Session__c.Start_Date_and_Time__c", dateGranularity: "Month" }],
    },
    {
      ...session,
      id: sampleReportIds.board,
      name: "Figures for the board",
      developerName: "Board_figures",
      folder: { name: "Board", isShared: false },
      format: "TABULAR",
      detail: ["CUST_NAME"],
    },
    {
      ...session,
      id: sampleReportIds.joined,
      name: "Sessions beside volunteers",
      developerName: "Sessions_beside_volunteers",
      folder: shared,
      format: "MULTI_BLOCK",
      detail: ["CUST_NAME"],
    },
  ];
}
