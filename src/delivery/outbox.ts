import sql, { type Sql } from "sql-template-tag";
import type { Pool } from "../pool/index.js";

/** What is to be sent, to whom, and the key under which it is sent once only. */
export interface Parcel {
  readonly dedupeKey: string;
  readonly kind: "digest" | "alert" | "notice";
  /** Slack channel or user id. */
  readonly recipient: string;
  /** Who is told when it cannot be delivered; null: the admins. */
  readonly owner: string | null;
  /** JSON of a reply. */
  readonly payload: string;
}

export interface LeasedParcel extends Parcel {
  readonly id: number;
  readonly attempts: number;
  /** An earlier attempt ended without an answer: the message may have arrived. */
  readonly possiblyRepeated: boolean;
}

/** How an attempt to send ended. */
export type Settlement =
  | { readonly kind: "sent"; readonly receipt: string }
  /** Nothing was sent; try again at the given instant. */
  | { readonly kind: "later"; readonly dueAt: string; readonly code: string }
  /** The line broke while sending: it may have arrived. Never sent again knowingly; the owner is told. */
  | { readonly kind: "unknown" }
  /** It will never work: the owner is told. */
  | { readonly kind: "failed"; readonly code: string; readonly text: string };

const LEASE_MILLISECONDS = 60_000;

/** Puts a message into the outbox; the same key twice is one message. Says whether it was new. */
export async function enqueue(pool: Pool, parcel: Parcel, now: string): Promise<boolean> {
  const added = await pool.transaction((tx) =>
    tx.run(
      sql`INSERT INTO outbox_message (dedupe_key, kind, sender, recipient, owner, payload, state, due_at, created_at, attempts)
          VALUES (${parcel.dedupeKey}, ${parcel.kind}, 'slack', ${parcel.recipient}, ${parcel.owner}, ${parcel.payload}, 'queued', ${now}, ${now}, ${0})
          ON CONFLICT (dedupe_key) DO NOTHING`,
    ),
  );
  return added === 1;
}

/**
 * Takes the next message that is due, for a minute. A message whose lease ran out was being sent when its process died:
 * an alert goes out once more, marked; anything else becomes `unknown`, and its owner is told by `unknownParcels`.
 */
export async function lease(pool: Pool, now: string): Promise<LeasedParcel | null> {
  const until = new Date(Date.parse(now) + LEASE_MILLISECONDS).toISOString();
  return pool.transaction(async (tx) => {
    await tx.run(
      sql`UPDATE outbox_message SET state = 'unknown' WHERE state = 'sending' AND lease_until < ${now} AND kind <> 'alert'`,
    );
    const [next] = await tx.query<Row>(
      sql`SELECT id, dedupe_key, kind, recipient, owner, payload, state, attempts FROM outbox_message
          WHERE (state = 'queued' AND due_at <= ${now}) OR (state = 'sending' AND lease_until < ${now})
          ORDER BY due_at, id LIMIT 1`,
    );
    if (!next) return null;
    const taken = await tx.run(
      sql`UPDATE outbox_message SET state = 'sending', lease_until = ${until}, attempts = attempts + 1
          WHERE id = ${next.id} AND state = ${next.state} AND attempts = ${next.attempts}`,
    );
    if (taken !== 1) return null;
    return {
      id: next.id,
      dedupeKey: next.dedupe_key,
      kind: next.kind,
      recipient: next.recipient,
      owner: next.owner,
      payload: next.payload,
      attempts: next.attempts + 1,
      possiblyRepeated: next.state === "sending",
    };
  });
}

interface Row {
  readonly id: number;
  readonly dedupe_key: string;
  readonly kind: Parcel["kind"];
  readonly recipient: string;
  readonly owner: string | null;
  readonly payload: string;
  readonly state: string;
  readonly attempts: number;
}

export async function settle(pool: Pool, id: number, settlement: Settlement, now: string): Promise<void> {
  const change = changeFor(settlement, now);
  await pool.transaction((tx) => tx.run(sql`UPDATE outbox_message SET ${change}, lease_until = NULL WHERE id = ${id}`));
}

function changeFor(settlement: Settlement, now: string): Sql {
  switch (settlement.kind) {
    case "sent":
      return sql`state = 'sent', sent_at = ${now}, receipt = ${settlement.receipt}`;
    case "later":
      return sql`state = 'queued', due_at = ${settlement.dueAt}, error_code = ${settlement.code}`;
    case "unknown":
      return sql`state = 'unknown'`;
    case "failed":
      return sql`state = 'failed', error_code = ${settlement.code}, error_text = ${settlement.text}`;
  }
}

/** Messages whose fate nobody knows and whose owner has not been told; each is given out once. */
export async function unknownParcels(pool: Pool): Promise<{ id: number; owner: string | null; recipient: string }[]> {
  return pool.transaction((tx) =>
    tx.query(
      sql`UPDATE outbox_message SET state = 'unknown_told' WHERE state = 'unknown' RETURNING id, owner, recipient`,
    ),
  );
}
