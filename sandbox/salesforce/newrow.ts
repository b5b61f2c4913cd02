import { isCompound, type LiveField, type LiveObject, storedFields } from "./catalogue.js";
import { recordId } from "./ids.js";
import { addressParts, type Cell, cellOf, type FieldInput, OrgDataError, type RecordInput } from "./values.js";

const nameParts = ["FirstName", "LastName"];

/** The name of a person as Salesforce makes it from its parts. */
export const fullName = (record: RecordInput): string =>
  nameParts
    .map((part) => record[part])
    .filter((part) => typeof part === "string" && part !== "")
    .join(" ");

export const namesPerson = (object: LiveObject): boolean =>
  ["Name", ...nameParts].every((name) => object.fields.some(({ column }) => column === name));

/** The cell of a field; an error names the record and the field. */
export function cellFor(object: LiveObject, field: LiveField, id: FieldInput, value: FieldInput): Cell {
  try {
    return cellOf(field.definition, value);
  } catch (cause) {
    if (!(cause instanceof OrgDataError)) throw cause;
    throw new OrgDataError(`${object.name} ${String(id)}, ${field.definition.name}: ${cause.message}`);
  }
}

export interface NewRow {
  readonly id: string;
  readonly cells: readonly Cell[];
  readonly isDeleted: boolean;
  readonly stampedAt: string;
}

/** Makes rows of one object from what the caller gives and what Salesforce itself fills in. */
export class NewRows {
  readonly fields: readonly LiveField[];
  private readonly object: LiveObject;
  private readonly now: string;
  private readonly nextNumber: () => number;
  private readonly places: ReadonlyMap<string, number>;
  private readonly compounds: ReadonlyMap<string, string>;
  private readonly blank: readonly Cell[];
  private readonly isPerson: boolean;

  constructor(object: LiveObject, now: string, nextNumber: () => number) {
    this.object = object;
    this.now = now;
    this.nextNumber = nextNumber;
    this.fields = storedFields(object);
    this.places = new Map(this.fields.map(({ definition }, place) => [definition.name, place]));
    this.compounds = new Map(
      object.fields.filter(isCompound).map(({ definition, column }) => [definition.name, column]),
    );
    this.blank = this.fields.map(({ definition }) => cellOf(definition, null));
    this.isPerson = namesPerson(object);
  }

  from(record: RecordInput): NewRow {
    const cells = [...this.blank];
    this.put(cells, record, record.Id);
    const id = this.filled(cells, "Id", () => recordId(this.object.keyPrefix, this.nextNumber()));
    if (!id.startsWith(this.object.keyPrefix)) {
      throw new OrgDataError(`${id} is no id of ${this.object.name}: those begin with ${this.object.keyPrefix}`);
    }
    const created = this.filled(cells, "CreatedDate", () => this.now);
    const modified = this.filled(cells, "LastModifiedDate", () => created);
    const stampedAt = this.filled(cells, "SystemModstamp", () => modified);
    if (this.isPerson) this.filled(cells, "Name", () => fullName(record));
    return { id, cells, isDeleted: cells[this.placeOf("IsDeleted")] === 1, stampedAt };
  }

  private put(cells: Cell[], record: RecordInput, id: FieldInput): void {
    for (const name in record) {
      const value = record[name];
      const place = this.places.get(name);
      const field = place === undefined ? undefined : this.fields[place];
      if (place !== undefined && field) cells[place] = cellFor(this.object, field, id, value);
      else this.put(cells, this.partsOf(name, value), id);
    }
  }

  private partsOf(name: string, value: FieldInput): RecordInput {
    const compound = this.compounds.get(name);
    if (compound === undefined) throw new OrgDataError(`${this.object.name} has no field ${name}`);
    return addressParts(compound, value);
  }

  /** The text in a cell, made where it is missing. */
  private filled(cells: Cell[], name: string, make: () => string): string {
    const place = this.placeOf(name);
    const text = cells[place];
    if (typeof text === "string") return text;
    const made = make();
    cells[place] = made;
    return made;
  }

  private placeOf(name: string): number {
    return this.places.get(name) ?? 0;
  }
}
