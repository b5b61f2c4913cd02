import { foldText, organizationKey } from "../../domain/index.js";
import type { Organization } from "../../runtime/index.js";
import { provenanceOf } from "./provenance.js";

export type ImportantField = Organization["leads"]["importantFields"][number];

/** What our files say of a lead and Salesforce does not. */
export interface LeadDifference {
  readonly field: ImportantField;
  /** Salesforce's own text; null where it says nothing. */
  readonly was: string | null;
  readonly now: string;
  /** The newest file that says so. */
  readonly file_id: number;
  readonly file_date: string;
}

/** A lead beside the lead of Salesforce that it is; the latter's fields begin with `sf_`. */
export interface MatchedLead {
  readonly lead_id: number;
  readonly company: string | null;
  readonly company_key: string | null;
  readonly person: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly address_key: string | null;
  readonly capacity: number | null;
  readonly provenance: string;
  readonly sf_company: string | null;
  readonly sf_company_key: string | null;
  readonly sf_first_name: string | null;
  readonly sf_last_name: string | null;
  readonly sf_phone: string | null;
  readonly sf_phone_raw: string | null;
  readonly sf_mobile: string | null;
  readonly sf_email: string | null;
  readonly sf_street: string | null;
  readonly sf_city: string | null;
  readonly sf_state: string | null;
  readonly sf_zip: string | null;
  readonly sf_address_key: string | null;
  readonly sf_capacity: number | null;
  /** The day of which Salesforce's own data are: when its list was last updated, else when the record was last modified. */
  readonly sf_said_on: string | null;
}

interface Compared {
  readonly column: string;
  readonly was: string | null;
  readonly now: string | null;
  readonly isOther: boolean;
}

const sentence = (...parts: readonly (string | null)[]): string | null => parts.filter(Boolean).join(", ") || null;
const words = (...parts: readonly (string | null)[]): string | null => parts.filter(Boolean).join(" ") || null;
const folded = (text: string | null): string => foldText(text ?? "");

/** How each important field is compared: a number by its digits, a name by its words, an address by its key, never by how it is written. */
const COMPARED: Readonly<Record<ImportantField, (lead: MatchedLead) => Compared>> = {
  // A number that Salesforce has as its mobile is known there.
  phone: ({ phone, sf_phone, sf_phone_raw, sf_mobile }) => ({
    column: "phone",
    was: sf_phone_raw ?? sf_phone,
    now: phone,
    isOther: phone !== sf_phone && phone !== sf_mobile,
  }),
  email: ({ email, sf_email }) => ({
    column: "email",
    was: sf_email,
    now: email,
    isOther: email?.toLowerCase() !== sf_email?.trim().toLowerCase(),
  }),
  company: ({ company, company_key, sf_company, sf_company_key }) => ({
    column: "company",
    was: sf_company,
    now: company,
    isOther: company_key !== (sf_company_key ?? organizationKey(sf_company ?? "")),
  }),
  person: ({ person, sf_first_name, sf_last_name }) => ({
    column: "person",
    was: words(sf_first_name, sf_last_name),
    now: person,
    isOther: folded(person) !== folded(words(sf_first_name, sf_last_name)),
  }),
  address: (lead) => ({
    column: "address_key",
    was: sentence(lead.sf_street, lead.sf_city, words(lead.sf_state, lead.sf_zip)),
    now: lead.address_key === null ? null : sentence(lead.line1, lead.line2, lead.city, words(lead.state, lead.zip)),
    isOther: lead.address_key !== lead.sf_address_key,
  }),
  capacity: ({ capacity, sf_capacity }) => ({
    column: "capacity",
    was: sf_capacity === null ? null : String(sf_capacity),
    now: capacity === null ? null : String(capacity),
    isOther: capacity !== sf_capacity,
  }),
  // Leads of Salesforce have no field for it.
  licence_status: () => ({ column: "licence_status", was: null, now: null, isOther: false }),
};

/**
 * The important fields of which a file says something else than Salesforce, and says it later (ruling L3). What a file leaves blank says nothing.
 * @param fileDates of every file by its id
 */
export function differencesOf(
  lead: MatchedLead,
  importantFields: readonly ImportantField[],
  fileDates: ReadonlyMap<number, string>,
): LeadDifference[] {
  const origin = provenanceOf(lead.provenance);
  return [...new Set(importantFields)].sort().flatMap((field): LeadDifference[] => {
    const { column, was, now, isOther } = COMPARED[field](lead);
    if (now === null || !isOther) return [];
    const file_id = origin(column)?.file_id ?? 0;
    const file_date = fileDates.get(file_id) ?? "";
    return file_date > (lead.sf_said_on ?? "") ? [{ field, was, now, file_id, file_date }] : [];
  });
}
