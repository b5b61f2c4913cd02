import sql, { raw } from "sql-template-tag";
import type { IncomingRow, SalesforceExport } from "../../sources/index.js";
import { DESTINATIONS, TABLES } from "../tables/index.js";
import { readRows } from "./every-row.js";
import type { ImportStrategy } from "./model.js";

/** Takes an export of a Salesforce object. What the API has brought is newer than any export, so those rows are left as they are. */
export const takeExport =
  (object: SalesforceExport["object"]): ImportStrategy =>
  async (job) => {
    const batch = await job.batch(object, job.dataset.label);
    const known = new Set<string>();
    for (const kind of DESTINATIONS[object]?.tables ?? []) {
      const rows = await job.pool.query<{ source_id: string }>(sql`
        SELECT t.source_id FROM ${raw(TABLES[kind].name)} t JOIN sync_batch b ON b.id = t.batch_id
        WHERE t.source = 'salesforce' AND b.way IN ('rest', 'bulk')`);
      for (const { source_id } of rows) known.add(source_id);
    }
    await batch.store(leavingOut(known, readRows(job.dataset, job.rows, job.rules)));
  };

function* leavingOut(known: ReadonlySet<string>, rows: Iterable<IncomingRow>): Generator<IncomingRow> {
  for (const row of rows) yield known.has(row.sourceId) ? left(row) : row;
}

const left = (row: IncomingRow): IncomingRow => ({
  ...row,
  // Under a key of its own: a row that is skipped under the key of a stored one would take it away.
  sourceId: `${row.sourceId}#export`,
  isDeleted: false,
  read: () => ({ kind: "skipped", reason: "known_by_api" }),
});
