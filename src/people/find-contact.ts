import sql, { join, type Sql } from "sql-template-tag";
import { foldText, isSalesforceId, normalizeEmail, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";

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

const MOST = 25;

/**
 * Contacts of the given kinds by Salesforce id, `#` and Polaris id, e-mail address or name. A full name is preferred to
 * names that only begin alike; deleted records come only when asked for (`trace` asks).
 */
export async function findContacts(
  reader: Reader,
  text: string,
  kinds: readonly string[],
  options: { readonly deletedToo?: boolean } = {},
): Promise<FoundContact[]> {
  const asked = text.trim();
  const rows = await reader.query<Row>(sql`
    SELECT c.id, c.source, c.source_id, c.kind, c.full_name, c.title, c.deleted_at FROM contact c
    WHERE c.kind IN (${join([...kinds])}) AND ${options.deletedToo ? sql`1 = 1` : sql`c.deleted_at IS NULL`} AND ${sought(asked)}
    ORDER BY c.full_name, c.id`);
  const folded = foldText(asked);
  const exact = rows.filter((row) => foldText(row.full_name) === folded);
  const chosen =
    exact.length > 0
      ? exact
      : rows.filter((row) => byId(asked) || asked.includes("@") || beginsWords(row.full_name, folded));
  return chosen.slice(0, MOST).map((row) => ({
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    kind: row.kind,
    name: row.full_name,
    title: row.title,
    deletedAt: row.deleted_at,
  }));
}

const byId = (asked: string): boolean => /^#\d+$/.test(asked) || isSalesforceId(asked);

/** Narrows in SQL what is then judged by words; names with accents are found by their first letter alone. */
function sought(asked: string): Sql {
  if (/^#\d+$/.test(asked)) return sql`c.id = ${Number(asked.slice(1))}`;
  if (isSalesforceId(asked)) return sql`c.source_id = ${to18(asked)}`;
  const email = asked.includes("@") ? normalizeEmail(asked) : null;
  if (email) return sql`EXISTS (SELECT 1 FROM contact_email m WHERE m.contact_id = c.id AND m.address = ${email})`;
  return sql`1 = 1`;
}

function beginsWords(name: string, folded: string): boolean {
  const words = foldText(name).split(" ");
  return folded.split(" ").every((part) => part !== "" && words.some((word) => word.startsWith(part)));
}
