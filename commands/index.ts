import type { Command } from "../src/command/index.js";
import { alert } from "./alert.js";
import { alerts } from "./alerts.js";
import { alias } from "./alias.js";
import { aliasRemove } from "./alias-remove.js";
import { assign } from "./assign.js";
import { attendance } from "./attendance.js";
import { attendanceCalc } from "./attendance-calc.js";
import { attendanceShown } from "./attendance-history.js";
import { attendanceRemove } from "./attendance-remove.js";
import { available } from "./available.js";
import { backup } from "./backup.js";
import { cancel } from "./cancel.js";
import { check } from "./check.js";
import { claim } from "./claim.js";
import { dataRebuild } from "./data-rebuild.js";
import { decisions } from "./decisions.js";
import { decisionsDiffers } from "./decisions-differs.js";
import { decisionsEnter } from "./decisions-enter.js";
import { duplicate } from "./duplicate.js";
import { duplicateDecide } from "./duplicate-decide.js";
import { duplicates } from "./duplicates.js";
import { duplicatesWork } from "./duplicates-work.js";
import { event } from "./event.js";
import { events } from "./events.js";
import { exclude, excludeRemove } from "./exclude.js";
import { expectations } from "./expectations.js";
import { help } from "./help.js";
import { importFile } from "./import.js";
import { inputs } from "./inputs.js";
import { inputsRemove } from "./inputs-remove.js";
import { job } from "./job.js";
import { lead } from "./lead.js";
import { leads } from "./leads.js";
import { leadsApart } from "./leads-apart.js";
import { leadsDecide } from "./leads-decide.js";
import { leadsGiveBack } from "./leads-give-back.js";
import { leadsReread } from "./leads-reread.js";
import { leadsReview } from "./leads-review.js";
import { leadsSame } from "./leads-same.js";
import { leadsSend } from "./leads-send.js";
import { leadsSent } from "./leads-sent.js";
import { leadsTake } from "./leads-take.js";
import { link } from "./link.js";
import { linkRemove, linkRestore } from "./link-remove.js";
import { links } from "./links.js";
import { local } from "./local.js";
import { match } from "./match.js";
import { matchInclude } from "./match-include.js";
import { merge } from "./merge.js";
import { metric } from "./metric.js";
import { note } from "./note.js";
import { orgs } from "./orgs.js";
import { outreach } from "./outreach.js";
import { outreachFollowUp } from "./outreach-follow-up.js";
import { outreachList } from "./outreach-list.js";
import { outreachRemove } from "./outreach-remove.js";
import { override } from "./override.js";
import { place } from "./place.js";
import { promote } from "./promote.js";
import { quality } from "./quality.js";
import { qualityFlags } from "./quality-flags.js";
import { qualityHistory } from "./quality-history.js";
import { quarantine } from "./quarantine.js";
import { reach } from "./reach.js";
import { reconcile } from "./reconcile.js";
import { reconciliation } from "./reconciliation.js";
import { release } from "./release.js";
import { remind } from "./remind.js";
import { reportAttendance } from "./report-attendance.js";
import { reportCollective } from "./report-collective.js";
import { reportDistrict } from "./report-district.js";
import { reportEngagement } from "./report-engagement.js";
import { reportEvents } from "./report-events.js";
import { reportFirstTime } from "./report-first-time.js";
import { reportLeads } from "./report-leads.js";
import { reportListing } from "./report-list.js";
import { reportOrg } from "./report-org.js";
import { reportOutsideVisits } from "./report-outside-visits.js";
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
import { searchRemove } from "./search-remove.js";
import { searchSave } from "./search-save.js";
import { searches } from "./searches.js";
import { selection } from "./selection.js";
import { selections } from "./selections.js";
import { sheets } from "./sheets.js";
import { sheetsConnect } from "./sheets-connect.js";
import { sheetsRemove } from "./sheets-remove.js";
import { signUps } from "./sign-ups.js";
import { skill } from "./skill.js";
import { skills } from "./skills.js";
import { skillsAccept, skillsRefuse, skillsReopen } from "./skills-answer.js";
import { skillsAlias, skillsForget, skillsMerge } from "./skills-names.js";
import { skillsPathway } from "./skills-pathway.js";
import { skillsReview } from "./skills-review.js";
import { spoke } from "./spoke.js";
import { status } from "./status.js";
import { studentsWaiting } from "./students-waiting.js";
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
import { task } from "./task.js";
import { taskUndo } from "./task-undo.js";
import { tasks } from "./tasks.js";
import { teacher } from "./teacher.js";
import { teacherLink } from "./teacher-link.js";
import { teacherLinkRemove } from "./teacher-link-remove.js";
import { teacherRemarks } from "./teacher-remarks.js";
import { teacherRemarksClose } from "./teacher-remarks-close.js";
import { teacherRemarksReopen } from "./teacher-remarks-reopen.js";
import { ticket } from "./ticket.js";
import { tickets } from "./tickets.js";
import { trace } from "./trace.js";
import { undo } from "./undo.js";
import { unmerge } from "./unmerge.js";
import { volunteer } from "./volunteer.js";
import { volunteers } from "./volunteers.js";
import { volunteersRecent } from "./volunteers-recent.js";

/** Everything a person can say, one line per file. */
export const commands: readonly Command[] = [
  help,
  status,
  volunteers,
  volunteersRecent,
  searches,
  searchSave,
  searchRemove,
  volunteer,
  note,
  skill,
  local,
  available,
  exclude,
  excludeRemove,
  skills,
  skillsReview,
  skillsAccept,
  skillsRefuse,
  skillsReopen,
  skillsAlias,
  skillsMerge,
  skillsForget,
  skillsPathway,
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
  teacher,
  override,
  teacherLink,
  teacherLinkRemove,
  teacherRemarks,
  teacherRemarksClose,
  teacherRemarksReopen,
  reportOutsideVisits,
  reportSurveys,
  reportEngagement,
  reportLeads,
  reportListing,
  reportSalesforce,
  metric,
  duplicates,
  duplicate,
  duplicateDecide,
  duplicatesWork,
  merge,
  unmerge,
  match,
  matchInclude,
  outreach,
  outreachList,
  outreachRemove,
  outreachFollowUp,
  reach,
  attendance,
  attendanceCalc,
  attendanceShown,
  attendanceRemove,
  spoke,
  cancel,
  promote,
  place,
  undo,
  decisions,
  decisionsDiffers,
  decisionsEnter,
  events,
  event,
  signUps,
  claim,
  assign,
  task,
  taskUndo,
  tasks,
  release,
  remind,
  studentsWaiting,
  subscribe,
  subscriptions,
  subscriptionsPause,
  subscriptionsResume,
  subscriptionsRun,
  subscriptionsEdit,
  subscriptionsRemove,
  subscriptionsRestore,
  sync,
  dataRebuild,
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
  orgs,
  backup,
  alias,
  aliasRemove,
  expectations,
  leads,
  lead,
  leadsReread,
  leadsSend,
  leadsSent,
  leadsTake,
  leadsGiveBack,
  leadsReview,
  leadsSame,
  leadsApart,
  leadsDecide,
  links,
  link,
  linkRemove,
  linkRestore,
  check,
  roles,
  rolesSet,
];
