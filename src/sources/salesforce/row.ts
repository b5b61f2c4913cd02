import type { IncomingRow, Reading } from "../model.js";
import type { Cell } from "./cells.js";
import { brokenAnswer } from "./errors.js";
import type { Layout } from "./layout.js";

/** Makes a record of a row's cells. */
export type ReadCells = (cells: readonly Cell[]) => Reading;

/** What every row of one reading shares. */
export class RowShape {
  readonly layout: Layout;
  readonly read: ReadCells;
  readonly id: number;
  readonly stamp: number;
  readonly deleted: number;
  readonly master: number;

  constructor(layout: Layout, read: ReadCells) {
    this.layout = layout;
    this.read = read;
    this.id = layout.place("Id");
    this.stamp = layout.place("SystemModstamp");
    this.deleted = layout.place("IsDeleted");
    this.master = layout.place("MasterRecordId");
  }

  /** Sentences about wanted fields that Salesforce does not show. */
  get notices(): string[] {
    const { missing, object } = this.layout;
    if (missing.length === 0) return [];
    const them = missing.length === 1 ? "it" : "them";
    return [
      `Salesforce does not show ${missing.join(", ")} of ${object.name}; ${object.label} are kept without. Give the integration user "Read" on ${them} to have ${them}.`,
    ];
  }

  /** @throws SalesforceError when the row lacks what every row has */
  row(cells: readonly Cell[]): SalesforceRow {
    if (typeof cells[this.id] !== "string" || typeof cells[this.stamp] !== "string")
      throw brokenAnswer(`a row of ${this.layout.object.name} without Id or SystemModstamp`);
    return new SalesforceRow(this, cells);
  }

  /** A row as its payload kept it. */
  fromPayload(payload: string): SalesforceRow {
    const record: unknown = JSON.parse(payload);
    return this.row(this.layout.cellsOf(typeof record === "object" && record !== null ? { ...record } : {}));
  }
}

export class SalesforceRow implements IncomingRow {
  readonly #shape: RowShape;
  readonly #cells: readonly Cell[];
  readonly hash: string;

  constructor(shape: RowShape, cells: readonly Cell[]) {
    this.#shape = shape;
    this.#cells = cells;
    this.hash = shape.layout.hash(cells);
  }

  get sourceId(): string {
    return String(this.#cells[this.#shape.id] ?? "");
  }

  get modifiedAt(): string {
    return String(this.#cells[this.#shape.stamp] ?? "");
  }

  get isDeleted(): boolean {
    return this.#cells[this.#shape.deleted] === true;
  }

  get mergedInto(): string | null {
    const winner = this.#cells[this.#shape.master];
    return typeof winner === "string" ? winner : null;
  }

  read(): Reading {
    return this.#shape.read(this.#cells);
  }

  payload(): string {
    return this.#shape.layout.payload(this.#cells);
  }

  cell(column: string): Cell {
    return this.#cells[this.#shape.layout.place(column)] ?? null;
  }
}
