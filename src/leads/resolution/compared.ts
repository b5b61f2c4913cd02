import sql, { join } from "sql-template-tag";
import { normalizeEmail, normalizePhone, streetKey, zipOf } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { ComparedLead } from "./likeness-plan.js";

/** Records asked for at a time. */
const PIECE = 500;

interface LeadRow {
  readonly id: number;
  readonly key: string;
  readonly company: string | null;
  readonly company_key: string | null;
  readonly person: string | null;
  readonly address_key: string | null;
  readonly city: string | null;
  readonly zip: string | null;
}

interface SalesforceRow {
  readonly source_id: string;
  readonly company: string | null;
  readonly company_key: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly street: string | null;
  readonly address_key: string | null;
  readonly city: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
  readonly mobile: string | null;
  readonly email: string | null;
}

/** What is compared of these leads, with everything that ever reached them, and of these leads of Salesforce. */
export async function readCompared(
  reader: Reader,
  leads: ReadonlySet<number>,
  salesforce: ReadonlySet<string>,
): Promise<ComparedLead[]> {
  const compared: ComparedLead[] = [];
  for (const ids of pieces([...leads])) compared.push(...(await readLeads(reader, ids)));
  for (const ids of pieces([...salesforce])) compared.push(...(await readSalesforce(reader, ids)));
  return compared;
}

async function readLeads(reader: Reader, ids: readonly number[]): Promise<ComparedLead[]> {
  const rows = await reader.query<LeadRow>(sql`
    SELECT id, key, company, company_key, person, address_key, city, zip FROM lead WHERE id IN (${join([...ids])})`);
  const seen = await reader.query<{ lead_id: number; kind: string; value: string }>(sql`
    SELECT DISTINCT lead_id, kind, value FROM lead_identity WHERE kind IN ('phone', 'email', 'licence') AND lead_id IN (${join([...ids])})
    ORDER BY lead_id, kind, value`);
  const lists = await reader.query<{ lead_id: number; source: string }>(sql`
    SELECT DISTINCT lead_id, source FROM staged_lead WHERE is_current = TRUE AND lead_id IN (${join([...ids])}) ORDER BY lead_id, source`);
  const values = grouped(seen, ({ lead_id, kind }) => `${lead_id} ${kind}`);
  const sources = grouped(lists, ({ lead_id }) => String(lead_id));
  return rows.map((row) => {
    const of = (kind: string) => (values.get(`${row.id} ${kind}`) ?? []).map(({ value }) => value);
    return {
      source: "lead",
      sourceId: row.key,
      leadId: row.id,
      company: row.company,
      companyKey: row.company_key,
      street: row.address_key?.split("|")[0] ?? null,
      addressKey: row.address_key,
      city: row.city,
      zip: row.zip,
      phones: of("phone"),
      emails: of("email"),
      licences: of("licence"),
      person: row.person,
      standsIn: (sources.get(String(row.id)) ?? []).map(({ source }) => source),
    };
  });
}

async function readSalesforce(reader: Reader, ids: readonly string[]): Promise<ComparedLead[]> {
  const rows = await reader.query<SalesforceRow>(sql`
    SELECT source_id, company, company_key, first_name, last_name, street, address_key, city, zip, phone, mobile, email
    FROM salesforce_lead WHERE source = 'salesforce' AND source_id IN (${join([...ids])})`);
  return rows.map((row) => ({
    source: "salesforce",
    sourceId: row.source_id,
    leadId: null,
    company: row.company,
    companyKey: row.company_key,
    street: row.address_key?.split("|")[0] ?? (row.street === null ? null : streetKey(row.street)),
    addressKey: row.address_key,
    city: row.city,
    zip: zipOf(row.zip),
    phones: [row.phone, row.mobile].flatMap((phone) => normalizePhone(phone) ?? []),
    emails: [normalizeEmail(row.email)].filter((email) => email !== null),
    licences: [],
    person: [row.first_name, row.last_name].filter(Boolean).join(" ") || null,
    standsIn: [],
  }));
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const known = groups.get(keyOf(row));
    if (known === undefined) groups.set(keyOf(row), [row]);
    else known.push(row);
  }
  return groups;
}

function* pieces<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let from = 0; from < items.length; from += PIECE) yield items.slice(from, from + PIECE);
}
