import sql, { type Sql } from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";
import { writeProvenance } from "./provenance.js";

/** Leads written by a statement: until it ends, SQLite keeps in memory what all the pages were that it writes. */
const LEADS_AT_ONCE = 10_000;

/** A condition on the ids of leads, for each part of them up to the last one. */
export function* slices(last: number): Generator<(id: Sql) => Sql> {
  for (let after = 0; after < last; after += LEADS_AT_ONCE)
    yield (id) => sql`(${id} > CAST(${after} AS INTEGER) AND ${id} <= CAST(${after + LEADS_AT_ONCE} AS INTEGER))`;
}

/** The file that was the last to have a row. */
export interface LastFile {
  readonly source: string;
  readonly last_file_id: number;
  readonly last_date: string;
}

/** What most rows of a monthly file say: still there, as it was. Of all rows that a file was the last to have, that is the same. @param leads their ids */
export async function tellLastFile(
  tx: Transaction,
  { source, last_file_id, last_date }: LastFile,
  leads: Sql,
): Promise<void> {
  const provenance = writeProvenance({ source, file_id: last_file_id }, []);
  await tx.run(sql`
    UPDATE lead SET provenance = ${provenance}, last_date = ${last_date}
    WHERE (provenance <> ${provenance} OR last_date <> ${last_date}) AND id IN (${leads})`);
}

/** Tells the leads of the stage `stage_still_lead` of the file in which they still stand. */
export async function tellStillLeads(tx: Transaction, file: LastFile): Promise<void> {
  const [stage] = await tx.query<{ last: number | null }>(sql`SELECT MAX(lead_id) AS last FROM stage_still_lead`);
  for (const within of slices(stage?.last ?? 0))
    await tellLastFile(tx, file, sql`SELECT t.lead_id FROM stage_still_lead t WHERE ${within(sql`t.lead_id`)}`);
}

/** How many leads needed no settling. */
export async function countStillLeads(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ n: number }>(sql`
    SELECT COUNT(*) AS n FROM stage_still_lead s LEFT JOIN touched_lead t ON t.lead_id = s.lead_id WHERE t.lead_id IS NULL`);
  return row?.n ?? 0;
}
