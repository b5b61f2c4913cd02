import sql from "sql-template-tag";
import { z } from "zod";
import { foldText } from "../../domain/index.js";
import type { Pool, Transaction } from "../../pool/index.js";
import { type Organization, PolarisError } from "../../runtime/index.js";

/** A sheet that is read on a schedule. */
export interface ConnectedSheet {
  readonly name: string;
  /** A dataset's name, as in "roster". */
  readonly dataset: string;
  /** Its address or key. */
  readonly spreadsheet: string;
  readonly tab: string;
  /** Our column → the sheet's header, where they differ. */
  readonly columns: Readonly<Record<string, string>>;
  /** Values that every row has where its own cell is blank. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Our columns whose merged cells give every row of the area their value. */
  readonly fillDown: readonly string[];
  /** Who connected it; null for those of organization.yml. */
  readonly connectedBy: string | null;
}

const texts = z.record(z.string(), z.string());
const names = z.array(z.string());

/** Every sheet that is read: those of organization.yml first, then those that staff connected, by name. */
export async function connectedSheets(pool: Pool, organization: Organization): Promise<ConnectedSheet[]> {
  const configured = organization.sheets.map((sheet) => ({ ...sheet, connectedBy: null }));
  const taken = new Set(configured.map(({ name }) => foldText(name)));
  const rows = await pool.db.sheetConnection.findMany({ where: { removed_at: null }, orderBy: { name: "asc" } });
  const connected = rows
    // A name in the configuration is the configuration's, whatever was connected under it before.
    .filter(({ name }) => !taken.has(foldText(name)))
    .map(connectionOf);
  return [...configured, ...connected];
}

/** A sheet that somebody connected and that is not read any more. */
export async function removedSheet(pool: Pool, name: string): Promise<ConnectedSheet | null> {
  const rows = await pool.db.sheetConnection.findMany({ where: { removed_at: { not: null } } });
  const row = rows.find((each) => foldText(each.name) === foldText(name));
  return row === undefined ? null : connectionOf(row);
}

interface Connection {
  readonly name: string;
  readonly dataset: string;
  readonly spreadsheet_id: string;
  readonly tab: string;
  readonly columns: string;
  readonly defaults: string;
  readonly fill_down: string;
  readonly created_by: string;
}

const connectionOf = (row: Connection): ConnectedSheet => ({
  name: row.name,
  dataset: row.dataset,
  spreadsheet: row.spreadsheet_id,
  tab: row.tab,
  columns: texts.parse(JSON.parse(row.columns)),
  defaults: texts.parse(JSON.parse(row.defaults)),
  fillDown: names.parse(JSON.parse(row.fill_down)),
  connectedBy: row.created_by,
});

/**
 * Keeps a sheet that somebody connected.
 * @throws PolarisError argument_invalid when the name is another sheet's
 */
export async function connectSheet(
  tx: Transaction,
  sheet: ConnectedSheet & { readonly connectedBy: string },
  now: string,
): Promise<void> {
  const { name, dataset, spreadsheet, tab, columns, defaults, fillDown, connectedBy } = sheet;
  const kept = await tx.run(sql`
    INSERT INTO sheet_connection (name, dataset, spreadsheet_id, tab, columns, defaults, fill_down, created_by, created_at)
    VALUES (${name}, ${dataset}, ${spreadsheet}, ${tab}, ${JSON.stringify(columns)}, ${JSON.stringify(defaults)},
      ${JSON.stringify(fillDown)}, ${connectedBy}, ${now})
    ON CONFLICT (name) DO UPDATE SET dataset = excluded.dataset, spreadsheet_id = excluded.spreadsheet_id, tab = excluded.tab,
      columns = excluded.columns, defaults = excluded.defaults, fill_down = excluded.fill_down,
      created_by = excluded.created_by, created_at = excluded.created_at, removed_at = NULL
    WHERE sheet_connection.removed_at IS NOT NULL`);
  if (kept === 0) throw nameTaken(name);
}

export const nameTaken = (name: string): PolarisError =>
  new PolarisError(
    "argument_invalid",
    `A sheet called “${name}” is connected already. Expected another name, or that one to be removed first.`,
    { suggestions: [{ label: "The sheets there are", line: "sheets" }] },
  );

/** Stops reading a sheet that somebody connected; what was read of it stays. Says whether there was one. */
export async function disconnectSheet(tx: Transaction, name: string, now: string): Promise<boolean> {
  const removed = await tx.run(
    sql`UPDATE sheet_connection SET removed_at = ${now} WHERE name = ${name} AND removed_at IS NULL`,
  );
  return removed > 0;
}

/** @throws PolarisError not_found, with the names there are */
export function sheetNamed(name: string, sheets: readonly ConnectedSheet[]): ConnectedSheet {
  const found = sheets.find((sheet) => foldText(sheet.name) === foldText(name));
  if (found !== undefined) return found;
  const known = sheets.map((sheet) => `“${sheet.name}”`).join(", ");
  throw new PolarisError(
    "not_found",
    `No sheet is called “${name}”. ${known === "" ? "None is connected yet." : `There are ${known}.`}`,
    { suggestions: [{ label: "The sheets there are", line: "sheets" }] },
  );
}
