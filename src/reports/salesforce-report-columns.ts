import { type Cell, type Column, column, type Sensitivity, type ValueType } from "../reply/index.js";
import type { SavedCell, SavedColumn, SavedReport } from "../sources/index.js";

const DEMOGRAPHIC = /rac(?:e|ial)|ethnic|gender|birth|age[ _]?group|\bage\b|lunch|disab|language/i;
const CONTACT = /e-?mail|phone|mobile|fax|address|street|\bzip\b|postal/i;
const NAME = /name|contact|owner|created by|modified by/i;

const NUMBERS = new Set(["int", "double", "currency", "percent", "long"]);
/** Types whose values say nothing of a person by themselves. */
const PLAIN = new Set([...NUMBERS, "boolean", "date", "datetime", "time", "picklist", "multipicklist", "id"]);
const RECORD_ID = /^[0-9A-Za-z]{18}$/;
/** Key prefixes of contacts, accounts (a household is one), users and leads. */
const PEOPLE = new Set(["003", "001", "005", "00Q"]);

/**
 * What a column of somebody else's report reveals: by its name and type, and by whose records its cells name. A text that is neither is treated as contact
 * details, because nobody can say what stands in it.
 * @param events key prefix of sessions: their names are open
 */
export function sensitivityOf(of: SavedColumn, prefixes: ReadonlySet<string>, events: string | null): Sensitivity {
  const words = `${of.name} ${of.label}`;
  if (DEMOGRAPHIC.test(words)) return "demographic";
  if (of.type === "email" || of.type === "phone" || CONTACT.test(words)) return "contact";
  if ([...prefixes].some((prefix) => PEOPLE.has(prefix))) return "name";
  if (prefixes.size > 0 && [...prefixes].every((prefix) => prefix === events)) return "open";
  if (PLAIN.has(of.type)) return "open";
  return of.isLookup || NAME.test(words) ? "name" : "contact";
}

/** Key prefixes of the records that a column's cells name. */
export function prefixesIn({ rows }: Pick<SavedReport, "rows">, place: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (const row of rows) {
    const id = idAt(row, place);
    if (id !== null) found.add(id.slice(0, 3));
  }
  return found;
}

/** The record that a cell names; null where it names none. */
export function idAt(row: readonly SavedCell[], place: number): string | null {
  const value = row[place]?.value;
  return typeof value === "string" && RECORD_ID.test(value) && /\d/.test(value) ? value : null;
}

function typeOf({ type }: SavedColumn): ValueType {
  if (type === "int" || type === "long") return "integer";
  if (NUMBERS.has(type)) return "number";
  if (type === "date" || type === "boolean") return type;
  return type === "datetime" ? "instant" : "text";
}

/** A column of the reply for a column of the report; its key is its place, because two columns of a report may be called alike. */
export const replyColumn = (of: SavedColumn, place: number, sensitivity: Sensitivity): Column =>
  column(`column_${place + 1}`, of.label, typeOf(of), sensitivity);

/** Numbers as numbers, days as days, instants in UTC; of texts and names what Salesforce shows. */
export function replyCell(of: SavedColumn, cell: SavedCell | undefined): Cell {
  if (cell === undefined || cell.value === null) return null;
  const { value, label } = cell;
  switch (typeOf(of)) {
    case "integer":
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      return /^\d{4}-\d{2}-\d{2}/.exec(String(value))?.[0] ?? null;
    case "instant": {
      const at = Date.parse(String(value));
      return Number.isNaN(at) ? null : new Date(at).toISOString();
    }
    default:
      return label === "-" || label === "" ? null : label;
  }
}
