import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import sql from "sql-template-tag";
import { present } from "../domain/index.js";
import {
  type Cell,
  columnsOf,
  judge,
  type PartOfWhole,
  readSuite,
  type Suite,
  Tally,
  verdictOf,
} from "../expectations/index.js";
import type { Transaction } from "../pool/index.js";
import { asPolarisError, PolarisError } from "../runtime/index.js";
import type { Counted, Dataset, DatasetRow, IncomingRow, Reading } from "../sources/index.js";
import { headOf, outcomeOf, ReadRow } from "./laid-out.js";

const ENDING = ".expectations.json";

/** The suites of an organisation: one per object of Salesforce and per dataset, in a file of its name. */
export class Suites {
  readonly #suites: ReadonlyMap<string, Suite>;

  constructor(suites: ReadonlyMap<string, Suite>) {
    this.#suites = suites;
  }

  get objects(): readonly string[] {
    return [...this.#suites.keys()];
  }

  /** Begins to judge what comes of one object; null when no suite speaks of it. */
  begin(object: string): BatchJudge | null {
    const suite = this.#suites.get(object);
    return suite === undefined ? null : new BatchJudge(object, suite);
  }
}

/** Reads every `<object>.expectations.json` of a folder. @throws PolarisError configuration_invalid with file, expectation and reason */
export function openSuites(folder: string): Suites {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .sort();
  return new Suites(new Map(files.map((name) => [name.slice(0, -ENDING.length), suiteIn(path.join(folder, name))])));
}

function suiteIn(file: string): Suite {
  let source: unknown;
  try {
    source = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PolarisError("configuration_invalid", `${file} is not valid JSON: ${why}.`, { cause });
  }
  try {
    return readSuite(source);
  } catch (cause) {
    throw new PolarisError("configuration_invalid", `${file}: ${asPolarisError(cause).message}`, { cause });
  }
}

/** What the suite says of rows that were staged at once. */
export interface PageVerdict {
  /** Rows that must not go into the pool, by source id, and the expectations they fail: names and columns, no value. */
  readonly quarantined: ReadonlyMap<string, string>;
  /** Why the object stops here, before the pool changes; null when it goes on. */
  readonly stop: string | null;
}

/** As `PageVerdict`, of the rows of a file or sheet by their lines. */
export interface FileVerdict {
  readonly quarantined: ReadonlyMap<number, string>;
  readonly stop: string | null;
}

/** A row of a file that is read page by page: its line, and its cells by the file's own headers, blanks left out. */
export interface FileLine {
  readonly line: number;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** Columns by name. */
export interface KnownColumns {
  readonly there: readonly string[];
  /** Known, allowed to be missing, and missing: they are judged as blank. */
  readonly absent: readonly string[];
}

/** Where a judgement belongs. */
export interface JudgedBatch {
  readonly batchId: number;
  readonly source: string;
  /** ISO-8601 UTC. */
  readonly at: string;
}

/** Judges what comes of one object in one batch, page by page, and keeps what was said of all of it. */
export class BatchJudge {
  readonly object: string;
  readonly #suite: Suite;
  readonly #tally: Tally;

  constructor(object: string, suite: Suite) {
    this.object = object;
    this.#suite = suite;
    this.#tally = new Tally(suite);
  }

  /**
   * A page of a sync. Deleted rows go by unjudged, as there is nothing in them; of a row that came twice the later one is judged, as it is the one
   * that is stored.
   * @param fields those that the source was asked for, and those that it does not offer and that may be missing
   */
  judgePage(rows: readonly IncomingRow[], fields: KnownColumns): PageVerdict {
    const living = [...new Map(rows.map((row) => [row.sourceId, row])).values()].filter((row) => !row.isDeleted);
    const { rows: failing, stop } = this.#judge(
      fields,
      living.length,
      (row, column) => living[row]?.cell(column) ?? null,
    );
    const quarantined = new Map<string, string>();
    for (const [row, detail] of failing) quarantined.set(living[row]?.sourceId ?? "", detail);
    return { quarantined, stop };
  }

