import type { Value } from "../pool/index.js";
import type { IncomingRow, RecordKind, Remark } from "../sources/index.js";
import { type DetailRows, detailsOf } from "./details.js";
import { TABLES } from "./tables/index.js";

/** A row laid out as its table takes it: plain values, which may cross from the thread that read them. */
export interface LaidOut {
  readonly of: RecordKind;
  /** Source id, hash, stamp and raw copy, then the table's columns and keys; truths as 0 and 1. */
  readonly values: readonly Value[];
  /** Rows of the tables beside it, by detail. */
  readonly details: DetailRows | null;
}

/** What became of a row when it was read, laid out. */
export type Outcome =
  | { readonly kind: "record"; readonly laidOut: LaidOut; readonly remarks: readonly Remark[] }
  | { readonly kind: "skipped"; readonly reason: string }
  | {
      readonly kind: "refused";
      readonly reason: "bad_value" | "missing_required" | "duplicate_key" | "expectation_failed";
      readonly detail: string;
    };

/** Reads a row and lays it out; one that was read in another thread is laid out already. */
export function outcomeOf(row: IncomingRow): Outcome {
  if (row instanceof ReadRow) return row.outcome;
  const reading = row.read();
  if (reading.kind !== "record") return reading;
  const { record, remarks } = reading;
  const table = TABLES[record.kind];
  const values: Value[] = [row.sourceId, row.hash, row.modifiedAt, row.payload()];
  for (const column of table.columns) values.push(plain(column.of(record)));
  for (const key of table.keys) values.push(plain(key.of(record)));
  return { kind: "record", laidOut: { of: record.kind, values, details: detailsOf(record) }, remarks };
}

const plain = (value: Value): Value => (typeof value === "boolean" ? Number(value) : value);

/** A row that another thread has read: what is needed of it has been worked out, and it cannot be read a second time. */
export class ReadRow implements IncomingRow {
  readonly sourceId: string;
  readonly modifiedAt: string;
  readonly isDeleted: boolean;
  readonly mergedInto: string | null;
  readonly hash: string;
  readonly outcome: Outcome;
  readonly #payload: string;
  #cells: Readonly<Record<string, string | number | boolean>> | null = null;

  constructor(parts: Readonly<RowParts>) {
    const [isDeleted, mergedInto, outcome, head] = parts;
    const [sourceId, hash, modifiedAt, payload] = outcome.kind === "record" ? outcome.laidOut.values : head;
    this.sourceId = String(sourceId);
    this.hash = String(hash);
    this.modifiedAt = String(modifiedAt);
    this.#payload = String(payload);
    this.isDeleted = isDeleted;
    this.mergedInto = mergedInto;
    this.outcome = outcome;
  }

  read(): never {
    throw new Error("a row from another thread has been read there");
  }

  payload(): string {
    return this.#payload;
  }

  cell(column: string): string | number | boolean | null {
    this.#cells ??= JSON.parse(this.#payload) as Record<string, string | number | boolean>;
    return this.#cells[column] ?? null;
  }
}

/** A row as it crosses between threads. */
export type RowParts = readonly [
  isDeleted: boolean,
  mergedInto: string | null,
  outcome: Outcome,
  /** Source id, hash, stamp and raw copy, where they are not laid out. */
  head: readonly Value[],
];

const NO_HEAD: readonly Value[] = [];

/** What crosses from the thread that reads: see ReadingThread. */
export function pack(row: IncomingRow): RowParts {
  const outcome = outcomeOf(row);
  const head = outcome.kind === "record" ? NO_HEAD : [row.sourceId, row.hash, row.modifiedAt, row.payload()];
  return [row.isDeleted, row.mergedInto, outcome, head];
}

export const unpack = (parts: RowParts): IncomingRow => new ReadRow(parts);
