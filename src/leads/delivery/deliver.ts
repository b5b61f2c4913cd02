import sql from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";
import { type Organization, PolarisError } from "../../runtime/index.js";
import { deliveryCard } from "./card.js";
import { contentsOf } from "./contents.js";
import { DUE_AS_NEW, dueChanges, marksOf } from "./due.js";
import type { Post } from "./letter.js";
import type { Delivery } from "./model.js";

export interface DeliveryOrder {
  readonly channel: string;
  /** "2026-11" */
  readonly month: string;
  /** Slack user id, "terminal", or "schedule". */
  readonly by: string;
  readonly now: string;
  /** One more message in a month that has one already. */
  readonly again: boolean;
  /** Sample data: the message says so. */
  readonly sample: boolean;
  readonly post: Post;
}

export type Delivered =
  | { readonly kind: "sent"; readonly delivery: Delivery }
  /** The month has its message, and no other was asked for. */
  | { readonly kind: "already"; readonly delivery: Delivery }
  | { readonly kind: "nothing" };

/**
 * Puts the month's message into the outbox and notes every lead that is in it, all or nothing: whoever is killed between the two has sent nothing, and
 * whoever is second finds nothing left.
 */
export async function deliverLeads(
  tx: Transaction,
  organization: Organization,
  order: DeliveryOrder,
): Promise<Delivered> {
  const { month, by, now } = order;
  const before = await deliveriesOf(tx, month);
  const [latest] = before;
  if (latest !== undefined && !order.again) return { kind: "already", delivery: latest };
  const messageKey = `leads:${month}${before.length === 0 ? "" : `:${before.length + 1}`}`;
  const [made] = await tx.query<{ id: number }>(sql`
    INSERT INTO lead_delivery (month, sent_at, sent_by, new_count, updated_count, message_key)
    VALUES (${month}, ${now}, ${by}, 0, 0, ${messageKey}) RETURNING id`);
  const id = made?.id ?? 0;
  const fresh = await noteNew(tx, id);
  const updated = await noteUpdated(tx, id);
  if (fresh + updated === 0) {
    await tx.run(sql`DELETE FROM lead_delivery WHERE id = ${id}`);
    return { kind: "nothing" };
  }
  await tx.run(sql`UPDATE lead_delivery SET new_count = ${fresh}, updated_count = ${updated} WHERE id = ${id}`);
  const delivery: Delivery = { id, month, sentAt: now, sentBy: by, new: fresh, updated, messageKey };
  const card = deliveryCard(delivery, await contentsOf(tx, id), {
    organization,
    nth: before.length + 1,
    sample: order.sample,
  });
  const isNew = await order.post(
    tx,
    { dedupeKey: messageKey, kind: "digest", recipient: order.channel, owner: null, payload: JSON.stringify(card) },
    now,
  );
  if (!isNew)
    throw new PolarisError(
      "already_running",
      "The leads of this month are being sent by somebody else just now. Nothing was done twice.",
    );
  return { kind: "sent", delivery };
}

/** Messages of a month, the latest first. */
export async function deliveriesOf(tx: Pick<Transaction, "query">, month: string): Promise<Delivery[]> {
  return (await deliveries(tx)).filter((each) => each.month === month);
}

/** Every message with leads, the latest first. */
export async function deliveries(tx: Pick<Transaction, "query">): Promise<Delivery[]> {
  const rows = await tx.query<{
    id: number;
    month: string;
    sent_at: string;
    sent_by: string;
    new_count: number;
    updated_count: number;
    message_key: string;
  }>(
    sql`SELECT id, month, sent_at, sent_by, new_count, updated_count, message_key FROM lead_delivery ORDER BY id DESC`,
  );
  return rows.map((row) => ({
    id: row.id,
    month: row.month,
    sentAt: row.sent_at,
    sentBy: row.sent_by,
    new: row.new_count,
    updated: row.updated_count,
    messageKey: row.message_key,
  }));
}

const noteNew = (tx: Transaction, delivery: number): Promise<number> =>
  tx.run(sql`
    INSERT INTO lead_delivery_item (delivery_id, lead_key, lead_id, kind, what)
    SELECT CAST(${delivery} AS INTEGER), l.key, l.id, 'new', '' ${DUE_AS_NEW} ON CONFLICT (lead_key, kind, what) DO NOTHING`);

const DUE_CHANGE = {
  name: "due_change",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "lead_key", type: "text" },
    { name: "what", type: "text" },
  ],
} as const;

async function noteUpdated(tx: Transaction, delivery: number): Promise<number> {
  const due = await dueChanges(tx);
  if (due.length === 0) return 0;
  await tx.stage(
    DUE_CHANGE,
    due.map(({ leadId, key, fresh }) => [leadId, key, marksOf(fresh)]),
  );
  return tx.run(sql`
    INSERT INTO lead_delivery_item (delivery_id, lead_key, lead_id, kind, what)
    SELECT CAST(${delivery} AS INTEGER), lead_key, lead_id, 'updated', what FROM due_change WHERE TRUE
    ON CONFLICT (lead_key, kind, what) DO NOTHING`);
}
