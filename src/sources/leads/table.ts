import { hash as digest } from "node:crypto";
import type { LeadSource } from "../../runtime/index.js";
import type { GridCell, TableFile } from "../grid/index.js";
import { readAside } from "./aside/thread.js";
import type { LeadLine, LeadRecord, LeadTable } from "./model.js";
import type { RawLine } from "./open.js";
import { planOf } from "./plan.js";
import { stop } from "./refusals.js";
import { type Layout, layoutOf, recordOf, textOf, unnamed } from "./row.js";
import { type Straightened, straighten, type Texts } from "./straighten.js";

const PAGE = 2_000;
/** With more of its rows shifted than this, a file says nothing reliable. */
const MOST_SHIFTED = 0.2;

export interface SourceTableOptions {
  readonly name: string;
  readonly source: LeadSource;
  /** Known columns by their names in the configuration. */
  readonly header: readonly string[];
  readonly notices: readonly string[];
  /** The text that it is, which can be read in another thread as well. */
  readonly file: TableFile | null;
  /** Its lines below the header, from the first one on, as often as it is asked. */
  lines(): AsyncIterable<readonly RawLine[]>;
}

export class SourceTable implements LeadTable {
  readonly source: LeadSource;
  readonly header: readonly string[];
  readonly notices: readonly string[];
  readonly aside: LeadTable["aside"];
  readonly #name: string;
  readonly #lines: SourceTableOptions["lines"];
  readonly #layout: Layout;
  readonly #order: readonly (readonly [name: string, place: number])[];

  constructor({ name, source, header, notices, file, lines }: SourceTableOptions) {
    this.source = source;
    this.header = header;
    this.notices = notices;
    this.aside = file === null ? null : (packing) => readAside({ file, source, packing }, PAGE);
    this.#name = name;
    this.#lines = lines;
    this.#layout = layoutOf(planOf(source), header);
    this.#order = orderOf(this.#layout);
  }

  async *pages(size = PAGE): AsyncGenerator<readonly ReadLine[]> {
    let page: ReadLine[] = [];
    for await (const part of this.#lines()) {
      for (const { number, cells } of part) {
        page.push(new ReadLine(this.#layout, number, cells, this.#cellsOf(cells)));
        if (page.length < size) continue;
        yield page;
        page = [];
      }
    }
    if (page.length > 0) yield page;
  }

  stop(rows: number, shiftedFrom: readonly number[]): string | null {
    if (shiftedFrom.length <= rows * MOST_SHIFTED) return null;
    const from = mostFrequent(shiftedFrom);
    return stop.shifted(this.#name, this.header[from] ?? unnamed(from), shiftedFrom.length, rows);
  }

  #cellsOf(cells: readonly GridCell[]): LeadLine["cells"] {
    const named: Record<string, string | number | boolean> = {};
    for (const [name, place] of this.#order) keep(named, name, cells[place]);
    for (let place = this.header.length; place < cells.length; place += 1) keep(named, unnamed(place), cells[place]);
    return named;
  }
}

function keep(cells: Record<string, string | number | boolean>, name: string, cell: GridCell | undefined): void {
  if (cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "")) return;
  cells[name] = cell;
}

/** The columns in the order of the configuration, additional ones behind by their names: so that a file whose columns stand otherwise says the same. */
function orderOf({ plan, header, places }: Layout): (readonly [name: string, place: number])[] {
  const known = plan.names.map((name) => [name, header.indexOf(name)] as const).filter(([, place]) => place >= 0);
  const more = header.map((name, place) => [name, place] as const).filter(([, place]) => places[place] === -1);
  return [...known, ...more.sort(([a], [b]) => (a < b ? -1 : 1))];
}

function mostFrequent(places: readonly number[]): number {
  const times = new Map<number, number>();
  for (const place of places) times.set(place, (times.get(place) ?? 0) + 1);
  return [...times].sort(([a, one], [b, other]) => other - one || a - b)[0]?.[0] ?? 0;
}

/** A line that is read, and its cells hashed, when that is first asked for: of a full refresh, nearly every row is known by its hash. */
class ReadLine implements LeadLine {
  readonly line: number;
  readonly cells: LeadLine["cells"];
  readonly #layout: Layout;
  readonly #came: readonly GridCell[];
  #hash: string | undefined;
  #record: LeadRecord | undefined;
  #shiftedFrom: number | null | undefined;

  constructor(layout: Layout, line: number, came: readonly GridCell[], cells: LeadLine["cells"]) {
    this.line = line;
    this.cells = cells;
    this.#layout = layout;
    this.#came = came;
  }

  get hash(): string {
    this.#hash ??= hashOf(this.cells);
    return this.#hash;
  }

  get record(): LeadRecord {
    this.#record ??= this.#recordOf();
    return this.#record;
  }

  get shiftedFrom(): number | null {
    if (this.#shiftedFrom === undefined) this.#straighten();
    return this.#shiftedFrom ?? null;
  }

  #recordOf(): LeadRecord {
    const { texts, straightened } = this.#straighten();
    return recordOf(this.#layout, texts, straightened);
  }

  /** Only the place is remembered: texts of a whole page would be much to hold. */
  #straighten(): { readonly texts: Texts; readonly straightened: Straightened } {
    const texts = this.#came.map(textOf);
    const straightened = straighten(this.#layout.fits, texts);
    this.#shiftedFrom = straightened.shift?.from ?? null;
    return { texts, straightened };
  }
}

/** Of a digest so many characters tell all rows of all lists apart; an index on the whole of it would be twice as large. */
const HASH_LENGTH = 32;

/** A number and the text of it are one: the same list comes as a workbook and as text. */
function hashOf(cells: LeadLine["cells"]): string {
  let text = "";
  for (const name in cells) text += `${name}\u0000${cells[name]}\u0001`;
  return digest("sha256", text).slice(0, HASH_LENGTH);
}
