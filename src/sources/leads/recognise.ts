import type { LeadSource } from "../../runtime/index.js";
import { cleanHeader, distinctHeaders, headerKey } from "../grid/headers.js";
import {
  type DatasetColumn,
  findGrid,
  type Grid,
  type GridCell,
  type RawTable,
  readTables,
  type TableFile,
} from "../grid/index.js";
import { columnsChanged, type MissingColumn, quoted, searchColumns } from "../grid/places.js";
import type { LeadTable } from "./model.js";
import { gridBelow, type OpenTable, openTables } from "./open.js";
import { planOf } from "./plan.js";
import { stop, whereColumnsAreMissing } from "./refusals.js";
import { SourceTable } from "./table.js";

/** With this share of a source's columns a file was meant to be one of it. */
const NEARLY = 0.6;

interface Candidate {
  readonly source: LeadSource;
  readonly table: OpenTable;
  /** From 1. */
  readonly line: number;
  readonly cells: readonly GridCell[];
  readonly columns: Columns;
}

/** A header row beside a source's columns. */
interface Columns {
  /** Known columns by their names in the configuration. */
  readonly header: readonly string[];
  readonly found: number;
  readonly missing: readonly MissingColumn[];
  /** Columns of the source that stand there more than once. */
  readonly twice: readonly string[];
  readonly additional: readonly string[];
}

/**
 * The source whose file this is, by its columns; by `as` where somebody said so. Null when it is a file of none of them, and not nearly one.
 * @param read the tables of the file, where somebody else may want a workbook's too
 * @throws PolarisError columns_changed where columns are missing, renamed or there twice; file_unknown where it is a file of another source than
 *   was said or its name says, or of two; file_unreadable where it is no table, or has no rows
 */
export async function recogniseLeads(
  file: TableFile,
  sources: readonly LeadSource[],
  as: string | null,
  read: () => Promise<RawTable[]> = () => readTables(file),
): Promise<LeadTable | null> {
  const said = as === null ? null : (sources.find(({ name }) => name === as) ?? null);
  if (sources.length === 0 || (as !== null && said === null)) return null;
  const tables = await openTables(file, read);
  const candidates = sources.flatMap((source) => tables.flatMap((table) => candidate(table, source)));
  const chosen = said === null ? byColumns(file.name, sources, candidates) : bySaying(said, tables, candidates);
  return chosen === null ? null : tableOf(chosen, candidates);
}

/** The source whose files are named like this: what a watched folder goes by. Null when none or several are. */
export function leadSourceByName(name: string, sources: readonly LeadSource[]): LeadSource | null {
  const named = sources.filter(({ file }) => isLike(name, file));
  return named.length === 1 ? (named[0] ?? null) : null;
}

/**
 * The rows of a sheet that is connected as a source.
 * @throws PolarisError columns_changed, file_unreadable
 */
export function leadTableOf(grid: Grid, source: LeadSource): LeadTable {
  const columns = columnsOf(grid.header, source);
  if (columns.missing.length > 0) throw lacking(grid, columns.missing, source);
  if (columns.twice.length > 0) throw stop.twice(grid.name, source, columns.twice);
  if (grid.rows.length === 0) throw stop.withoutRows(grid.name, source);
  const { header } = columns;
  return new SourceTable({
    name: grid.name,
    source,
    header,
    notices: noticesOf(columns),
    file: null,
    lines: () => gridBelow(grid),
  });
}

function candidate(table: OpenTable, source: LeadSource): Candidate[] {
  const found = findGrid(table.head, datasetColumns(source));
  if (found === null) return [];
  const { lines } = table.head;
  // Where the header stands again between the rows, the first is it.
  const keys = keysOf(lines[found.headerRow - 1] ?? []);
  const line = lines.findIndex((cells) => keysOf(cells) === keys) + 1;
  const cells = lines[line - 1] ?? [];
  return [{ source, table, line, cells, columns: columnsOf(distinctHeaders(cells), source) }];
}

const keysOf = (cells: readonly GridCell[]): string => cells.map((cell) => headerKey(cleanHeader(cell))).join("\n");

const datasetColumns = ({ columns }: LeadSource): DatasetColumn[] =>
  columns.map(({ name, optional }) => ({ key: name, names: [name], required: !optional }));

