import type { Stage, Transaction, Value } from "../pool/index.js";

/** What every step of storing one page needs. */
export interface PageContext {
  readonly tx: Transaction;
  /** The source's name, as in "salesforce". */
  readonly source: string;
  /** The source's word for what is read, as in "Contact". */
  readonly object: string;
  readonly batchId: number;
  /** ISO-8601 UTC: when this run sees its rows. */
  readonly seenAt: string;
}

const text = (name: string) => ({ name, type: "text" }) as const;

const KEYS: Stage = { name: "stage_key", columns: [text("source_id")] };

/** Stages source ids under stage_key, to join on. */
export async function stageKeys(tx: Transaction, ids: Iterable<string>): Promise<void> {
  await tx.stage(KEYS, keyRows(ids));
}

function* keyRows(ids: Iterable<string>): Iterable<readonly Value[]> {
  for (const id of ids) yield [id];
}
