import { type Batch, type Cell, ColumnMissing } from "./model.js";

/** A batch by columns: each is taken out of the rows once, however many expectations speak of it. */
export class Columns {
  readonly names: readonly string[];
  readonly rows: number;
  readonly #batch: Batch;
  readonly #taken = new Map<string, readonly Cell[]>();

  constructor(batch: Batch) {
    this.#batch = batch;
    this.names = batch.columns;
    this.rows = batch.rows;
  }

  /** @throws ColumnMissing */
  take(name: string): readonly Cell[] {
    const known = this.#taken.get(name);
    if (known !== undefined) return known;
    const batch = this.#batch;
    const isThere = this.names.includes(name);
    if (!isThere && batch.absent?.includes(name) !== true) throw new ColumnMissing(name);
    const cells: Cell[] = new Array(this.rows).fill(null);
    if (isThere) for (let row = 0; row < cells.length; row++) cells[row] = batch.cell(row, name);
    this.#taken.set(name, cells);
    return cells;
  }
}

/** The rows an expectation speaks of: null is all of them. */
export type Selection = Uint32Array | null;

export const sizeOf = (selection: Selection, columns: Columns): number => selection?.length ?? columns.rows;
