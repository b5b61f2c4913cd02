import type { Cells, DatasetColumn, GridRow, Places } from "../grid/model.js";
import type { IncomingRow } from "../model.js";

/** What rows are read against. */
export interface DatasetRules {
  readonly timeZone: string;
  readonly schoolYearStartMonth: number;
  /** ISO-8601 UTC: when the rows are read; new rows bear it as their stamp. */
  readonly now: string;
  /** File or sheet the rows come by, as in "file:roster.csv" or "sheet:Roster KCK". */
  readonly origin: string;
  /** Values that every row has where its own cell is blank, by key. */
  readonly defaults: Readonly<Record<string, string>>;
  /** True when numbers in date columns are serial days (Google Sheets). */
  readonly serialDates: boolean;
}

/** One row of a dataset with its cells by key and by header. */
export interface DatasetRow {
  readonly number: GridRow["number"];
  readonly cells: Cells;
  /** Header → cell, blanks left out: what is kept as the raw copy. */
  readonly raw: Readonly<Record<string, string | number | boolean>>;
}

/** A kind of file or sheet: how it is recognised, and how its rows become records. */
export interface Dataset {
  /** The name in configuration, and the `source` of its rows in the pool: "roster". */
  readonly name: string;
  /** "Teacher roster". */
  readonly label: string;
  /** One sentence for help. */
  readonly describe: string;
  readonly columns: readonly DatasetColumn[];
  /**
   * Whether a table that has the required columns is of this kind where nobody said so: columns as common as Date prove little. Not set where they
   * prove enough.
   */
  readonly isLikely?: (header: readonly string[], places: Places) => boolean;
  /** What may be said of all rows of a sheet besides its columns, as the school year of a log without years. */
  readonly settings?: readonly string[];
  /** True where columns that are none of these are read too: a survey's questions, a channel's measures. */
  readonly readsAnyColumn?: true;
  /** The words that tell rows apart, by column key: for people, in docs and error texts. */
  readonly key: readonly string[];
  /** One row becomes one record, or several (a survey's answers); refusals and skips come as rows too. */
  read(row: DatasetRow, rules: DatasetRules): readonly IncomingRow[];
}
