import { PolarisError } from "../../runtime/index.js";
import { type Cell, type CellKind, canonicalCell, hashOf, kindOf } from "./cells.js";
import type { SalesforceObject } from "./objects.js";

/** What `describe` offers of an object, as far as reading needs it. Kept between runs. */
export interface Description {
  readonly fields: Readonly<Record<string, { readonly type: string; readonly isFormula: boolean }>>;
  /** Whether `/deleted` speaks of it. */
  readonly isReplicateable: boolean;
}

interface Column {
  readonly name: string;
  readonly kind: CellKind;
}

/** The columns one reading asks for: what is wanted and offered, in the order of objects.ts. */
export class Layout {
  readonly object: SalesforceObject;
  readonly columns: readonly Column[];
  /** Wanted, not offered, and not needed. */
  readonly missing: readonly string[];
  readonly isReplicateable: boolean;
  readonly #stored: readonly number[];
  readonly #formulas: readonly number[];
  readonly #keys: readonly string[];

  /** @throws PolarisError salesforce_permission_missing when a required field is not offered */
  constructor(object: SalesforceObject, description: Description) {
    const lacking = object.required.filter((name) => !(name in description.fields));
    if (lacking.length > 0)
      throw new PolarisError(
        "salesforce_permission_missing",
        `Salesforce does not show ${lacking.join(", ")} of ${object.name}. Give the integration user "Read" on ${lacking.length === 1 ? "this field" : "these fields"} (Setup → Permission Sets → Object Settings → ${object.name}), or look whether ${lacking.length === 1 ? "it was" : "they were"} renamed. Nothing of ${object.name} was changed.`,
      );
    this.object = object;
    this.isReplicateable = description.isReplicateable;
    const offered = [...object.required, ...object.optional].filter((name) => name in description.fields);
    this.missing = object.optional.filter((name) => !(name in description.fields));
    this.columns = offered.map((name) => ({ name, kind: kindOf(description.fields[name]?.type ?? "string") }));
    this.#keys = this.columns.map(({ name }) => `${JSON.stringify(name)}:`);
    // Over all that is wanted, so that a field that is not offered hashes as a blank one.
    const hashed = [...object.required, ...object.optional].filter((name) => name !== "SystemModstamp");
    const isFormula = (name: string) => description.fields[name]?.isFormula === true;
    this.#stored = hashed.filter((name) => !isFormula(name)).map((name) => this.place(name));
    this.#formulas = hashed.filter(isFormula).map((name) => this.place(name));
  }

  get fields(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /** Where a field stands; -1 when it is not offered, and then its cell is blank. */
  place(field: string): number {
    return this.columns.findIndex(({ name }) => name === field);
  }

  cellsOf(record: Readonly<Record<string, unknown>>): Cell[] {
    return this.columns.map(({ name, kind }) => canonicalCell(kind, record[name]));
  }

  /** Turns the texts of a Bulk row into cells, in place. */
  cellsFromTexts(texts: string[]): Cell[] {
    const cells: Cell[] = texts;
    for (let place = 0; place < this.columns.length; place++) {
      const text = texts[place];
      cells[place] =
        text === "" || text === undefined ? null : canonicalCell(this.columns[place]?.kind ?? "text", text);
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
      text += (text.length === 1 ? "" : ",") + this.#keys[place] + JSON.stringify(cell);
    }
    return `${text}}`;
  }
}
