import { capital } from "../runtime/index.js";
import { DATASETS } from "./datasets/index.js";
import { OBJECTS } from "./salesforce/index.js";

/** What rows of virtual sessions become. */
const OF_SESSIONS: Readonly<Record<string, string>> = {
  event: "virtual sessions",
  contact: "people new from virtual sessions",
  participation: "people in virtual sessions",
  pathful_user: "Pathful users",
};

/** The layers of prospective leads, as they are judged. */
const OF_LEADS: Readonly<Record<string, string>> = {
  lead_base: "rows of lead files",
  lead_staging: "rows of leads, standardised",
  source_lead: "leads by source",
  lead: "leads",
  lead_key: "keys of leads",
};
/** A list of leads: "lead-source_1" as an object, "lead:source_1" as a source. */
const LEAD_LIST = /^lead[-:](.+)$/;

/** An object or dataset as staff know it. */
export function objectLabel(object: string): string {
  const known = OBJECTS.find(({ name }) => name === object) ?? DATASETS.find(({ name }) => name === object);
  const [, list] = LEAD_LIST.exec(object) ?? [];
  return known?.label ?? OF_SESSIONS[object] ?? OF_LEADS[object] ?? (list === undefined ? object : `leads of ${list}`);
}

/** The same where a line or a title begins with it. */
export const objectTitle = (object: string): string => capital(objectLabel(object));

const SOURCES: Readonly<Record<string, string>> = {
  salesforce: "Salesforce",
  pathful: "Pathful",
  "sign-ups": "Sign-up service (VolunTeach)",
};

/** A source as staff know it. */
export const sourceLabel = (source: string): string => SOURCES[source] ?? objectLabel(source);

/** The name under which the runs of a list of leads are noted: freshness, `status` and the figures of quality know it by this. */
export const leadListSource = (list: string): string => `lead:${list}`;

/** Every source whose runs are noted, by the name that they bear. */
export const sourceNames = (leadLists: readonly { readonly name: string }[]): readonly string[] => [
  "salesforce",
  ...DATASETS.map(({ name }) => name),
  ...leadLists.map(({ name }) => leadListSource(name)),
  "sign-ups",
];
