import sql, { type Sql } from "sql-template-tag";
import type { Pool, Transaction } from "../pool/index.js";

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
  /** The line broke while sending: it may have arrived. An alert goes out once more, marked; of anything else the owner is told. */
  | { readonly kind: "unknown" }
  /** It will never work: the owner is told. */
  | { readonly kind: "failed"; readonly code: string; readonly text: string };

/** Longer than any attempt to send takes, with its charts. */
const LEASE_MILLISECONDS = 180_000;
/** A line that just broke is given time to mend. */
const PAUSE_MILLISECONDS = 30_000;
/** Stands in error_code from the first attempt whose outcome nobody knows: the next one is marked, and is the last. */
const OUTCOME_UNKNOWN = "outcome_unknown";

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

/** A message whose lease ran out was being sent when its process died: as unsure as one whose line broke. */
async function takeBackExpired(tx: Transaction, now: string): Promise<void> {
  await tx.run(
    sql`UPDATE outbox_message SET ${afterUnknownOutcome(now)} WHERE state = 'sending' AND lease_until < ${now}`,
  );
}

/** An alert is sent once more, marked; anything else, and an alert unsure for the second time, is never sent knowingly again. */
const afterUnknownOutcome = (dueAt: string): Sql =>
  sql`state = CASE WHEN kind = 'alert' AND COALESCE(error_code, '') <> ${OUTCOME_UNKNOWN} THEN 'queued' ELSE 'unknown' END,
      due_at = ${dueAt}, lease_until = NULL, error_code = ${OUTCOME_UNKNOWN}`;

/** Takes the next message that is due, for as long as a lease lasts; null when there is none. */
export async function lease(pool: Pool, now: string): Promise<LeasedParcel | null> {
  const until = new Date(Date.parse(now) + LEASE_MILLISECONDS).toISOString();
  return pool.transaction(async (tx) => {
    await takeBackExpired(tx, now);
    const [next] = await tx.query<Row>(
      sql`SELECT id, dedupe_key, kind, recipient, owner, payload, attempts, error_code FROM outbox_message
          WHERE state = 'queued' AND due_at <= ${now} ORDER BY due_at, id LIMIT 1`,
    );
    if (!next) return null;
    const taken = await tx.run(
      sql`UPDATE outbox_message SET state = 'sending', lease_until = ${until}, attempts = attempts + 1
          WHERE id = ${next.id} AND state = 'queued' AND attempts = ${next.attempts}`,
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
      possiblyRepeated: next.error_code === OUTCOME_UNKNOWN,
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
  readonly attempts: number;
  readonly error_code: string | null;
}

export async function settle(pool: Pool, id: number, settlement: Settlement, now: string): Promise<void> {
  const change = changeFor(settlement, now);
  await pool.transaction((tx) => tx.run(sql`UPDATE outbox_message SET ${change} WHERE id = ${id}`));
}

function changeFor(settlement: Settlement, now: string): Sql {
  switch (settlement.kind) {
    case "sent":
      return sql`state = 'sent', lease_until = NULL, sent_at = ${now}, receipt = ${settlement.receipt}`;
    case "later":
      // What was once unsure stays so, or the message would lose its mark.
      return sql`state = 'queued', lease_until = NULL, due_at = ${settlement.dueAt},
        error_code = CASE WHEN error_code = ${OUTCOME_UNKNOWN} THEN error_code ELSE ${settlement.code} END`;
    case "unknown":
      return afterUnknownOutcome(new Date(Date.parse(now) + PAUSE_MILLISECONDS).toISOString());
    case "failed":
      return sql`state = 'failed', lease_until = NULL, error_code = ${settlement.code}, error_text = ${settlement.text}`;
  }
}

/** A message whose fate nobody knows. */
export interface LostParcel {
  readonly kind: Parcel["kind"];
  readonly recipient: string;
  readonly owner: string | null;
}

/** Messages whose fate nobody knows and whose owner has not been told; each is given out once. */
export async function unknownParcels(pool: Pool): Promise<LostParcel[]> {
  return pool.transaction((tx) =>
    tx.query(
      sql`UPDATE outbox_message SET state = 'unknown_told' WHERE state = 'unknown' RETURNING kind, recipient, owner`,
    ),
  );
}
