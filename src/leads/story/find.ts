import sql, { join, type Sql } from "sql-template-tag";
import { isSalesforceId, normalizePhone, organizationKey, to18 } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { leadBehind } from "../resolution/index.js";

/** A lead as it is offered in a choice. */
export interface FoundLead {
  readonly id: number;
  readonly company: string | null;
  readonly city: string | null;
  readonly state: string | null;
}

const MOST = 12;

/**
 * The leads that a text means, the nearest first: "#12" is that lead alone; a number is a lead's, a licence, or a phone it has or had; an e-mail address or
 * a Salesforce id is the lead's; anything else is words of the company's name.
 */
export async function findLeads(reader: Reader, text: string, most = MOST): Promise<FoundLead[]> {
  const typed = text.trim();
  const numbered = /^#(\d{1,9})$/.exec(typed)?.[1];
  if (numbered !== undefined) return leadNumbered(reader, Number(numbered), most);
  const exact = await leadsWhere(reader, isExactly(typed), most);
  if (exact.length > 0) return exact;
  const words = organizationKey(typed).split(" ").filter(Boolean);
  return words.length === 0 ? [] : leadsWhere(reader, inName(words), most, nearestTo(organizationKey(typed)));
}

/** Leads come to be one, and messages go on naming the one that is gone. */
async function leadNumbered(reader: Reader, id: number, most: number): Promise<FoundLead[]> {
  const found = await leadsWhere(reader, sql`l.id = ${id}`, most);
  const behind = found.length > 0 ? null : await leadBehind(reader, id);
  return behind === null ? found : leadsWhere(reader, sql`l.id = ${behind}`, most);
}

function isExactly(typed: string): Sql {
  const phone = normalizePhone(typed);
  const number = /^\d{1,9}$/.test(typed) ? [sql`l.id = ${Number(typed)}`] : [];
  const salesforce = isSalesforceId(typed) ? [sql`l.salesforce_id = ${to18(typed)}`] : [];
  const phones =
    phone === null
      ? []
      : [
          sql`l.phone = ${phone}`,
          sql`l.id IN (SELECT k.lead_id FROM lead_key k WHERE k.phone = ${phone})`,
          sql`l.id IN (SELECT i.lead_id FROM lead_identity i WHERE i.kind = 'phone' AND i.value = ${phone})`,
        ];
  const identities = sql`l.id IN (
    SELECT i.lead_id FROM lead_identity i WHERE i.kind IN ('licence', 'email', 'school_uuid') AND i.value IN (${typed}, ${typed.toLowerCase()}, ${typed.toUpperCase()}))`;
  return sql`(${join([...number, ...salesforce, ...phones, identities], " OR ")})`;
}

const inName = (words: readonly string[]): Sql =>
  join(
    words.map((word) => sql`l.company_key LIKE ${`%${word}%`}`),
    " AND ",
  );

const nearestTo = (key: string): Sql =>
  sql`CASE WHEN l.company_key = ${key} THEN 0 WHEN l.company_key LIKE ${`${key}%`} THEN 1 ELSE 2 END, l.company_key,`;

/** Which they are is told by an index alone, then those leads are read. */
const leadsWhere = (reader: Reader, condition: Sql, most: number, order: Sql = sql``): Promise<FoundLead[]> =>
  reader.query<FoundLead>(sql`
    SELECT l.id, l.company, l.city, l.state
    FROM (SELECT l.id FROM lead l WHERE ${condition} ORDER BY ${order} l.id LIMIT CAST(${most} AS INTEGER)) found JOIN lead l ON l.id = found.id
    ORDER BY ${order} l.id`);
