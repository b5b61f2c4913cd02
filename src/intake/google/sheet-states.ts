import sql, { raw } from "sql-template-tag";
import type { Pool } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { originOf } from "../sheet-origin.js";
import { type ConnectedSheet, connectedSheets } from "./connected-sheets.js";
import { lastChecks } from "./kept-versions.js";

/** A connected sheet, and how its last reading went. */
export interface SheetState {
  readonly sheet: ConnectedSheet;
  /** When it was last looked at and found readable, changed or not. */
  readonly checkedAt: string | null;
  /** When rows of it were last read. */
  readonly readAt: string | null;
  readonly rows: number | null;
  /** Rows set aside by the last reading. */
  readonly quarantined: number | null;
  /** What stopped the last reading; null when nothing did. */
  readonly problem: string | null;
}

interface Reading {
  readonly origin: string;
  readonly finished_at: string | null;
  readonly rows: number;
  readonly quarantined: number;
  readonly problem: string | null;
}

export async function sheetStates(pool: Pool, organization: Organization): Promise<SheetState[]> {
  const sheets = await connectedSheets(pool, organization);
  const checks = await lastChecks(pool);
  const readings = await lastReadings(pool, "'ok', 'failed'");
  const good = await lastReadings(pool, "'ok'");
  return sheets.map((sheet) => {
    const last = readings.get(originOf(sheet));
    const whole = good.get(originOf(sheet));
    return {
      sheet,
      checkedAt: checks.get(sheet.name) ?? null,
      readAt: whole?.finished_at ?? null,
      rows: whole?.rows ?? null,
      quarantined: whole?.quarantined ?? null,
      problem: last?.problem ?? null,
    };
  });
}

/** The last run over each sheet that ended in one of the states. */
async function lastReadings(pool: Pool, states: "'ok'" | "'ok', 'failed'"): Promise<Map<string, Reading>> {
  const rows = await pool.query<Reading>(sql`
    SELECT b.origin, MAX(b.finished_at) AS finished_at, SUM(b.read - b.deleted) AS rows, SUM(b.quarantined) AS quarantined, MAX(b.error_text) AS problem
    FROM sync_batch b
    JOIN (SELECT origin, MAX(run_id) AS run_id FROM sync_batch WHERE origin LIKE 'sheet:%' AND state IN (${raw(states)}) GROUP BY origin) l
      ON l.origin = b.origin AND l.run_id = b.run_id
    GROUP BY b.origin`);
  return new Map(rows.map((row) => [row.origin, row]));
}
