import sql from "sql-template-tag";
import { z } from "zod";
import { keepFact, type Reader, type Transaction } from "../pool/index.js";

/** Calls of a source's interface in 24 hours, as the source itself last said. */
export interface ApiUsage {
  readonly used: number;
  readonly limit: number;
}

const PREFIX = "api_usage_";
const DAY = 86_400_000;
const shape = z.object({ used: z.number(), limit: z.number(), at: z.string() });

/** Remembers what a source said of its calls. */
export async function keepUsage(tx: Transaction, source: string, { used, limit }: ApiUsage, at: string): Promise<void> {
  await keepFact(tx, PREFIX + source, JSON.stringify({ used, limit, at }));
}

/** What sources said within the last 24 hours; what is older says nothing of now. */
export async function usageOf(reader: Reader, now: number): Promise<(ApiUsage & { readonly source: string })[]> {
  const rows = await reader.query<{ key: string; value: string }>(
    sql`SELECT key, value FROM pool_fact WHERE key LIKE ${`${PREFIX}%`} ORDER BY key`,
  );
  return rows.flatMap(({ key, value }) => {
    const said = shape.safeParse(JSON.parse(value));
    if (!said.success || now - Date.parse(said.data.at) > DAY) return [];
    const { used, limit } = said.data;
    return [{ source: key.slice(PREFIX.length), used, limit }];
  });
}
