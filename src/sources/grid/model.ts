/**
 * One cell as it came. A date of a workbook is wall-clock text ("2026-01-15T10:00:00", or "2026-01-15" without a time): such files know no zone.
 * A blank, a literal nothing ("n/a", "--", "nan", "None") is still the text it was; readers decide with `present` of the domain.
 */
export type GridCell = string | number | boolean | null;

/** Lines or rows that can be gone through as often as it is wanted; each may be made anew every time, so that none has to be held. */
export interface Counted<Item> extends Iterable<Item> {
  readonly length: number;
}

export interface GridRow {
  /** As the person sees it in the file or sheet: the first line is 1. */
  readonly number: number;
  /** As many as the header has, blanks as null. */
  readonly cells: readonly GridCell[];
}

/** A table as it stands in a file or a sheet: its header row found, nothing read into it yet. */
export interface Grid {
  /** "pathful-2026-11.xlsx", "roster.csv", "Roster 25-26 › KCK". */
  readonly name: string;
  readonly header: readonly string[];
  readonly headerRow: number;
  /** Rows that are blank throughout are left out. */
  readonly rows: Counted<GridRow>;
  /** Number cells of a date column are days since 1899-12-30 in this zone: true of Google Sheets. */
  readonly serialDates: boolean;
}

/** What a column of a dataset means and is called. */
export interface DatasetColumn {
  /** Our name for it, in code. */
  readonly key: string;
  /** Headers it may have, the usual one first; compared without case, blanks, `_` and `-`. */
  readonly names: readonly string[];
  /** Without it the file is refused. */
  readonly required: boolean;
}

/** The header's columns found: key → place in the row. Columns that the file lacks are not in it. */
export type Places = Readonly<Record<string, number>>;

/** A row's cells by the dataset's keys; what the file lacks is undefined. */
export type Cells = Readonly<Record<string, GridCell | undefined>>;
