import sql from "sql-template-tag";
import { PolarisError } from "../../runtime/index.js";
import { DATASETS, type Grid } from "../../sources/index.js";
import { type ImportOptions, importDataset } from "./import-dataset.js";
import type { ImportResult } from "./model.js";
import { isComplete, Parents, waitingRow } from "./parents.js";

const NOTHING_NEW: Grid = { name: "waiting rows", header: [], headerRow: 1, rows: [], serialDates: false };

/**
 * Takes rows of files and sheets out of quarantine whose events or students have come from elsewhere: to be called when another source has been read.
 * @returns one result for each dataset of which something was taken up
 */
export async function takeUpWaiting(
  options: Pick<ImportOptions, "pool" | "organization" | "clock" | "trigger" | "startedBy">,
): Promise<ImportResult[]> {
  const { pool, organization, clock } = options;
  const waiting = await pool.query<{ source: string; source_id: string; payload: string }>(sql`
    SELECT source, source_id, payload FROM quarantine
    WHERE resolved_at IS NULL AND reason = 'missing_parent' AND object = source ORDER BY id`);
  const results: ImportResult[] = [];
  if (waiting.length === 0) return results;
  const parents = new Parents(pool, organization);
  for (const dataset of DATASETS) {
    const rows = waiting.flatMap(({ source, source_id, payload }) => {
      const row = source === dataset.name ? waitingRow(source_id, payload, clock.now()) : null;
      return row === null ? [] : [row];
    });
    if (!(await parents.find(rows)).some(isComplete) || rows.length === 0) continue;
    const nothing = { dataset, grid: NOTHING_NEW, places: {}, origin: "waiting rows", defaults: {}, whole: false };
    try {
      results.push(await importDataset({ ...options, ...nothing }));
    } catch (thrown) {
      // An import of this dataset is under way, and takes up what waits itself.
      if (!(thrown instanceof PolarisError) || thrown.code !== "already_running") throw thrown;
    }
  }
  return results;
}
