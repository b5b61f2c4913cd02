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
  /** Who carries it; Slack unless said. */
  readonly by?: Carrier;
  /** Key of the message in whose thread it goes. */
  readonly threadKey?: string;
  /** Key of the message that it is put in place of. */
  readonly replacesKey?: string;
}

export type Carrier = "slack" | "mail";

export interface LeasedParcel extends Pick<Parcel, "dedupeKey" | "kind" | "recipient" | "owner" | "payload"> {
  readonly id: number;
  readonly by: Carrier;
  /** Receipt of the message in whose thread it goes; null when there is none, or it never arrived. */
  readonly thread: string | null;
  /** Receipt of the message it is put in place of. */
  readonly replaces: string | null;
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
  return pool.transaction((tx) => enqueueInside(tx, parcel, now));
}

/** The same within a transaction: what happened and what is said of it are kept together. */
export async function enqueueInside(tx: Transaction, parcel: Parcel, now: string): Promise<boolean> {
  const { dedupeKey, kind, by = "slack", recipient, owner, threadKey = null, replacesKey = null, payload } = parcel;
  const added = await tx.run(
    sql`INSERT INTO outbox_message (dedupe_key, kind, sender, recipient, owner, thread_key, replaces_key, payload, state, due_at, created_at, attempts)
        VALUES (${dedupeKey}, ${kind}, ${by}, ${recipient}, ${owner}, ${threadKey}, ${replacesKey}, ${payload}, 'queued', ${now}, ${now}, ${0})
        ON CONFLICT (dedupe_key) DO NOTHING`,
  );
  return added === 1;
}

/** Several, in their order. Says how many were new. */
export async function enqueueAll(tx: Transaction, parcels: readonly Parcel[], now: string): Promise<number> {
  let fresh = 0;
  for (const parcel of parcels) if (await enqueueInside(tx, parcel, now)) fresh += 1;
  return fresh;
}

/** A message whose lease ran out was being sent when its process died: as unsure as one whose line broke. */
async function takeBackExpired(tx: Transaction, now: string): Promise<void> {
  await tx.run(
    sql`UPDATE outbox_message SET ${afterUnknownOutcome(now)} WHERE state = 'sending' AND lease_until < ${now}`,
  );
}

/** A message that never arrived cannot be changed; its change sent as a message of its own would be told twice. */
async function dropChangesOfNothing(tx: Transaction): Promise<void> {
  await tx.run(sql`
    UPDATE outbox_message SET state = 'dropped'
    WHERE state = 'queued' AND replaces_key IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM outbox_message m WHERE m.dedupe_key = outbox_message.replaces_key
        AND (m.receipt IS NOT NULL OR m.state IN ('queued', 'sending')))`);
}

/** What follows in a digest's thread goes nowhere without it: its owner is told of the digest alone. */
async function dropThreadsOfLostDigests(tx: Transaction): Promise<void> {
  await tx.run(sql`
    UPDATE outbox_message SET state = 'dropped'
    WHERE state = 'queued' AND kind = 'digest' AND thread_key IS NOT NULL AND EXISTS (
      SELECT 1 FROM outbox_message m WHERE m.dedupe_key = outbox_message.thread_key AND m.receipt IS NULL
        AND m.state NOT IN ('queued', 'sending'))`);
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
    await dropChangesOfNothing(tx);
    await dropThreadsOfLostDigests(tx);
    // What belongs to another message waits until that one's fate is known, and for what was said of it before: a change that comes late
    // would undo a later one.
    const [next] = await tx.query<Row>(
      sql`SELECT m.id, m.dedupe_key, m.kind, m.sender, m.recipient, m.owner, m.payload, m.attempts, m.error_code,
            thread.receipt AS thread, replaced.receipt AS replaces
          FROM outbox_message m
            LEFT JOIN outbox_message thread ON thread.dedupe_key = m.thread_key
            LEFT JOIN outbox_message replaced ON replaced.dedupe_key = m.replaces_key
          WHERE m.state = 'queued' AND m.due_at <= ${now}
            AND COALESCE(thread.state, 'sent') NOT IN ('queued', 'sending') AND COALESCE(replaced.state, 'sent') NOT IN ('queued', 'sending')
            AND NOT EXISTS (
              SELECT 1 FROM outbox_message earlier WHERE earlier.state IN ('queued', 'sending') AND earlier.id < m.id AND earlier.sender = m.sender
                AND (earlier.thread_key = m.thread_key OR earlier.replaces_key = m.replaces_key))
          ORDER BY m.due_at, m.id LIMIT 1`,
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
      by: next.sender,
      thread: next.thread,
      replaces: next.replaces,
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
  readonly sender: Carrier;
  readonly thread: string | null;
  readonly replaces: string | null;
  readonly recipient: string;
  readonly owner: string | null;
  readonly payload: string;
  readonly attempts: number;
  readonly error_code: string | null;
}

/** After as many attempts Slack itself counts as the trouble: an alert goes by mail meanwhile. */
const SLACK_IS_SILENT = 3;

/** @param mail whether alerts that Slack does not take may go by mail */
export async function settle(
  pool: Pool,
  id: number,
  settlement: Settlement,
  now: string,
  { mail = false }: { readonly mail?: boolean } = {},
): Promise<void> {
  const change = changeFor(settlement, now);
  await pool.transaction(async (tx) => {
    await tx.run(sql`UPDATE outbox_message SET ${change} WHERE id = ${id}`);
    if (!mail || (settlement.kind !== "failed" && settlement.kind !== "later")) return;
    const [alert] = await tx.query<Pick<Row, "dedupe_key" | "owner" | "payload" | "attempts">>(sql`
      SELECT dedupe_key, owner, payload, attempts FROM outbox_message WHERE id = ${id} AND kind = 'alert' AND sender = 'slack' AND replaces_key IS NULL`);
    if (alert === undefined || (settlement.kind === "later" && alert.attempts < SLACK_IS_SILENT)) return;
    await byMail(tx, alert, now);
  });
}

const byMail = (
  tx: Transaction,
  { dedupe_key, owner, payload }: Pick<Row, "dedupe_key" | "owner" | "payload">,
  now: string,
): Promise<boolean> =>
  enqueueInside(
    tx,
    { dedupeKey: mailKey(dedupe_key), kind: "alert", by: "mail", recipient: "mail", owner, payload },
    now,
  );

/** The key of the same alert by mail: it goes there once, for whatever reason. */
export const mailKey = (key: string): string => `${key}:mail`;

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
  readonly dedupeKey: string;
  readonly kind: Parcel["kind"];
  readonly recipient: string;
  readonly owner: string | null;
}

/**
 * Messages whose fate nobody knows and whose owner has not been told; each is given out once.
 * @param mail whether an alert among them may go by mail: Slack is what fails then, and would not carry the word either
 */
export async function unknownParcels(
  pool: Pool,
  now: string,
  { mail = false }: { readonly mail?: boolean } = {},
): Promise<LostParcel[]> {
  return pool.transaction(async (tx) => {
    const lost = await tx.query<Pick<Row, "dedupe_key" | "kind" | "sender" | "recipient" | "owner" | "payload">>(sql`
      UPDATE outbox_message SET state = 'unknown_told' WHERE state = 'unknown'
      RETURNING dedupe_key, kind, sender, recipient, owner, payload`);
    for (const { dedupe_key, kind, sender, owner, payload } of lost)
      if (mail && kind === "alert" && sender === "slack") await byMail(tx, { dedupe_key, owner, payload }, now);
    return lost.map(({ dedupe_key, kind, recipient, owner }) => ({ dedupeKey: dedupe_key, kind, recipient, owner }));
  });
}
