import type { Value } from "../pool/index.js";
import type { IncomingRow, RecordKind, Remark } from "../sources/index.js";
import type { Copy } from "./copies.js";
import { type DetailRows, detailsOf } from "./details.js";
import { plain, TABLES } from "./tables/index.js";

/** A row laid out as its table takes it: plain values, which may cross from the thread that read them. */
export interface LaidOut {
  readonly of: RecordKind;
  /** The table's columns and keys; truths as 0 and 1. */
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
  const values: Value[] = [];
  for (const column of table.columns) values.push(plain(column.of(record)));
  for (const key of table.keys) values.push(plain(key.of(record)));
  return { kind: "record", laidOut: { of: record.kind, values, details: detailsOf(record) }, remarks };
}

const FROM_UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The raw copy of a row, to be kept. */
export const copyOf = (row: IncomingRow): Copy => ({
  sourceId: row.sourceId,
  hash: row.hash,
  payload: row instanceof ReadRow ? row.copy : row.payload(),
});

/** A row that another thread has read: what is needed of it has been worked out, and it cannot be read a second time. */
export class ReadRow implements IncomingRow {
  readonly sourceId: string;
  readonly hash: string;
  readonly modifiedAt: string;
  readonly isDeleted: boolean;
  readonly mergedInto: string | null;
  readonly outcome: Outcome;
  readonly #payload: string | Uint8Array;
  #cells: Readonly<Record<string, string | number | boolean>> | null = null;

  constructor(head: RowHead, outcome: Outcome) {
    [this.sourceId, this.hash, this.modifiedAt, this.#payload, this.isDeleted, this.mergedInto] = head;
    this.outcome = outcome;
  }

  read(): never {
    throw new Error("a row from another thread has been read there");
  }

  payload(): string {
    return typeof this.#payload === "string" ? this.#payload : FROM_UTF8.decode(this.#payload);
  }

  /** The same for the pool, as it is here. */
  get copy(): string | Uint8Array {
    return this.#payload;
  }

  cell(column: string): string | number | boolean | null {
    this.#cells ??= JSON.parse(this.payload()) as Record<string, string | number | boolean>;
    return this.#cells[column] ?? null;
  }
}

/** What every row that was read elsewhere says of itself. */
export type RowHead = readonly [
  sourceId: string,
  hash: string,
  modifiedAt: string,
  payload: string | Uint8Array,
  isDeleted: boolean,
  mergedInto: string | null,
];

export const headOf = (row: IncomingRow): RowHead => [
  row.sourceId,
  row.hash,
  row.modifiedAt,
  row.payload(),
  row.isDeleted,
  row.mergedInto,
];

/**
 * A row as it crosses between threads. What goes into the tables crosses as text, which is taken apart when it is stored: a page of texts waits for its turn
 * in a fraction of the memory, and of the collector's time, that all their values would take.
 */
type RowParts = readonly [
  sourceId: string,
  hash: string,
  modifiedAt: string,
  copyBytes: number,
  isDeleted: boolean,
  mergedInto: string | null,
  outcome:
    | Exclude<Outcome, { readonly kind: "record" }>
    | readonly [of: RecordKind, values: string, details: string | null, remarks: readonly Remark[] | null],
];

/** Rows that cross together. Their raw copies lie behind each other as UTF-8, which is how the pool takes them: as texts they would be most of what both collectors carry. */
export interface RowsCrossing {
  readonly rows: readonly RowParts[];
  readonly copies: Uint8Array<ArrayBuffer>;
}

const NO_REMARKS: readonly Remark[] = [];

/** What crosses from the thread that reads, and what of it is handed over and not copied: see ReadingThread. */
export function pack(rows: readonly IncomingRow[]): {
  readonly parts: RowsCrossing;
  readonly handedOver: readonly ArrayBuffer[];
} {
  const texts = rows.map((row) => row.payload());
  const bytes = texts.map((text) => Buffer.byteLength(text));
  const copies = new Uint8Array(bytes.reduce((sum, each) => sum + each, 0));
  const written = Buffer.from(copies.buffer);
  let at = 0;
  for (const text of texts) at += written.write(text, at);
  const parts = { rows: rows.map((row, place) => partsOf(row, bytes[place] ?? 0)), copies };
  return { parts, handedOver: [copies.buffer] };
}

function partsOf(row: IncomingRow, copyBytes: number): RowParts {
  const { sourceId, hash, modifiedAt, isDeleted, mergedInto } = row;
  return [sourceId, hash, modifiedAt, copyBytes, isDeleted, mergedInto, foldedOutcome(outcomeOf(row))];
}

function foldedOutcome(outcome: Outcome): RowParts[6] {
  if (outcome.kind !== "record") return outcome;
  const { laidOut, remarks } = outcome;
  return [
    laidOut.of,
    JSON.stringify(laidOut.values),
    laidOut.details === null ? null : JSON.stringify(laidOut.details),
    remarks.length === 0 ? null : remarks,
  ];
}

export function unpack({ rows, copies }: RowsCrossing): IncomingRow[] {
  let at = 0;
  return rows.map(([sourceId, hash, modifiedAt, copyBytes, isDeleted, mergedInto, outcome]) => {
    const copy = copies.subarray(at, at + copyBytes);
    at += copyBytes;
    const head = [sourceId, hash, modifiedAt, copy, isDeleted, mergedInto] as const;
    if ("kind" in outcome) return new ReadRow(head, outcome);
    const [of, values, details, remarks] = outcome;
    return new ReadRow(head, {
      kind: "record",
      laidOut: new Folded(of, values, details),
      remarks: remarks ?? NO_REMARKS,
    });
  });
}

/** A row laid out elsewhere, its values still text. */
class Folded implements LaidOut {
  readonly of: RecordKind;
  readonly #values: string;
  readonly #details: string | null;

  constructor(of: RecordKind, values: string, details: string | null) {
    this.of = of;
    this.#values = values;
    this.#details = details;
  }

  get values(): readonly Value[] {
    return JSON.parse(this.#values) as Value[];
  }

  get details(): DetailRows | null {
    return this.#details === null ? null : (JSON.parse(this.#details) as DetailRows);
  }
}
