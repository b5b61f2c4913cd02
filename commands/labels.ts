import { DATASETS, OBJECTS } from "../src/sources/index.js";

/** What rows of virtual sessions become. */
const OF_SESSIONS: Readonly<Record<string, string>> = {
  event: "virtual sessions",
  contact: "people new from virtual sessions",
  participation: "people in virtual sessions",
  pathful_user: "Pathful users",
};

/** An object or dataset as staff know it. */
export function objectLabel(object: string): string {
  const known = OBJECTS.find(({ name }) => name === object) ?? DATASETS.find(({ name }) => name === object);
  return known?.label ?? OF_SESSIONS[object] ?? object;
}

/** A source as staff know it. */
export function sourceLabel(source: string): string {
  if (source === "sign-ups") return "Sign-up service (VolunTeach)";
  return source === "salesforce" ? "Salesforce" : objectLabel(source);
}
