import sql, { join } from "sql-template-tag";
import type { Bearers } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import type { ComparedLead } from "./likeness-plan.js";

/** Values asked for at a time. */
const PIECE = 500;

/** Identities of leads by the field of the likeness in which they are compared. */
const COUNTED: Readonly<Record<string, readonly [kind: string, of: (lead: ComparedLead) => readonly string[]]>> = {
  address: ["address", ({ addressKey }) => (addressKey === null ? [] : [addressKey])],
  telephone: ["phone", ({ phones }) => phones],
  email: ["email", ({ emails }) => emails],
  licence: ["licence", ({ licences }) => licences],
};

/**
 * How many leads of all bear what these have. A pair weighs by it, whichever others happen to be compared beside it.
 * @param records leads there are in all
 * @returns by the name of a field; undefined for one whose values are not counted
 */
export async function bearersAmong(
  reader: Reader,
  compared: readonly ComparedLead[],
  records: number,
): Promise<(field: string) => Bearers | undefined> {
  const counts = new Map<string, Map<string, number>>();
  const companies = new Map<string, number>();
  for (const keys of pieces(compared.flatMap(({ companyKey }) => companyKey || [])))
    for (const { value, leads } of await reader.query<{ value: string; leads: number }>(sql`
      SELECT company_key AS value, COUNT(*) AS leads FROM lead WHERE company_key IN (${join(keys)}) GROUP BY company_key`))
      companies.set(value, leads);
  counts.set("company", companies);
  for (const [field, [kind, of]] of Object.entries(COUNTED)) {
    const bearers = new Map<string, number>();
    for (const values of pieces(compared.flatMap(of)))
      for (const { value, leads } of await reader.query<{ value: string; leads: number }>(sql`
        SELECT value, COUNT(DISTINCT lead_id) AS leads FROM lead_identity WHERE kind = ${kind} AND value IN (${join(values)}) GROUP BY value`))
        bearers.set(value, leads);
    counts.set(field, bearers);
  }
  return (field) => {
    const known = counts.get(field);
    return known === undefined ? undefined : { records, of: (term) => known.get(term) ?? 1 };
  };
}

function* pieces(values: readonly string[]): Iterable<string[]> {
  const distinct = [...new Set(values)];
  for (let from = 0; from < distinct.length; from += PIECE) yield distinct.slice(from, from + PIECE);
}
