import sql from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";

/**
 * What must hold of the layers when a file stands, counted by the database: each row of it lies in base, and each that staging has from it belongs to a
 * lead. Keys are unique by their tables; what the suites expect beyond is judged every night.
 * @throws Error that keeps the file from standing
 */
export async function holdLayers(tx: Transaction, fileId: number, rows: number): Promise<void> {
  const [counted] = await tx.query<{ base: number; loose: number }>(sql`
    SELECT (SELECT COUNT(*) FROM lead_row WHERE file_id = CAST(${fileId} AS INTEGER)) AS base,
      (SELECT COUNT(*) FROM staged_lead WHERE lead_id IS NULL AND last_file_id = CAST(${fileId} AS INTEGER)) AS loose`);
  const { base = 0, loose = 0 } = counted ?? {};
  if (base !== rows) throw new Error(`base has ${base} rows of the file, of ${rows} that were read`);
  if (loose > 0) throw new Error(`${loose} rows of the file belong to no lead`);
}
