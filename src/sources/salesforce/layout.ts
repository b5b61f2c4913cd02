import { PolarisError } from "../../runtime/index.js";
import { beginning, type Cell, type CellKind, canonicalCell, hashOf, kindOf } from "./cells.js";
import type { SalesforceObject } from "./objects.js";

/** One field as `describe` shows it. */
export interface DescribedField {
  readonly type: string;
  readonly isFormula: boolean;
  readonly label?: string | undefined;
  readonly length?: number | undefined;
  /** The active choices of a pick-list. */
  readonly values?: readonly string[] | undefined;
  /** The name it is asked for by, where the org has another one than ours. */
  readonly offeredAs?: string | undefined;
}

/** What `describe` offers of an object, as far as reading needs it. Kept between runs. */
export interface Description {
  readonly fields: Readonly<Record<string, DescribedField>>;
  /** Whether `/deleted` speaks of it. */
  readonly isReplicateable: boolean;
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** Text that JSON writes as it is: nearly all of it. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

interface Column {
  /** Our name for it. */
  readonly name: string;
  /** The org's name for it: nearly always the same. */
  readonly offeredAs: string;
  readonly kind: CellKind;
}

/** The columns one reading asks for: what is wanted and offered, in the order of objects.ts. */
export class Layout {
  readonly object: SalesforceObject;
  readonly description: Description;
  readonly columns: readonly Column[];
  /** Wanted, not offered, and not needed. */
  readonly missing: readonly string[];
  /** These and the ignored ones. */
  readonly absent: readonly string[];
  readonly isReplicateable: boolean;
  readonly #stored: readonly number[];
  readonly #formulas: readonly number[];
  readonly #keys: readonly string[];
  /** Places of long texts, and how much of each is kept. */
  readonly #longest: readonly (readonly [place: number, most: number])[];

  /**
   * @param likely the name that a field may bear now
   * @throws PolarisError salesforce_permission_missing when a required field is not offered
   */
  constructor(object: SalesforceObject, description: Description, likely: ReadonlyMap<string, string> = NO_NAMES) {
    const lacking = [...object.required, ...(object.demanded ?? [])].filter((name) => !(name in description.fields));
    if (lacking.length > 0) {
      const them = lacking.length === 1 ? ["this field", "it was"] : ["these fields", "they were"];
      const renamed = lacking.flatMap((name) => (likely.has(name) ? [`${name} is now ${likely.get(name)}`] : []));
      const hint = renamed.length === 0 ? "" : `; most likely ${renamed.join(", ")}`;
      throw new PolarisError(
        "salesforce_permission_missing",
        `Salesforce does not show ${lacking.join(", ")} of ${object.name}. Give the integration user "Read" on ${them[0]} (Setup → Permission Sets → Object Settings → ${object.name}), or look whether ${them[1]} renamed${hint}. Nothing of ${object.name} was changed.`,
      );
    }
    this.object = object;
    this.description = description;
    this.isReplicateable = description.isReplicateable;
    const offered = [...object.required, ...object.optional].filter((name) => name in description.fields);
    const absent = object.optional.filter((name) => !(name in description.fields));
    this.missing = absent.filter((name) => !object.ignored?.includes(name));
    this.absent = absent;
    this.columns = offered.map((name) => {
      const field = description.fields[name];
      return { name, offeredAs: field?.offeredAs ?? name, kind: kindOf(field?.type ?? "string") };
    });
    this.#keys = this.columns.map(({ name }) => `${JSON.stringify(name)}:`);
    // Over all that is wanted, so that a field that is not offered hashes as a blank one.
    const hashed = [...object.required, ...object.optional].filter((name) => name !== "SystemModstamp");
    this.#longest = Object.entries(object.longest ?? {}).flatMap(([name, most]) =>
      this.place(name) === -1 ? [] : [[this.place(name), most] as const],
    );
    const isFormula = (name: string) => description.fields[name]?.isFormula === true;
    this.#stored = hashed.filter((name) => !isFormula(name)).map((name) => this.place(name));
    this.#formulas = hashed.filter(isFormula).map((name) => this.place(name));
  }

  /** What is asked for, in the org's own names. */
  get fields(): string[] {
    return this.columns.map(({ offeredAs }) => offeredAs);
  }

  /** The same in our names. */
  get names(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /** Where a field stands; -1 when it is not offered, and then its cell is blank. */
  place(field: string): number {
    return this.columns.findIndex(({ name }) => name === field);
  }

  cellsOf(record: Readonly<Record<string, unknown>>): Cell[] {
    // A copy that was kept bears our names.
    const said = ({ name, offeredAs }: Column): unknown => record[offeredAs] ?? record[name];
    return this.#shortened(this.columns.map((column) => canonicalCell(column.kind, said(column))));
  }

  /** Turns the texts of a Bulk row into cells, in place. */
  cellsFromTexts(texts: string[]): Cell[] {
    const cells: Cell[] = texts;
    for (let place = 0; place < this.columns.length; place++) {
      const text = texts[place];
      cells[place] =
        text === "" || text === undefined ? null : canonicalCell(this.columns[place]?.kind ?? "text", text);
    }
    return this.#shortened(cells);
  }

  #shortened(cells: Cell[]): Cell[] {
    for (const [place, most] of this.#longest) {
      const text = cells[place];
      if (typeof text === "string") cells[place] = beginning(text, most);
    }
    return cells;
  }

  hash(cells: readonly Cell[]): string {
    return hashOf(cells, this.#stored, this.#formulas);
  }

  /** JSON of what the row holds, blanks left out. */
  payload(cells: readonly Cell[]): string {
    let text = "{";
    for (let place = 0; place < cells.length; place++) {
      const cell = cells[place];
      if (cell === null || cell === undefined) continue;
      const value = typeof cell === "string" && PLAIN.test(cell) ? `"${cell}"` : JSON.stringify(cell);
      text += (text.length === 1 ? "" : ",") + this.#keys[place] + value;
    }
    return `${text}}`;
  }
}
