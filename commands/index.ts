import type { Command } from "../src/command/index.js";
import { alert } from "./alert.js";
import { alerts } from "./alerts.js";
import { alias } from "./alias.js";
import { aliasRemove } from "./alias-remove.js";
import { check } from "./check.js";
import { expectations } from "./expectations.js";
import { help } from "./help.js";
import { importFile } from "./import.js";
import { inputs } from "./inputs.js";
import { inputsRemove } from "./inputs-remove.js";
import { job } from "./job.js";
import { metric } from "./metric.js";
import { quality } from "./quality.js";
import { qualityFlags } from "./quality-flags.js";
import { qualityHistory } from "./quality-history.js";
import { quarantine } from "./quarantine.js";
import { reach } from "./reach.js";
import { reconcile } from "./reconcile.js";
import { reconciliation } from "./reconciliation.js";
import { reportAttendance } from "./report-attendance.js";
import { reportCollective } from "./report-collective.js";
import { reportDistrict } from "./report-district.js";
import { reportEngagement } from "./report-engagement.js";
import { reportEvents } from "./report-events.js";
import { reportFirstTime } from "./report-first-time.js";
import { reportListing } from "./report-list.js";
import { reportOrg } from "./report-org.js";
import { reportPartnerMatch } from "./report-partner-match.js";
import { reportPathway } from "./report-pathway.js";
import { reportRecent } from "./report-recent.js";
import { reportSalesforce } from "./report-salesforce.js";
import { reportSchools } from "./report-schools.js";
import { reportStudents } from "./report-students.js";
import { reportSurveys } from "./report-surveys.js";
import { reportTeachers } from "./report-teachers.js";
import { reportThankYou } from "./report-thank-you.js";
import { reportVirtual } from "./report-virtual.js";
import { roles } from "./roles.js";
import { rolesSet } from "./roles-set.js";
import { selection } from "./selection.js";
import { selections } from "./selections.js";
import { sheets } from "./sheets.js";
import { sheetsConnect } from "./sheets-connect.js";
import { sheetsRemove } from "./sheets-remove.js";
import { status } from "./status.js";
import { subscribe } from "./subscribe.js";
import { subscriptions } from "./subscriptions.js";
import { subscriptionsEdit } from "./subscriptions-edit.js";
import {
  subscriptionsPause,
  subscriptionsRemove,
  subscriptionsRestore,
  subscriptionsResume,
  subscriptionsRun,
} from "./subscriptions-manage.js";
import { sync } from "./sync.js";
import { teacherLink } from "./teacher-link.js";
import { teacherLinkRemove } from "./teacher-link-remove.js";
import { teacherRemarks } from "./teacher-remarks.js";
import { teacherRemarksClose } from "./teacher-remarks-close.js";
import { teacherRemarksReopen } from "./teacher-remarks-reopen.js";
import { ticket } from "./ticket.js";
import { tickets } from "./tickets.js";
import { trace } from "./trace.js";
import { volunteer } from "./volunteer.js";
import { volunteers } from "./volunteers.js";

/** Everything a person can say, one line per file. */
export const commands: readonly Command[] = [
  help,
  status,
  volunteers,
  volunteer,
  trace,
  reportOrg,
  reportPathway,
  reportAttendance,
  reportStudents,
  selection,
  selections,
  reportDistrict,
  reportEvents,
  reportSchools,
  reportCollective,
  inputs,
  inputsRemove,
  reportThankYou,
  reportPartnerMatch,
  reportFirstTime,
  reportRecent,
  reportTeachers,
  reportVirtual,
  teacherLink,
  teacherLinkRemove,
  teacherRemarks,
  teacherRemarksClose,
  teacherRemarksReopen,
  reportSurveys,
  reportEngagement,
  reportListing,
  reportSalesforce,
  metric,
  reach,
  subscribe,
  subscriptions,
  subscriptionsPause,
  subscriptionsResume,
  subscriptionsRun,
  subscriptionsEdit,
  subscriptionsRemove,
  subscriptionsRestore,
  sync,
  reconcile,
  reconciliation,
  sheets,
  sheetsConnect,
  sheetsRemove,
  importFile,
  quarantine,
  tickets,
  ticket,
  quality,
  qualityFlags,
  qualityHistory,
  alerts,
  alert,
  job,
  alias,
  aliasRemove,
  expectations,
  check,
  roles,
  rolesSet,
];
