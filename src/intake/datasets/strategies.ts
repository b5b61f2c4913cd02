import { takePathfulSessions, takePathfulUsers, takeVirtualLog } from "../pathful/index.js";
import { takeEveryRow } from "./every-row.js";
import type { ImportStrategy } from "./model.js";
import { takeRoster } from "./roster.js";
import { takeExport } from "./salesforce-export.js";
import { takeSurvey } from "./surveys.js";

/** How the rows of a dataset go into the pool, where reading each by itself is not enough. */
export const STRATEGIES: Readonly<Record<string, ImportStrategy>> = {
  roster: takeRoster,
  "pathful-sessions": takePathfulSessions,
  "pathful-users": takePathfulUsers,
  "virtual-log": takeVirtualLog,
  surveys: takeSurvey,
  "salesforce-pathways": takeExport("Pathway__c"),
  "salesforce-pathway-sessions": takeExport("Pathway_Session__c"),
  "salesforce-pathway-participants": takeExport("Pathway_Participant__c"),
  "salesforce-leads": takeExport("Lead"),
};

/** Datasets whose rows outlive their absence from a file: it is said of them in another way. */
const KEEPING: ReadonlySet<string> = new Set(["roster"]);

/** Datasets whose rows are of a source that brings others too. */
const SOURCES: Readonly<Record<string, string>> = {
  "pathful-sessions": "pathful",
  "pathful-users": "pathful",
  "salesforce-pathways": "salesforce",
  "salesforce-pathway-sessions": "salesforce",
  "salesforce-pathway-participants": "salesforce",
  "salesforce-leads": "salesforce",
};

export function strategyOf(dataset: string): ImportStrategy {
  return STRATEGIES[dataset] ?? takeEveryRow;
}

export function keepsVanished(dataset: string): boolean {
  return KEEPING.has(dataset);
}

/** The source that a dataset's rows bear in the pool. */
export function sourceOf(dataset: string): string {
  return SOURCES[dataset] ?? dataset;
}