  /**
   * The whole of a file or sheet. Columns are the dataset's keys; a literal nothing is missing, as it is for the dataset itself, and a blank takes
   * the default that every row has. Of the rows only what the suite looks at is held.
   * @param keys of the columns that the file has, and of those that it may lack and does
   */
  judgeFile(
    rows: Counted<Pick<DatasetRow, "number" | "cells">>,
    keys: KnownColumns,
    defaults: Readonly<Record<string, string>>,
  ): FileVerdict {
    const lines: number[] = [];
    const columns = new Map(columnsOf(this.#suite).map((column) => [column, [] as Cell[]]));
    for (const { number, cells } of rows) {
      lines.push(number);
      for (const [column, taken] of columns) {
        const own = cells[column] ?? null;
        taken.push((typeof own === "string" ? present(own) : own) ?? defaults[column] ?? null);
      }
    }
    const there = [...new Set([...keys.there, ...Object.keys(defaults)])];
    const { rows: failing, stop } = this.#judge(
      { there, absent: keys.absent },
      rows.length,
      (row, column) => columns.get(column)?.[row] ?? null,
    );
    const quarantined = new Map<number, string>();
    for (const [row, detail] of failing) quarantined.set(lines[row] ?? 0, detail);
    return { quarantined, stop };
  }

  /**
   * A page of a file that is too large to be judged at once; columns are the file's own headers. Rows are held against those of the pages before,
   * and whether the file stops is known at its end, by `stop`. A file without rows is judged by one page without lines.
   * @param columns headers that the file has, and those that it may lack and does
   * @param part whether rows alike may be on any two pages, or the pages come in such an order that they stand together: then nothing is remembered
   * @returns lines that fail what is critical of a row, and which expectations: names and columns, no value
   */
  judgeLines(
    lines: readonly FileLine[],
    columns: KnownColumns,
    part: PartOfWhole = { likes: "anywhere" },
  ): FileVerdict["quarantined"] {
    const cell = (row: number, column: string): Cell => {
      const own = lines[row]?.cells[column] ?? null;
      return typeof own === "string" ? present(own) : own;
    };
    const { rows } = this.#judge(columns, lines.length, cell, part);
    return new Map([...rows].map(([row, detail]) => [lines[row]?.line ?? 0, detail]));
  }

  /** Why nothing of all that was judged so far may go on; null when it may. */
  get stop(): string | null {
    return this.#tally.stop;
  }

  #judge(
    { there, absent }: KnownColumns,
    rows: number,
    cell: (row: number, column: string) => Cell,
    part: PartOfWhole | null = null,
  ) {
    const judgement = judge(this.#suite, { columns: there, absent, rows, cell });
    this.#tally.add(judgement, rows, part);
    return verdictOf(judgement);
  }

  /** Writes the result of all that was judged, in the transaction that ends the batch. Nothing judged, nothing written. */
  async keep(tx: Transaction, { batchId, source, at }: JudgedBatch): Promise<void> {
    if (this.#tally.isEmpty) return;
    const { object } = this;
    const { result, worst } = this.#tally.result({
      validation_time: at,
      run_id: { run_name: `batch ${batchId}`, run_time: at },
      source,
      object,
    });
    const { evaluated_expectations: evaluated, unsuccessful_expectations: unsuccessful } = result.statistics;
    await tx.run(sql`
      INSERT INTO expectation_result (batch_id, source, object, suite, success, worst, evaluated, unsuccessful, result, at)
      VALUES (CAST(${batchId} AS INTEGER), ${source}, ${object}, ${result.suite_name}, ${result.success}, ${worst},
        CAST(${evaluated} AS INTEGER), CAST(${unsuccessful} AS INTEGER), ${JSON.stringify(result)}, ${at})`);
  }
}

/** The error of an object or file that a suite stops. @param label what staff call its rows */
export const stoppedBy = (stop: string, label: string): PolarisError =>
  new PolarisError(
    "expectation_failed",
    `${label} were not taken in, because what came is not what is expected: ${stop} Nothing of it was stored. Correct it where it comes from, or change the suite in config.`,
  );

/** Rows with those that failed set aside: a record is refused, and what its reader skips or refuses by itself stays that. */
export function settingAside(
  rows: readonly IncomingRow[],
  quarantined: PageVerdict["quarantined"],
): readonly IncomingRow[] {
  if (quarantined.size === 0) return rows;
  return rows.map((row) => {
    const detail = quarantined.get(row.sourceId);
    if (detail === undefined || row.isDeleted || outcomeOf(row).kind !== "record") return row;
    const refusal = { kind: "refused", reason: "expectation_failed", detail } as const;
    return new ReadRow(headOf(row), refusal);
  });
}

/** A dataset that refuses the rows of these lines, where it does not skip or refuse them by itself. */
export function datasetSettingAside(dataset: Dataset, quarantined: FileVerdict["quarantined"]): Dataset {
  if (quarantined.size === 0) return dataset;
  return {
    ...dataset,
    read: (row, rules) => {
      const detail = quarantined.get(row.number);
      const read = dataset.read(row, rules);
      return detail === undefined ? read : read.map((each) => refusing(each, `Line ${row.number}: ${detail}`));
    },
  };
}

function refusing(row: IncomingRow, detail: string): IncomingRow {
  const read = (): Reading => {
    const reading = row.read();
    return reading.kind === "record" ? { kind: "refused", reason: "expectation_failed", detail } : reading;
  };
  return { ...row, read };
}
