import sql, { join, type Sql } from "sql-template-tag";
import { isSalesforceId, normalizeEmail, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { folded, mayHold } from "./narrow.js";
import { beginsWords } from "./words.js";

export interface FoundContact {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly name: string;
  readonly title: string | null;
  readonly deletedAt: string | null;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly kind: string;
  readonly full_name: string;
  readonly title: string | null;
  readonly deleted_at: string | null;
}

/** As many as anybody reads; whoever counts them all asks for more. */
const MOST = 25;

/**
 * Contacts of the given kinds by Salesforce id, `#` and Polaris id, e-mail address or name. A full name is preferred to
 * names that only begin alike; deleted records come only when asked for (`trace` asks).
 */
export async function findContacts(
  reader: Reader,
  text: string,
  kinds: readonly string[],
  options: { readonly deletedToo?: boolean; readonly most?: number } = {},
): Promise<FoundContact[]> {
  const asked = text.trim();
  const key = keyed(asked);
  const rows = await reader.query<Row>(sql`
    SELECT c.id, c.source, c.source_id, c.kind, c.full_name, c.title, c.deleted_at FROM contact c
    WHERE c.kind IN (${join([...kinds])}) AND ${options.deletedToo ? sql`TRUE` : sql`c.deleted_at IS NULL`} AND ${key ?? mayHold(sql`c.full_name`, asked)}
    ORDER BY c.full_name, c.id`);
  const found = key === null ? called(rows, asked) : rows;
  return found.slice(0, options.most ?? MOST).map((row) => ({
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    kind: row.kind,
    name: row.full_name,
    title: row.title,
    deletedAt: row.deleted_at,
  }));
}

/** What names records without any doubt; null for a name, which is judged by its words. */
function keyed(asked: string): Sql | null {
  if (/^#\d{1,9}$/.test(asked)) return sql`c.id = ${Number(asked.slice(1))}`;
  if (isSalesforceId(asked)) return sql`c.source_id = ${to18(asked)}`;
  const email = normalizeEmail(asked);
  return email === null
    ? null
    : sql`EXISTS (SELECT 1 FROM contact_email m WHERE m.contact_id = c.id AND m.address = ${email})`;
}

/** Names are folded here rather than in SQL, where the engines fold accents differently. */
function called(rows: readonly Row[], asked: string): readonly Row[] {
  const name = folded(asked);
  const exact = rows.filter((row) => folded(row.full_name) === name);
  return exact.length > 0 ? exact : rows.filter((row) => beginsWords(row.full_name, asked));
}
