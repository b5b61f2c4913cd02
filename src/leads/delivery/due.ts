import { createHash } from "node:crypto";
import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { type Difference, differencesIn } from "../list/index.js";

/** New leads that stand in a list now and were never sent as new, under any key that is theirs. */
export const DUE_AS_NEW: Sql = sql`
  FROM lead l LEFT JOIN (
      SELECT DISTINCT k.lead_id FROM lead_delivery_item i JOIN lead_key k ON k.key = i.lead_key WHERE i.kind = 'new') sent ON sent.lead_id = l.id
  WHERE sent.lead_id IS NULL AND l.standing = 'new' AND l.is_current = TRUE`;

/** A known lead of which something is to be told that was not told before. */
export interface DueChange {
  readonly leadId: number;
  readonly key: string;
  readonly fresh: readonly Difference[];
}

/** Known leads with differences that nobody was told of: a difference is told once, whatever else of the lead changes later. */
export async function dueChanges(reader: Reader): Promise<DueChange[]> {
  const told = new Map<number, Set<string>>();
  const sent = await reader.query<{ lead_id: number; what: string }>(sql`
    SELECT k.lead_id, i.what FROM lead_delivery_item i JOIN lead_key k ON k.key = i.lead_key WHERE i.kind = 'updated'`);
  for (const { lead_id, what } of sent) told.set(lead_id, new Set([...(told.get(lead_id) ?? []), ...marksIn(what)]));
  const leads = await reader.query<{ id: number; key: string; differences: string }>(
    sql`SELECT l.id, l.key, l.differences FROM lead l WHERE l.standing = 'updated' AND l.is_current = TRUE ORDER BY l.id`,
  );
  return leads.flatMap(({ id, key, differences }) => {
    const known = told.get(id);
    const fresh = differencesIn(differences).filter((each) => known?.has(markOf(each)) !== true);
    return fresh.length === 0 ? [] : [{ leadId: id, key, fresh }];
  });
}

/** What was told of an updated lead: one mark for each difference, so that the same one is known again. */
export const marksOf = (differences: readonly Difference[]): string => differences.map(markOf).sort().join(" ");

export const marksIn = (what: string): string[] => what.split(" ").filter(Boolean);

/** A field and what our lists say of it; what Salesforce says beside it may change without making it news. */
export function markOf({ field, now }: Difference): string {
  const said = String(now ?? "")
    .trim()
    .toLowerCase();
  return `${field}:${createHash("sha256").update(said).digest("hex").slice(0, 12)}`;
}
