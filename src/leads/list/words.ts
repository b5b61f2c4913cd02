import { printPhone } from "../../domain/index.js";
import type { Difference, ListedLead, Standing } from "./model.js";

/** A mark and a word: never by colour alone. */
export const STANDINGS: Readonly<Record<Standing, string>> = {
  new: "● New",
  known: "✓ Known",
  updated: "△ Updated",
};

export const standingWords = ({ standing, isCurrent }: Pick<ListedLead, "standing" | "isCurrent">): string =>
  `${STANDINGS[standing]}${isCurrent ? "" : ", gone from the lists"}`;

const FIELDS: Readonly<Record<string, string>> = {
  phone: "phone",
  email: "e-mail",
  company: "company",
  person: "contact",
  person_role: "role of the contact",
  address: "address",
  address_raw: "address",
  line1: "street",
  line2: "unit",
  city: "city",
  state: "state",
  zip: "ZIP",
  county: "county",
  licence: "licence",
  licence_type: "type of licence",
  licence_status: "status of the licence",
  licensed_on: "licensed on",
  expires_on: "licensed until",
  capacity: "capacity",
  ages: "ages",
};

/** A field as people call it. */
export const fieldLabel = (field: string): string => FIELDS[field] ?? field.replaceAll("_", " ");

/** "phone, capacity" */
export const changedFields = (differences: readonly Difference[]): string =>
  differences.map(({ field }) => fieldLabel(field)).join(", ");

/** "phone (209) 555-0100 → (209) 555-0101; capacity none → 24" */
export const changesInWords = (differences: readonly Difference[]): string =>
  differences
    .map(({ field, was, now }) => `${fieldLabel(field)} ${shownValue(field, was)} → ${shownValue(field, now)}`)
    .join("; ");

export function shownValue(field: string, value: string | number | null): string {
  if (value === null || value === "") return "none";
  return field === "phone" ? printPhone(String(value)) : String(value);
}

/** "(209) 555-0100 ext. 12" */
export const phoneOf = ({ phone, phoneExtension }: Pick<ListedLead, "phone" | "phoneExtension">): string | null =>
  phone === null ? null : `${printPhone(phone)}${phoneExtension === null ? "" : ` ext. ${phoneExtension}`}`;

export const streetOf = ({ line1, line2 }: Pick<ListedLead, "line1" | "line2">): string | null =>
  [line1, line2].filter((line) => line !== null).join(", ") || null;

/** "Little Stars, Mesquite, NV"; a lead without a company by its person, else by its number. */
export const whichLead = ({
  id,
  company,
  city,
  state,
}: Pick<ListedLead, "id" | "company" | "city" | "state">): string =>
  [company ?? `Lead ${id}`, city, state].filter((part) => part !== null).join(", ");

const PROBLEMS: Readonly<Record<string, string>> = {
  phone_missing: "no phone",
  phone_invalid: "phone is not ten digits",
  address_missing: "no address",
  address_incomplete: "address without a street or a place",
  company_missing: "no company",
  email_invalid: "e-mail is none",
  date_unreadable: "date cannot be read",
  number_unreadable: "number cannot be read",
  value_unknown: "unknown value",
  shifted: "columns shifted",
};

export const problemLabel = (problem: string): string => PROBLEMS[problem] ?? problem.replaceAll("_", " ");

/** How a lead was found in Salesforce, or why it was not. */
export function matchWords({
  salesforceId,
  matchedBy,
  phone,
}: Pick<ListedLead, "salesforceId" | "matchedBy" | "phone">): string {
  if (salesforceId !== null) return `by ${matchedBy ?? "its number"}`;
  return phone === null ? "no usable phone to match by" : "in no Salesforce lead by phone, mobile or identity";
}