/** @param came headers told apart: a repeated one is "Phone (2)" */
function columnsOf(came: readonly string[], source: LeadSource): Columns {
  const { byKey, names } = planOf(source);
  const header = came.map((name) => names[byKey.get(headerKey(name)) ?? -1] ?? name);
  const { places, missing } = searchColumns(header, datasetColumns(source));
  const strange = header.filter((name, place) => !names.includes(name) && name !== `Column ${place + 1}`);
  const twice = strange.flatMap((name) => names[byKey.get(headerKey(name.replace(/ \(\d+\)$/, ""))) ?? -1] ?? []);
  return { header, found: Object.keys(places).length, missing, twice: [...new Set(twice)], additional: strange };
}

function bySaying(said: LeadSource, tables: readonly OpenTable[], candidates: readonly Candidate[]): Candidate {
  const [best] = candidates.filter(({ source }) => source === said).sort(byLikeness);
  if (best !== undefined && best.columns.missing.length === 0) return best;
  const missing = best?.columns.missing ?? searchColumns([], datasetColumns(said)).missing;
  const other = candidates.find(({ source, columns }) => source !== said && columns.missing.length === 0);
  const name = best?.table.name ?? tables[0]?.name ?? "The file";
  if (other !== undefined) {
    const absent = missing.map(({ name: column }) => column);
    throw stop.ofAnother(name, said, other.source, absent);
  }
  throw lacking({ name, header: best?.columns.header ?? [], headerRow: best?.line ?? 0 }, missing, said);
}

function byColumns(name: string, sources: readonly LeadSource[], candidates: readonly Candidate[]): Candidate | null {
  const named = leadSourceByName(name, sources);
  const fitting = candidates.filter(({ columns }) => columns.missing.length === 0).sort(byLikeness);
  const [best] = fitting.filter(({ source }) => source === named).concat(fitting);
  if (best === undefined) {
    const nearly = candidates.filter((each) => share(each) >= NEARLY || each.source === named).sort(byLikeness);
    const [nearest] = nearly.filter(({ source }) => source === named).concat(nearly);
    if (nearest === undefined) return null;
    const { table, line, columns, source } = nearest;
    throw lacking({ name: table.name, header: columns.header, headerRow: line }, columns.missing, source);
  }
  if (named !== null && best.source !== named) throw stop.namedAsAnother(name, named, best.source);
  const rival = fitting.find(({ source, columns }) => source !== best.source && columns.found === best.columns.found);
  if (named === null && rival !== undefined) throw stop.ambiguous(name, best.source, rival.source);
  return best;
}

/** The share of the columns it must have that is there. */
function share({ source, columns }: Candidate): number {
  const required = source.columns.filter(({ optional }) => !optional).length;
  return required === 0 ? 0 : (required - columns.missing.length) / required;
}

function byLikeness(a: Candidate, b: Candidate): number {
  return share(b) - share(a) || b.columns.found - a.columns.found;
}

async function tableOf(
  { source, table, line, cells, columns }: Candidate,
  all: readonly Candidate[],
): Promise<LeadTable> {
  if (columns.twice.length > 0) throw stop.twice(table.name, source, columns.twice);
  const lines = () => table.below({ line, cells });
  if (!(await hasRows(lines()))) throw stop.withoutRows(table.name, source);
  const others = all.filter(
    (each) => each.source === source && each.table !== table && each.columns.missing.length === 0,
  );
  const leftOut = others.map((each) => each.table.name);
  const notices = [
    ...noticesOf(columns),
    ...(leftOut.length === 0
      ? []
      : [`Only “${table.name}” was read; ${quoted(leftOut)} ${is(leftOut)} of the same kind.`]),
  ];
  return new SourceTable({ name: table.name, source, header: columns.header, notices, file: table.file, lines });
}

async function hasRows(lines: AsyncIterable<readonly unknown[]>): Promise<boolean> {
  for await (const part of lines) if (part.length > 0) return true;
  return false;
}

function noticesOf({ additional }: Columns): string[] {
  if (additional.length === 0) return [];
  const [what, they] =
    additional.length === 1 ? ["an additional column: it", "is"] : ["additional columns: they", "are"];
  return [`${quoted(additional)} ${they} ${what} ${they} kept with each row and not used.`];
}

const is = (names: readonly unknown[]): string => (names.length === 1 ? "is" : "are");

const lacking = (
  grid: Pick<Grid, "name" | "header" | "headerRow">,
  missing: readonly MissingColumn[],
  source: LeadSource,
) => columnsChanged(grid, missing, `“${source.label}”`, whereColumnsAreMissing(source));

/** "source_1*.csv" fits "source_1_2026-11.csv", whatever its case. */
function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(name);
}
