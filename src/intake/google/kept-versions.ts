import { createHash } from "node:crypto";
import sql from "sql-template-tag";
import { z } from "zod";
import type { Pool } from "../../pool/index.js";
import type { ConnectedSheet } from "./connected-sheets.js";

const SOURCE = "google_sheets";
/** However still a sheet stands, it is read again after a week: what its rows mean may have changed. */
const LONGEST = 7 * 24 * 3_600_000;

const keptShape = z.object({
  /** Which sheet it was and how it was read. */
  reading: z.string(),
  readAt: z.string(),
  /** False when rows of it wait for something: then it is read again although it stands still. */
  isSettled: z.boolean(),
});

/** How a sheet is read: another mapping or another tab makes it another sheet. */
function readingOf({ dataset, spreadsheet, tab, columns, defaults, fillDown }: ConnectedSheet): string {
  const parts = JSON.stringify([dataset, spreadsheet, tab, columns, defaults, fillDown]);
  return createHash("sha256").update(parts).digest("hex").slice(0, 20);
}

/** When this version of the sheet was read to its end, with nothing left to wait for; null when it is to be read. */
export async function readBefore(
  pool: Pool,
  sheet: ConnectedSheet,
  version: string,
  now: string,
): Promise<string | null> {
  const [row] = await pool.query<{ high_water: string | null; cursor: string | null }>(sql`
    SELECT high_water, cursor FROM sync_checkpoint WHERE source = ${SOURCE} AND object = ${sheet.name}`);
  if (row === undefined || row.high_water !== version || row.cursor === null) return null;
  const kept = keptShape.parse(JSON.parse(row.cursor));
  const isSame = kept.isSettled && kept.reading === readingOf(sheet);
  return isSame && Date.parse(now) - Date.parse(kept.readAt) < LONGEST ? kept.readAt : null;
}

export async function keepVersion(
  pool: Pool,
  sheet: ConnectedSheet,
  { version, isSettled, now }: { readonly version: string; readonly isSettled: boolean; readonly now: string },
): Promise<void> {
  const cursor = JSON.stringify({ reading: readingOf(sheet), readAt: now, isSettled });
  await pool.transaction((tx) =>
    tx.run(sql`
      INSERT INTO sync_checkpoint (source, object, high_water, cursor, updated_at) VALUES (${SOURCE}, ${sheet.name}, ${version}, ${cursor}, ${now})
      ON CONFLICT (source, object) DO UPDATE SET high_water = excluded.high_water, cursor = excluded.cursor, updated_at = excluded.updated_at`),
  );
}

/** Has the sheet read again whatever it looks like. */
export async function forgetVersion(pool: Pool, { name }: Pick<ConnectedSheet, "name">): Promise<void> {
  await pool.transaction((tx) =>
    tx.run(sql`DELETE FROM sync_checkpoint WHERE source = ${SOURCE} AND object = ${name}`),
  );
}

/** Notes that a sheet was looked at and stands as it was. */
export async function keepCheck(pool: Pool, { name }: Pick<ConnectedSheet, "name">, now: string): Promise<void> {
  await pool.transaction((tx) =>
    tx.run(sql`UPDATE sync_checkpoint SET updated_at = ${now} WHERE source = ${SOURCE} AND object = ${name}`),
  );
}

/** When each sheet was last looked at and could be read, by name. */
export async function lastChecks(pool: Pool): Promise<Map<string, string>> {
  const rows = await pool.query<{ object: string; updated_at: string }>(
    sql`SELECT object, updated_at FROM sync_checkpoint WHERE source = ${SOURCE}`,
  );
  return new Map(rows.map(({ object, updated_at }) => [object, updated_at]));
}
