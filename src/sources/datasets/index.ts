import { pathfulSessions, pathfulUsers, virtualLog } from "../pathful/index.js";
import { attendance } from "./attendance.js";
import { engagement } from "./engagement.js";
import { eventRequests } from "./event-requests.js";
import type { Dataset } from "./model.js";
import { outsideVisits } from "./outside-visits.js";
import { partnerList } from "./partner-list.js";
import { pathwayRoster } from "./pathway-roster.js";
import { roster } from "./roster.js";
import { salesforceLeads } from "./salesforce-leads.js";
import { salesforcePathwayParticipants, salesforcePathwaySessions, salesforcePathways } from "./salesforce-pathways.js";
import { schoolLevels } from "./school-levels.js";
import { surveys } from "./surveys.js";

export type { Dataset, DatasetRow, DatasetRules } from "./model.js";
export type * from "./records.js";
export { refused } from "./row.js";
export { exportedRow, isExport, type SalesforceExport } from "./salesforce-export.js";
export { readSurvey, type SurveyMapping, surveyName, withChoices } from "./surveys.js";

/** Every kind of file and sheet that can be taken in. */
export const DATASETS: readonly Dataset[] = [
  pathfulSessions,
  pathfulUsers,
  virtualLog,
  roster,
  attendance,
  schoolLevels,
  eventRequests,
  pathwayRoster,
  outsideVisits,
  surveys,
  engagement,
  partnerList,
  salesforcePathways,
  salesforcePathwaySessions,
  salesforcePathwayParticipants,
  salesforceLeads,
];

/** A dataset by its name in configuration, as in "roster". */
export function datasetNamed(name: string): Dataset | undefined {
  return DATASETS.find((dataset) => dataset.name === name);
}
