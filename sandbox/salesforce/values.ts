import type { FieldDefinition } from "./fields.js";
import { to18 } from "./ids.js";

/** What a cell of the store holds: dates and instants are text, check boxes 0 or 1. */
export type Cell = string | number | null;

export type FieldInput = string | number | boolean | Date | null | undefined | AddressInput;

export interface AddressInput {
  readonly street?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly postalCode?: string | null | undefined;
  readonly country?: string | null | undefined;
}

export type RecordInput = Readonly<Record<string, FieldInput>>;

/** A value that the organisation could not hold: the sample or the control call is wrong, not the client. */
export class OrgDataError extends Error {
  override readonly name = "OrgDataError";
}

const days = /^\d{4}-\d{2}-\d{2}$/;
const instants = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** "YYYY-MM-DD" when the text names a day of the calendar; null otherwise. */
export function dayOf(text: string): string | null {
  if (!days.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null;
}

/** ISO-8601 UTC text with milliseconds of an instant written with any offset; null otherwise. */
export function instantOf(text: string): string | null {
  if (!instants.test(text) || dayOf(text.slice(0, 10)) === null) return null;
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function textCell(field: FieldDefinition, value: FieldInput): Cell {
  if (typeof value !== "string" && typeof value !== "number") throw new OrgDataError("a text is expected");
  const text = String(value);
  if (text.length > field.length) throw new OrgDataError(`the text is longer than ${field.length} characters`);
  return text === "" ? null : text;
}

function idCell(value: FieldInput): Cell {
  if (value === "") return null;
  const id = typeof value === "string" ? to18(value) : null;
  if (id === null) throw new OrgDataError(`"${String(value)}" is no 15- or 18-character id`);
  return id;
}

function numberCell(value: FieldInput): Cell {
  if (value === "") return null;
  const parsed = typeof value === "string" ? Number(value) : value;
  if (typeof parsed !== "number" || !Number.isFinite(parsed)) throw new OrgDataError("a number is expected");
  return parsed;
}

function booleanCell(value: FieldInput): Cell {
  if (value === true || value === "true") return 1;
  if (value === false || value === "false") return 0;
  throw new OrgDataError("true or false is expected");
}

function dateCell(value: FieldInput): Cell {
  if (value === "") return null;
  const day = typeof value === "string" ? dayOf(value) : null;
  if (day === null) throw new OrgDataError("a day YYYY-MM-DD is expected");
  return day;
}

function dateTimeCell(value: FieldInput): Cell {
  if (value === "") return null;
  if (value instanceof Date) return value.toISOString();
  const instant = typeof value === "string" ? instantOf(value) : null;
  if (instant === null) throw new OrgDataError("an instant with a time zone is expected");
  return instant;
}

type Converter = (field: FieldDefinition, value: FieldInput) => Cell;

const converters: Partial<Record<FieldDefinition["type"], Converter>> = {
  id: (_, value) => idCell(value),
  reference: (_, value) => idCell(value),
  boolean: (_, value) => booleanCell(value),
  int: (_, value) => numberCell(value),
  double: (_, value) => numberCell(value),
  currency: (_, value) => numberCell(value),
  percent: (_, value) => numberCell(value),
  date: (_, value) => dateCell(value),
  datetime: (_, value) => dateTimeCell(value),
};

/** The cell for one input value. A missing check box is false, as in Salesforce; anything else missing is null. */
export function cellOf(field: FieldDefinition, value: FieldInput): Cell {
  if (value === null || value === undefined) return field.type === "boolean" ? 0 : null;
  return (converters[field.type] ?? textCell)(field, value);
}

const partsOfAddress: Readonly<Record<keyof AddressInput, string>> = {
  street: "Street",
  city: "City",
  state: "State",
  postalCode: "PostalCode",
  country: "Country",
};

/** The text fields that a compound address stands for: `MailingAddress` gives `MailingStreet` and so on. */
export function addressParts(compoundName: string, value: FieldInput): RecordInput {
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || value instanceof Date) throw new OrgDataError("an address object is expected");
  const prefix = compoundName.slice(0, -"Address".length);
  return Object.fromEntries(
    Object.entries(partsOfAddress).map(([part, suffix]) => [prefix + suffix, value[part as keyof AddressInput]]),
  );
}
