import sql from "sql-template-tag";
import { z } from "zod";
import type { Reader, Transaction } from "../pool/index.js";

/** Parents whose children moved without a new stamp, by parent object: what a merge leaves to be read again. */
const shape = z.record(z.string(), z.array(z.string()));

const keyOf = (source: string, child: string): string => `${source}_refetch_${child}`;

export async function toRefetch(reader: Reader, source: string, child: string): Promise<Record<string, string[]>> {
  const [row] = await reader.query<{ value: string }>(
    sql`SELECT value FROM pool_fact WHERE key = ${keyOf(source, child)}`,
  );
  const parsed = shape.safeParse(row === undefined ? {} : JSON.parse(row.value));
  return parsed.success ? parsed.data : {};
}

/** Remembers, in the transaction that stored a merge, that the winners' children have to be read again. */
export async function rememberWinners(
  tx: Transaction,
  source: string,
  child: string,
  parent: string,
  winners: readonly string[],
): Promise<void> {
  const known = await toRefetch(tx, source, child);
  const value = JSON.stringify({ ...known, [parent]: [...new Set([...(known[parent] ?? []), ...winners])] });
  await tx.run(sql`
    INSERT INTO pool_fact (key, value) VALUES (${keyOf(source, child)}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

export async function forgetWinners(tx: Transaction, source: string, child: string): Promise<void> {
  await tx.run(sql`DELETE FROM pool_fact WHERE key = ${keyOf(source, child)}`);
}
