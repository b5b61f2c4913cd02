import sql from "sql-template-tag";
import type { Transaction } from "../pool/index.js";

/**
 * The key of a message that somebody else wrote, so that ours can go into its thread: it stands in the outbox as one that was
 * sent, by its receipt.
 */
export async function threadOf(tx: Transaction, channel: string, ts: string, now: string): Promise<string> {
  const key = `thread:${channel}:${ts}`;
  await tx.run(sql`
    INSERT INTO outbox_message (dedupe_key, kind, sender, recipient, payload, state, due_at, created_at, sent_at, receipt, attempts)
    VALUES (${key}, 'notice', 'slack', ${channel}, '{}', 'sent', ${now}, ${now}, ${now}, ${`${channel}/${ts}`}, ${0})
    ON CONFLICT (dedupe_key) DO NOTHING`);
  return key;
}
