export { ATTENDANCE_SORTS, type AttendanceAsked, attendanceReport } from "./attendance.js";
export { type CollectiveAsked, collectiveReport, collectiveStatement } from "./collective.js";
export { type DistrictAsked, districtReport } from "./district.js";
export { type AllDistrictsAsked, allDistrictsReport } from "./district-all.js";
export { districtMissing, type MissingAsked } from "./district-missing.js";
export { districtCalled, districtsBy, meansAllDistricts } from "./district-name.js";
export { ENGAGEMENT_SORTS, type EngagementAsked, engagementReport } from "./engagement.js";
export { EVENTS_BY, type EventsAsked, type EventsBy, eventsReport } from "./events-counts.js";
export { type UpcomingAsked, upcomingReport } from "./events-upcoming.js";
export { FIRST_TIME_SORTS, type FirstTimeAsked, firstTimeReport } from "./first-time.js";
export { LEAD_SORTS, type LeadsAsked, leadsReport } from "./leads.js";
export { explainLeadFigure, type LeadFigureAsked, leadFigureReply } from "./leads-metric.js";
export {
  type DistrictName,
  enterManualInput,
  inputLabel,
  LARGEST_INPUT,
  manualInputs,
  takeBackManualInput,
} from "./manual-inputs.js";
export { ENTERED_BY, manualInputsReply } from "./manual-inputs-reply.js";
export { metricReply } from "./metric.js";
export { attributionReply, type ExplainAsked, explainReply, recordsReply } from "./metric-explain.js";
export { withLeftOut } from "./metric-left-out.js";
export { type OrganizationAsked, organizationReport } from "./organization.js";
export type { ActivityMark } from "./organization-activity.js";
export {
  decideReach,
  type ReachDecision,
  reverseReach,
  standingReach,
} from "./organization-reach.js";
export { type ListedOrganization, organizationList, organizationTypes } from "./organizations.js";
export { ORGANIZATION_SORTS, organizationsInOrder, organizationsTable } from "./organizations-table.js";
export { type OutsideVisitsAsked, outsideVisitsReport } from "./outside-visits.js";
export { VISIT_SORTS } from "./outside-visits-tables.js";
export { PARTNER_MATCH_SORTS, type PartnerMatchAsked, partnerMatchReport } from "./partner-match.js";
export { type PathwayAsked, pathwayReport } from "./pathway.js";
export { type AllPathwaysAsked, allPathwaysReport } from "./pathway-all.js";
export { PATHWAY_SORTS, type PathwaySort } from "./pathway-tables.js";
export { RECENT_SORTS, type RecentAsked, recentReport } from "./recent.js";
export { type ListedReport, reportList, speaksOf } from "./report-list.js";
export { type SalesforceReportAsked, salesforceReport } from "./salesforce-report.js";
export { type SchoolsAsked, schoolsReport } from "./schools.js";
export { describeSelection } from "./selection-list.js";
export {
  addToSelection,
  deleteSelection,
  type EventKey,
  removeFromSelection,
  type SelectedEvent,
  type Selection,
  selectionCalled,
  selectionFilter,
  selections,
} from "./selections.js";
export { SORTS, type Sort } from "./sorting.js";
export { STUDENTS_SORTS, type StudentsAsked, studentsReport } from "./students.js";
export { SURVEY_SORTS, type SurveysAsked, surveysReport } from "./surveys.js";
export { type TeachersAsked, teachersReport } from "./teachers.js";
export { TEACHER_SORTS } from "./teachers-tables.js";
export { type ThankYouAsked, thankYouReport, withThanks } from "./thank-you.js";
export { THANK_YOU_SORTS, type ThankYouSort } from "./thank-you-ranking.js";
export { VIRTUAL_BY, type VirtualAsked, virtualReport } from "./virtual.js";
export { VIRTUAL_SORTS } from "./virtual-tables.js";
export { weeklyMetricsReport } from "./weekly-metrics.js";
