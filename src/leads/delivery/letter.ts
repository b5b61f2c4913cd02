import type { Transaction } from "../../pool/index.js";

/** A message on its way to Slack, under the key by which it is sent once only. */
export interface Letter {
  readonly dedupeKey: string;
  readonly kind: "digest" | "notice";
  readonly recipient: string;
  readonly owner: null;
  /** JSON of a reply. */
  readonly payload: string;
  /** Key of the message that it is put in place of. */
  readonly replacesKey?: string;
}

/** Puts a letter into the outbox, within the transaction of what it tells of. Says whether it was new. */
export type Post = (tx: Transaction, letter: Letter, now: string) => Promise<boolean>;
