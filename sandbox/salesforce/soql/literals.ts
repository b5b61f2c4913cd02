import type { LiteralType } from "@jetstreamapp/soql-parser-js";
import type { FieldType } from "../fields.js";
import { to18 } from "../ids.js";
import { malformed, refusedAt, SalesforceRefusal } from "../refusal.js";
import { type Cell, dayOf, instantOf } from "../values.js";
import { rangeOf } from "./dates.js";
import type { QueryContext } from "./scope.js";

/** What a literal stands for: one value, or a range of days for a date literal. */
export type Meaning =
  | { readonly kind: "value"; readonly value: Cell }
  | { readonly kind: "range"; readonly from: string; readonly to: string };

type Family = "text" | "id" | "number" | "boolean" | "date" | "datetime";

const families: Readonly<Record<FieldType, Family>> = {
  id: "id",
  reference: "id",
  string: "text",
  textarea: "text",
  picklist: "text",
  multipicklist: "text",
  email: "text",
  phone: "text",
  url: "text",
  address: "text",
  boolean: "boolean",
  int: "number",
  double: "number",
  currency: "number",
  percent: "number",
  date: "date",
  datetime: "datetime",
};

const accepted: Readonly<Record<Family, readonly LiteralType[]>> = {
  text: ["STRING", "NULL"],
  id: ["STRING", "NULL"],
  number: ["INTEGER", "DECIMAL", "INTEGER_WITH_CURRENCY_PREFIX", "DECIMAL_WITH_CURRENCY_PREFIX", "NULL"],
  boolean: ["BOOLEAN", "NULL"],
  date: ["DATE", "DATE_LITERAL", "DATE_N_LITERAL", "NULL"],
  datetime: ["DATETIME", "DATE_LITERAL", "DATE_N_LITERAL", "NULL"],
};

const spokenTypes: Partial<Record<FieldType, string>> = { datetime: "dateTime", picklist: "string", reference: "id" };

export const familyOf = (type: FieldType): Family => families[type];

export interface ComparedField {
  readonly name: string;
  readonly type: FieldType;
}

const value = (cell: Cell): Meaning => ({ kind: "value", value: cell });

function wrongType(context: QueryContext, field: ComparedField): SalesforceRefusal {
  const type = spokenTypes[field.type] ?? field.type;
  const quoted = families[field.type] === "text" || families[field.type] === "id";
  const quotes = quoted ? "should be enclosed in quotes" : "should not be enclosed in quotes";
  const message = `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes}`;
  return refusedAt("INVALID_FIELD", context.soql, field.name, message);
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** The text between the quotes. For LIKE the escaped wild cards stay escaped. */
export function unquoted(context: QueryContext, raw: string, forLike = false): string {
  const inner = raw.startsWith("'") ? raw.slice(1, -1) : raw;
  return inner.replace(/\\(u[0-9A-Fa-f]{4}|[\s\S]?)/g, (whole, code: string) => {
    if (code.startsWith("u") && code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (forLike && ["%", "_", "\\"].includes(code)) return whole;
    if (["'", '"', "\\", "%", "_"].includes(code)) return code;
    const control = escapes[code.toLowerCase()];
    if (control === undefined) throw malformed(context.soql, raw, "Illegal backslash escape");
    return control;
  });
}

function idMeaning(raw: string): Meaning {
  if (raw === "") return value(null);
  const id = to18(raw);
  if (id === null) throw new SalesforceRefusal(400, "INVALID_QUERY_FILTER_OPERATOR", `invalid ID field: ${raw}`);
  return value(id);
}

function dated(context: QueryContext, raw: string, cell: string | null): Meaning {
  if (cell === null) throw malformed(context.soql, raw, `invalid date: ${raw}`);
  return value(cell);
}

function rangeMeaning(context: QueryContext, field: ComparedField, raw: string): Meaning {
  const range = rangeOf(raw, context.now);
  if (!range) throw malformed(context.soql, raw, `unexpected token: '${raw}'`);
  const midnight = field.type === "datetime" ? "T00:00:00.000Z" : "";
  return { kind: "range", from: range.from + midnight, to: range.to + midnight };
}

/** Reads one literal as the field's type. Throws INVALID_FIELD for a literal of another type. */
export function meaningOf(context: QueryContext, field: ComparedField, raw: string, type: LiteralType): Meaning {
  const family = families[field.type];
  if (!accepted[family].includes(type)) throw wrongType(context, field);
  switch (type) {
    case "NULL":
      return value(null);
    case "STRING": {
      const text = unquoted(context, raw);
      if (family === "id") return idMeaning(text);
      return value(text === "" ? null : text);
    }
    case "BOOLEAN":
      return value(raw.toUpperCase() === "TRUE" ? 1 : 0);
    case "DATE":
      return dated(context, raw, dayOf(raw));
    case "DATETIME":
      return dated(context, raw, instantOf(raw));
    case "DATE_LITERAL":
    case "DATE_N_LITERAL":
      return rangeMeaning(context, field, raw);
    default:
      return value(Number(raw.replace(/^[A-Za-z]{3}/, "")));
  }
}
