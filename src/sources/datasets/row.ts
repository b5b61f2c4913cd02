import { hash } from "node:crypto";
import { isSalesforceId, to18 } from "../../domain/index.js";
import { textCell } from "../grid/cells.js";
import type { DatasetColumn } from "../grid/model.js";
import type { IncomingRow, Reading, Remark, SourceRecord } from "../model.js";
import { RowCells, Unreadable } from "./cells.js";
import type { DatasetRow, DatasetRules } from "./model.js";
import type { EventReference } from "./records.js";

/** Twenty letters that stand for texts which are not to be shown: names, addresses, numbers of students. */
export function digest(...parts: readonly (string | number | null)[]): string {
  return sha256(JSON.stringify(parts)).slice(0, 20);
}

const sha256 = (text: string): string => hash("sha256", text);

/** What a row says. */
export interface Said {
  readonly record: SourceRecord;
  readonly remarks?: readonly Remark[];
}

/** A row of which nothing is taken, with the reason. */
export interface Passed {
  readonly skipped: string;
}

/**
 * Reads one row of a dataset. What cannot be read is refused with its line and the reason; blank rows are skipped.
 * @param keyOf what the row is known by, in the pool too
 */
export function readRow(
  row: DatasetRow,
  rules: DatasetRules,
  columns: readonly DatasetColumn[],
  keyOf: (cells: RowCells) => string,
  read: (cells: RowCells) => Said | Passed,
): IncomingRow {
  if (columns.every(({ key }) => textCell(row.cells[key]) === null)) return passed(row, rules, "blank_row");
  const cells = new RowCells(row, rules, columns);
  let sourceId: string | undefined;
  try {
    sourceId = keyOf(cells);
    const said = read(cells);
    if ("skipped" in said) return incoming(row, rules, sourceId, { kind: "skipped", reason: said.skipped });
    return incoming(row, rules, sourceId, { kind: "record", record: said.record, remarks: said.remarks ?? [] });
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown;
    return refused(row, rules, thrown.reason, thrown.message, sourceId);
  }
}

/** A row of which nothing is taken. */
export function passed(row: DatasetRow, rules: DatasetRules, reason: string): IncomingRow {
  return incoming(row, rules, `${nameless(row)}:${row.number}`, { kind: "skipped", reason });
}

/** A row that is refused; it is known by what it holds, so that the same row is the same again. */
export function refused(
  row: DatasetRow,
  rules: DatasetRules,
  reason: "bad_value" | "missing_required" | "duplicate_key",
  sentence: string,
  sourceId: string = nameless(row),
): IncomingRow {
  return incoming(row, rules, sourceId, { kind: "refused", reason, detail: `Line ${row.number}: ${sentence}` });
}

const nameless = (row: DatasetRow): string => `row:${digest(JSON.stringify(row.raw))}`;

function incoming(row: DatasetRow, rules: DatasetRules, sourceId: string, reading: Reading): IncomingRow {
  return {
    sourceId,
    modifiedAt: rules.now,
    isDeleted: false,
    mergedInto: null,
    hash: sha256(reading.kind === "record" ? contentOf(reading.record) : JSON.stringify(row.raw)),
    read: () => reading,
    payload: () => JSON.stringify(row.raw),
    cell: (column) => row.raw[column] ?? row.cells[column] ?? null,
  };
}

/** What a record says, wherever it came by: the file and the line are no part of it. */
function contentOf(record: SourceRecord): string {
  return JSON.stringify(record, (key, value: unknown) => (key === "origin" || key === "line" ? undefined : value));
}

/** How a row names its event. An id of 15 letters is that of 18, and a number that a workbook made 48213.0 is 48213. */
export function eventReference(cells: RowCells, keys: { ref: string; title: string; date: string }): EventReference {
  const ref = cells.text(keys.ref)?.replace(/^(\d+)\.0$/, "$1") ?? null;
  return {
    ref: ref !== null && isSalesforceId(ref) ? to18(ref) : ref,
    title: cells.text(keys.title),
    date: cells.day(keys.date),
  };
}
