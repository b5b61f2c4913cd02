import sql, { join } from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";
import { type Reply, reply } from "../../reply/index.js";
import type { Taken } from "../list/index.js";
import { withTaken } from "./card.js";
import type { Letter, Post } from "./letter.js";

/** What came of taking leads, by their ids. */
export interface Taking {
  /** Theirs from now on. */
  readonly now: readonly number[];
  /** Theirs already. */
  readonly before: readonly number[];
  /** Somebody was faster. */
  readonly others: readonly (Taken & { readonly leadId: number })[];
  /** They never went to the sales channel, so there is nothing to take. */
  readonly unsent: readonly number[];
}

interface Doing {
  readonly by: string;
  readonly now: string;
  /** One per press: what is put right in a message is put right once. */
  readonly occasion: string;
  readonly post: Post;
}

/** Marks leads as taken, those of them that nobody has; whoever comes first has them. The messages they were in say how many are taken. */
export async function takeLeads(tx: Transaction, leadIds: readonly number[], doing: Doing): Promise<Taking> {
  const { by, now } = doing;
  await onePressAtATime(tx, leadIds);
  const taken = await tx.query<Touched>(sql`
    UPDATE lead_delivery_item SET taken_by = ${by}, taken_at = ${now}
    WHERE taken_at IS NULL AND lead_key IN (SELECT k.key FROM lead_key k WHERE k.lead_id IN (${join([...leadIds])}))
    RETURNING delivery_id, lead_key`);
  await putRight(tx, taken, doing);
  const mine = new Set(await leadsOfKeys(tx, taken));
  const latest = await latestItems(tx, leadIds);
  const others = leadIds.filter((id) => !mine.has(id)).flatMap((id) => latest.get(id) ?? []);
  return {
    now: leadIds.filter((id) => mine.has(id)),
    before: others.filter((each) => each.by === by).map(({ leadId }) => leadId),
    others: others.filter((each) => each.by !== by),
    unsent: leadIds.filter((id) => !latest.has(id)),
  };
}

/** Gives leads back that somebody has taken, so that others can take them. @param of whose; null: anybody's @returns their ids */
export async function giveBackLeads(
  tx: Transaction,
  leadIds: readonly number[],
  { of, ...doing }: Omit<Doing, "by"> & { readonly of: string | null },
): Promise<number[]> {
  await onePressAtATime(tx, leadIds);
  const given = await tx.query<Touched>(sql`
    UPDATE lead_delivery_item SET taken_by = NULL, taken_at = NULL
    WHERE taken_at IS NOT NULL ${of === null ? sql`` : sql`AND taken_by = ${of}`}
      AND lead_key IN (SELECT k.key FROM lead_key k WHERE k.lead_id IN (${join([...leadIds])}))
    RETURNING delivery_id, lead_key`);
  await putRight(tx, given, doing);
  const leads = new Set(await leadsOfKeys(tx, given));
  return leadIds.filter((id) => leads.has(id));
}

/** PostgreSQL lets several write at once: presses on the leads of one message go one after the other, or none would count the others. */
async function onePressAtATime(tx: Transaction, leadIds: readonly number[]): Promise<void> {
  await tx.run(sql`
    UPDATE lead_delivery SET month = month WHERE id IN (
      SELECT i.delivery_id FROM lead_delivery_item i JOIN lead_key k ON k.key = i.lead_key WHERE k.lead_id IN (${join([...leadIds])}))`);
}

interface Touched {
  readonly delivery_id: number;
  readonly lead_key: string;
}

async function leadsOfKeys(tx: Transaction, touched: readonly Touched[]): Promise<number[]> {
  if (touched.length === 0) return [];
  const keys = touched.map(({ lead_key }) => lead_key);
  const rows = await tx.query<{ lead_id: number }>(sql`SELECT lead_id FROM lead_key WHERE key IN (${join(keys)})`);
  return rows.map(({ lead_id }) => lead_id);
}

/** Who has the lead by the latest message it was in. */
async function latestItems(
  tx: Transaction,
  leadIds: readonly number[],
): Promise<ReadonlyMap<number, Taken & { readonly leadId: number }>> {
  const rows = await tx.query<{ lead_id: number; taken_by: string | null; taken_at: string | null }>(sql`
    SELECT k.lead_id, i.taken_by, i.taken_at FROM lead_delivery_item i JOIN lead_key k ON k.key = i.lead_key
    WHERE k.lead_id IN (${join([...leadIds])}) ORDER BY i.id`);
  return new Map(
    rows.map(({ lead_id, taken_by, taken_at }) => [
      lead_id,
      { leadId: lead_id, by: taken_by ?? "", at: taken_at ?? "" },
    ]),
  );
}

/** The messages in the sales channel, as they have to read now. */
async function putRight(
  tx: Transaction,
  touched: readonly Touched[],
  { now, occasion, post }: Omit<Doing, "by">,
): Promise<void> {
  if (touched.length === 0) return;
  const ids = [...new Set(touched.map(({ delivery_id }) => delivery_id))];
  const messages = await tx.query<{
    message_key: string;
    recipient: string;
    payload: string;
    taken: number;
    leads: number;
  }>(sql`
    SELECT d.message_key, m.recipient, m.payload, COUNT(i.taken_at) AS taken, COUNT(*) AS leads
    FROM lead_delivery d JOIN outbox_message m ON m.dedupe_key = d.message_key JOIN lead_delivery_item i ON i.delivery_id = d.id
    WHERE d.id IN (${join(ids)}) GROUP BY d.message_key, m.recipient, m.payload`);
  for (const { message_key, recipient, payload, taken, leads } of messages) {
    const card: Reply = reply(JSON.parse(payload) as Parameters<typeof reply>[0]);
    const letter: Letter = {
      dedupeKey: `${message_key}:taken:${occasion}`,
      kind: "notice",
      recipient,
      owner: null,
      payload: JSON.stringify(withTaken(card, taken, leads)),
      replacesKey: message_key,
    };
    await post(tx, letter, now);
  }
}
