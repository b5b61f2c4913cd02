import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { type Difference, type ListedLead, leadsById, takenOf } from "../list/index.js";
import { toldOf } from "./contents.js";

/** A lead as it stands now, with what a message of the month said of it. */
export interface SentLead {
  /** With who took it from that message; another may have taken it from a later one. */
  readonly lead: ListedLead;
  /** What it was sent as; a lead can be both in one month. */
  readonly kind: "new" | "updated";
  /** Of the differences that were told, those that still stand. */
  readonly told: readonly Difference[];
}

export interface SentFilter {
  readonly month: string;
  readonly kind: "new" | "updated" | null;
  readonly isTaken: boolean | null;
}

/** By the keys that the leads had when they were sent: two leads that came to be one are one. */
const sentItems = ({ month, kind, isTaken }: SentFilter): Sql => sql`
  FROM lead_delivery d JOIN lead_delivery_item i ON i.delivery_id = d.id JOIN lead_key k ON k.key = i.lead_key
  WHERE d.month = ${month} ${kind === null ? sql`` : sql`AND i.kind = ${kind}`}
    ${isTaken === null ? sql`` : isTaken ? sql`AND i.taken_at IS NOT NULL` : sql`AND i.taken_at IS NULL`}`;

export async function countSent(
  reader: Reader,
  filter: SentFilter,
): Promise<{ readonly leads: number; readonly taken: number }> {
  const [row] = await reader.query<{ leads: number; taken: number }>(sql`
    SELECT COUNT(*) AS leads, COALESCE(SUM(taken), 0) AS taken FROM (
      SELECT k.lead_id, MAX(CASE WHEN i.taken_at IS NULL THEN 0 ELSE 1 END) AS taken ${sentItems(filter)} GROUP BY k.lead_id, i.kind) one`);
  return { leads: row?.leads ?? 0, taken: row?.taken ?? 0 };
}

/** In the order in which they were sent: the new ones first. */
export async function sentLeads(
  reader: Reader,
  filter: SentFilter,
  { skip, most }: { readonly skip: number; readonly most: number },
): Promise<SentLead[]> {
  const items = await reader.query<SentItem>(sql`
    SELECT one.lead_id, one.kind, one.what, latest.taken_by, latest.taken_at FROM (
        SELECT k.lead_id, i.kind, string_agg(i.what, ' ') AS what, MIN(i.id) AS first_id, MAX(i.id) AS latest_id
        ${sentItems(filter)} GROUP BY k.lead_id, i.kind
        ORDER BY i.kind, MIN(i.id) LIMIT CAST(${most} AS INTEGER) OFFSET CAST(${skip} AS INTEGER)) one
      JOIN lead_delivery_item latest ON latest.id = one.latest_id
    ORDER BY one.kind, one.first_id`);
  const leads = new Map(
    (await leadsById(reader, [...new Set(items.map(({ lead_id }) => lead_id))])).map((lead) => [lead.id, lead]),
  );
  return items.flatMap(({ lead_id, kind, what, taken_by, taken_at }) => {
    const lead = leads.get(lead_id);
    const taken = takenOf(taken_by, taken_at);
    return lead === undefined ? [] : [{ lead: { ...lead, taken }, kind, told: toldOf(lead.differences, what) }];
  });
}

/** A lead in the messages of a month: what all of them told of it, and who took it from the last. */
interface SentItem {
  readonly lead_id: number;
  readonly kind: "new" | "updated";
  readonly what: string;
  readonly taken_by: string | null;
  readonly taken_at: string | null;
}
