import { z } from "zod";
import { isSalesforceId, parseInstant, to18, truth } from "../../domain/index.js";
import { textCell } from "../grid/cells.js";
import type { DatasetColumn } from "../grid/model.js";
import type { IncomingRow, Reading } from "../model.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset, DatasetRow, DatasetRules } from "./model.js";
import { readRow, type Said } from "./row.js";

/** An export of one Salesforce object, with the API's names as headers. Its rows are Salesforce's, by whichever way they come. */
export interface SalesforceExport extends Dataset {
  readonly object: "Pathway__c" | "Pathway_Session__c" | "Pathway_Participant__c" | "Lead";
}

export function isExport(dataset: Dataset): dataset is SalesforceExport {
  return "object" in dataset;
}

const fieldsShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable());

/** A row as its raw copy kept it. */
export function exportedRow(payload: string): DatasetRow {
  const cells = fieldsShape.parse(JSON.parse(payload));
  const said = Object.entries(cells).flatMap(([field, cell]) => (cell === null ? [] : [[field, cell] as const]));
  return { number: 0, cells, raw: Object.fromEntries(said) };
}

export const column = (name: string, required: boolean): DatasetColumn => ({ key: name, names: [name], required });

const SYSTEM: readonly DatasetColumn[] = [
  { key: "SystemModstamp", names: ["SystemModstamp", "LastModifiedDate"], required: false },
  column("IsDeleted", false),
  column("MasterRecordId", false),
];

/**
 * A dataset whose rows are Salesforce's own.
 * @param idBegins what ids of its object begin with: others are a sign of another object's export
 */
export const exported = (
  about: Pick<SalesforceExport, "name" | "label" | "describe" | "object">,
  columns: readonly DatasetColumn[],
  reading: (cells: RowCells) => Reading,
  // Those of custom objects begin with an a.
  idBegins = "a",
): SalesforceExport => ({
  ...about,
  columns: [column("Id", true), ...columns, ...SYSTEM],
  key: ["Id"],
  read(row, rules) {
    const read = readRow(row, rules, this.columns, idOf(idBegins), (cells) => said(reading(cells)));
    return [asSalesforceRow(row, rules, this.columns, read)];
  },
});

const idOf =
  (begins: string) =>
  (cells: RowCells): string => {
    const id = cells.needed("Id");
    if (!isSalesforceId(id) || !id.startsWith(begins))
      throw new Unreadable("bad_value", "“Id” is no Salesforce id of this object, of 15 or 18 letters and digits.");
    return to18(id);
  };

function said(reading: Reading): Said {
  if (reading.kind === "record") return reading;
  const isBad = reading.kind === "refused" && reading.reason === "bad_value";
  throw new Unreadable(
    isBad ? "bad_value" : "missing_required",
    reading.kind === "refused" ? reading.detail : "it says nothing.",
  );
}

/** The raw copy holds what every row by the API holds, so that a row that waits can be taken up from either side. */
function asSalesforceRow(
  row: DatasetRow,
  rules: DatasetRules,
  columns: readonly DatasetColumn[],
  read: IncomingRow,
): IncomingRow {
  const modifiedAt = stampOf(textCell(row.cells.SystemModstamp)) ?? rules.now;
  const isDeleted = truth(row.cells.IsDeleted);
  const winner = textCell(row.cells.MasterRecordId);
  const mergedInto = isDeleted && winner !== null && isSalesforceId(winner) ? to18(winner) : null;
  const fields = Object.fromEntries(columns.map(({ key }) => [key, row.cells[key] ?? null]));
  const payload = { ...fields, Id: read.sourceId, SystemModstamp: modifiedAt, IsDeleted: isDeleted };
  return { ...read, modifiedAt, isDeleted, mergedInto, payload: () => JSON.stringify(payload) };
}

/** An instant as the API or a warehouse writes one. Without a zone it is UTC, as Salesforce keeps it. */
function stampOf(text: string | null): string | null {
  const written = text?.replace(/^(\d{4}-\d{2}-\d{2}) (?=\d)/, "$1T").replace(/ ?UTC$/, "Z");
  return parseInstant(written) ?? parseInstant(`${written}Z`);
}
