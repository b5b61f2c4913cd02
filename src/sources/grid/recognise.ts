import { PolarisError } from "../../runtime/index.js";
import type { Dataset } from "../datasets/model.js";
import { findHeader, firstFilled, gridAt } from "./find-grid.js";
import type { Grid, Places } from "./model.js";
import { type ColumnSearch, columnsChanged, columnsThatCame, quoted, searchColumns } from "./places.js";
import type { RawTable } from "./raw-table.js";

export interface Recognised {
  readonly dataset: Dataset;
  readonly grid: Grid;
  readonly places: Places;
  /** Other tabs with rows of the same kind, which are not read. */
  readonly leftOut: readonly string[];
}

interface Candidate extends ColumnSearch {
  readonly dataset: Dataset;
  readonly grid: Grid;
}

/** Half of the columns may be there by chance; this share of them is a likeness. */
const NEARLY = 0.6;

/**
 * What kind of file this is, by its columns: the dataset whose required columns are all there and of which most are. A dataset that lacks a
 * required column but has more columns than any that lacks none is what was meant: a Pathful report without its Status is no survey. Where the person
 * said what it is, `datasets` is that one.
 * @throws PolarisError columns_changed where it is nearly one; file_unknown where it is none, or two equally
 */
export function recognise(tables: readonly RawTable[], datasets: readonly Dataset[]): Recognised {
  const isSaid = datasets.length === 1;
  const opened = tables.map((table) => ({ table, gridAt: eachGridOnce(table) }));
  const all = datasets.flatMap((dataset) => opened.flatMap((each) => candidate(each, dataset, isSaid)));
  const unlikely = isSaid ? [] : all.filter((each) => each.missing.length === 0 && !isLikely(each));
  const candidates = all.filter((each) => !unlikely.includes(each));
  const fitting = candidates.filter(({ missing }) => missing.length === 0).sort(byColumnsThenRows);
  const [best] = fitting;
  if (best === undefined) throw notRecognised(tables, datasets, candidates, unlikely);
  const likelier = nearestOf(candidates.filter((each) => isNearly(each) && matched(each) > matched(best)));
  if (likelier !== undefined) throw columnsChanged(likelier.grid, likelier.missing, `“${likelier.dataset.label}”`);
  const rival = fitting.find((each) => each.dataset !== best.dataset && matched(each) === matched(best));
  if (rival) throw ambiguous(best, rival);
  const leftOut = fitting.filter((each) => each.dataset === best.dataset && each !== best && each.grid.rows.length > 0);
  return { ...best, leftOut: leftOut.map(({ grid }) => grid.name) };
}

interface OpenedTable {
  readonly table: RawTable;
  gridAt(line: number): Grid;
}

/** Most kinds of file have their header in the same line, and to make a grid is to go through the whole table. */
function eachGridOnce(table: RawTable): OpenedTable["gridAt"] {
  const grids = new Map<number, Grid>();
  return (line) => {
    const grid = grids.get(line) ?? gridAt(table, line);
    grids.set(line, grid);
    return grid;
  };
}

/** One name alone proves nothing of a line; where the person said what the file is, it is enough on the first one. */
function candidate({ table, gridAt }: OpenedTable, dataset: Dataset, isSaid: boolean): Candidate[] {
  const line = findHeader(table, dataset.columns);
  if (line !== null) {
    const grid = gridAt(line);
    return [{ dataset, grid, ...searchColumns(grid.header, dataset.columns) }];
  }
  if (!isSaid) return [];
  const first = gridAt(firstFilled(table));
  const found = searchColumns(first.header, dataset.columns);
  return found.missing.length === 0 ? [{ dataset, grid: first, ...found }] : [];
}

function isLikely({ dataset, grid, places }: Candidate): boolean {
  return dataset.isLikely?.(grid.header, places) ?? true;
}

function matched({ places }: Candidate): number {
  return Object.keys(places).length;
}

function byColumnsThenRows(a: Candidate, b: Candidate): number {
  return matched(b) - matched(a) || b.grid.rows.length - a.grid.rows.length;
}

/** The share of the required columns that is there. */
function share({ dataset, missing }: Candidate): number {
  const required = dataset.columns.filter((column) => column.required).length;
  return required === 0 ? 0 : (required - missing.length) / required;
}

/** Most of what it needs is there, or most of what it may have. */
function isNearly(candidate: Candidate): boolean {
  return share(candidate) >= NEARLY || matched(candidate) >= candidate.dataset.columns.length * NEARLY;
}

function nearestOf(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort((a, b) => share(b) - share(a) || byColumnsThenRows(a, b))[0];
}

function notRecognised(
  tables: readonly RawTable[],
  datasets: readonly Dataset[],
  candidates: readonly Candidate[],
  unlikely: readonly Candidate[],
): PolarisError {
  const [only, ...others] = datasets;
  const nearest = nearestOf(candidates);
  if (only !== undefined && others.length === 0) {
    const grid = nearest?.grid ?? namelessGrid(tables);
    return columnsChanged(grid, searchColumns(grid.header, only.columns).missing, `“${only.label}”`);
  }
  if (nearest !== undefined && isNearly(nearest)) {
    return columnsChanged(nearest.grid, nearest.missing, `“${nearest.dataset.label}”`);
  }
  const [perhaps] = [...unlikely].sort(byColumnsThenRows);
  const grid = (perhaps ?? nearest)?.grid ?? namelessGrid(tables);
  if (perhaps !== undefined) {
    const kinds = [...new Map(unlikely.map(({ dataset }) => [dataset.name, dataset])).values()];
    const those = kinds.map(({ label, name }) => `“${label}” (as:${name})`).join(" or ");
    return new PolarisError(
      "file_unknown",
      `“${grid.name}” has too few columns to tell what it is. It may be ${those}: say so if it is. Nothing was taken in. ${columnsThatCame(grid)}`,
    );
  }
  const near =
    nearest === undefined
      ? ""
      : ` The nearest is “${nearest.dataset.label}”, but ${quoted(nearest.missing.map(({ name }) => name))} ${nearest.missing.length === 1 ? "is" : "are"} missing.`;
  const todo = "If you know what kind of file it is, say so with as: and Polaris names every column that it lacks.";
  return new PolarisError(
    "file_unknown",
    `“${grid.name}” has the columns of no file that Polaris knows.${near} ${todo} ${columnsThatCame(grid)}`,
  );
}

/** A table without a header row. */
function namelessGrid([table]: readonly RawTable[]): Grid {
  return { name: table?.name ?? "The file", header: [], headerRow: 0, rows: [], serialDates: false };
}

function ambiguous(one: Candidate, other: Candidate): PolarisError {
  return new PolarisError(
    "file_unknown",
    `“${one.grid.name}” can be “${one.dataset.label}” or “${other.dataset.label}”: it has the columns of both. Say which with as:${one.dataset.name} or as:${other.dataset.name}.`,
  );
}
