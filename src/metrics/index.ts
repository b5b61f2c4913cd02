export type { Asking } from "./asked.js";
export { ATTRIBUTIONS, type Attribution, findAttribution } from "./attribution.js";
export { completenessNotices, historyNotices } from "./completeness.js";
export { computeMetrics, dimensionsOffered } from "./compute.js";
export { type CutId, type CutsAsked, computeCuts, cutBy } from "./cuts.js";
export { METRICS } from "./definitions/index.js";
export type { Dimension } from "./dimension.js";
export { DIMENSION, dimensionNamed, formatLabel, NOBODY } from "./dimensions.js";
export { metricsDocument } from "./documentation.js";
export {
  type Bucket,
  bucketsOf,
  countsPeopleByDay,
  type EngagementScope,
  engagementSeries,
  engagementSubjects,
  figureOver,
  type MeasureKind,
  type Page,
  type Series,
  topPages,
  windowBefore,
} from "./engagement.js";
export { type ExplainedRuling, type ExplainedStatement, type Explanation, explain, rulingsSaid } from "./explain.js";
export { findValue, NameUnknown } from "./find-values.js";
export { COUNTED_LINK, presents } from "./grains.js";
export { type KeptRecord, recordsKept } from "./kept.js";
export {
  ANY,
  type LeadBucket,
  type LeadNumber,
  type LeadNumbers,
  type LeadScope,
  leadNumbers,
  leadStatements,
  type Wanted,
} from "./leads.js";
export { type CountedLeads, type LeadCell, leadCells } from "./leads-cells.js";
export {
  findLeadFigure,
  isLeadDimension,
  LEAD_DIMENSION_LABEL,
  LEAD_DIMENSIONS,
  LEAD_FIGURES,
  LEAD_RULINGS,
  type LeadDimension,
  type LeadFigure,
  leadFigureOf,
} from "./leads-figures.js";
export * from "./leads-parts.js";
export { isInSource, sourcesIn } from "./leads-sources.js";
export * from "./leads-status.js";
export { type LeftOutRecords, leftOutOf } from "./left-out.js";
export {
  DIMENSIONS,
  type DimensionId,
  type Figure,
  type FigureRow,
  type Figures,
  type FilterClause,
  type Filters,
  type FilterValue,
  isOfTheBible,
  type Key,
  type Metric,
} from "./model.js";
export {
  type OutsideVisit,
  outsideVisits,
  VISIT_TEXTS,
  type VisitPlace,
  type VisitScope,
  type VisitText,
  visitorsAtOurEvents,
  visitSubjects,
} from "./outside-visits.js";
export { COUNTED_PERSON, isOf } from "./persons.js";
export {
  PROGRESS_STATUSES,
  type Progress,
  type ProgressAsked,
  type ProgressCounts,
  type ProgressStatus,
  type SchoolProgress,
  type TeacherProgress,
  teacherProgress,
} from "./progress.js";
export { sessionsOfTeachers } from "./progress-attendance.js";
export { type SessionOutcome, sessionsOfTeacher, type TeacherSession } from "./progress-sessions.js";
export { attendedUnlisted, type UnlistedTeacher } from "./progress-unlisted.js";
export { type Circumstances, filtersInWords, freshnessOf, provenanceOf } from "./provenance.js";
export { type RecordColumn, type Records, type RecordsAsked, recordsBehind } from "./records.js";
export { findMetrics, metricOf } from "./registry.js";
export { BIBLE, NOT_IN_BIBLE, RULINGS } from "./rulings.js";
export { WITHHELD, whatIsSeen } from "./small-groups.js";
export { type Comment, commentsIn, surveyWords } from "./survey-comments.js";
export { type Given, type QuestionFigures, surveyQuestions } from "./survey-questions.js";
export { type GroupFigures, type SurveyTotals, surveyResponses } from "./survey-responses.js";
export {
  companiesSurveyed,
  eventsSurveyed,
  type SurveyedEvent,
  type SurveyScope,
  surveysAnswered,
} from "./surveys.js";
export { dimensionValues } from "./values.js";
export {
  type MonthOfOutcomes,
  VIRTUAL_OUTCOMES,
  type VirtualOutcome,
  virtualOutcomes,
} from "./virtual-outcomes.js";
export { ALL_TIME, fromDay } from "./window.js";
