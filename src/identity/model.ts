import type { Reader, Transaction } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";

/** The pool as derivations need it: free reads, and writes one transaction at a time. */
export interface DerivePool extends Reader {
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** What a derivation is given besides the rows. */
export interface Rules {
  readonly organization: Organization;
  /** ISO-8601 UTC: when flags opened and closed by this run are dated. */
  readonly now: string;
}

/** Most rows written in one transaction: SQLite's only writer is soon free again. */
export const ROWS_PER_TRANSACTION = 2_000;

/** Cut into pieces of at most `size`. */
export function* pieces<Item>(items: readonly Item[], size: number = ROWS_PER_TRANSACTION): Iterable<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
