import { raw } from "sql-template-tag";
import type { Stage } from "../../pool/index.js";

/** The fields of a lead that its rows fill, as its table, `lead_version` and its provenance name them. */
export const LEAD_COLUMNS = [
  "company",
  "company_key",
  "person",
  "person_role",
  "phone",
  "phone_extension",
  "email",
  "line1",
  "line2",
  "city",
  "state",
  "zip",
  "county",
  "address_key",
  "licence",
  "licence_type",
  "licence_status",
  "licensed_on",
  "expires_on",
  "capacity",
  "ages",
] as const;
export type LeadColumn = (typeof LEAD_COLUMNS)[number];

/** Those that say something to people; the others are what two are compared by. */
export type ToldColumn = Exclude<LeadColumn, "company_key" | "address_key">;
export const TOLD_COLUMNS = LEAD_COLUMNS.filter(
  (column): column is ToldColumn => column !== "company_key" && column !== "address_key",
);

/** What the files say that names a lead, by the column it stands in. */
export const IDENTITY_KINDS = [
  ["phone", "phone"],
  ["address", "address_key"],
  ["email", "email"],
  ["licence", "licence"],
] as const;

/** Which leads are looked at: all of them, or those of the keys that stand in the stage of this name (one column, `key`). */
export type LeadScope = "all" | { readonly stage: "touched_lead_key" };

/** What became of the leads that were looked at. */
export interface SettledLeads {
  /** Leads that were not there before. */
  readonly created: number;
  /** Leads whose values, keys or standing are others than before. */
  readonly changed: number;
  /** How the leads that were looked at stand to Salesforce now (ruling L3). */
  readonly new: number;
  readonly known: number;
  readonly updated: number;
}

/**
 * Leads of which the newest file of their source says what the one before said, and their rows: one row, worded as it was, of nobody who is in Salesforce.
 * They need no settling.
 */
export const STILL_LEADS = {
  name: "stage_still_lead",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "row_key", type: "text" },
  ],
} as const satisfies Stage;

/** The keys that are looked at. */
export const TOUCHED_KEYS = {
  name: "touched_lead_key",
  columns: [{ name: "key", type: "text" }],
} as const satisfies Stage;

/** The leads that are looked at, and how many rows of staging each has. */
export const TOUCHED_LEADS = {
  name: "touched_lead",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "row_count", type: "integer" },
  ],
} as const satisfies Stage;

/** Of those, the leads whose past is to be written anew. */
export const CHANGED_LEADS = {
  name: "changed_lead",
  columns: [{ name: "lead_id", type: "integer" }],
} as const satisfies Stage;

/** "a, b, c" with a prefix before each, of our own names. */
export const listed = (names: readonly string[], prefix = "") =>
  raw(names.map((name) => `${prefix}${name}`).join(", "));
