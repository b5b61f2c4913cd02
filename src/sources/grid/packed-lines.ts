import type { Counted, GridCell } from "./model.js";

/** Lines packed at a time: reading them again costs no more than going through them. */
const PART = 500;

/**
 * The lines of a text, kept as the text that they were and taken apart whenever somebody goes through them: held cell by cell they would take five
 * times as much. Blank lines at the end are left out.
 */
export class PackedLines implements Counted<readonly GridCell[]> {
  readonly #parts: Buffer[] = [];
  #open: (readonly GridCell[])[] = [];
  #length = 0;
  #blank = 0;

  get length(): number {
    return this.#length;
  }

  add(line: readonly GridCell[]): void {
    if (line.length === 0) {
      this.#blank += 1;
      return;
    }
    for (; this.#blank > 0; this.#blank -= 1) this.#keep([]);
    this.#keep(line);
  }

  *[Symbol.iterator](): Generator<readonly GridCell[]> {
    for (const part of this.#parts) yield* JSON.parse(part.toString()) as GridCell[][];
    yield* this.#open;
  }

  #keep(line: readonly GridCell[]): void {
    this.#open.push(line);
    this.#length += 1;
    if (this.#open.length < PART) return;
    this.#parts.push(Buffer.from(JSON.stringify(this.#open)));
    this.#open = [];
  }
}
