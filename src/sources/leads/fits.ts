import { dateAfterWords, normalizeEmail, readListDate, stateCode } from "../../domain/index.js";
import type { LeadSource } from "../../runtime/index.js";
import { headerKey } from "../grid/index.js";
import { serialText } from "../grid/number-formats.js";
import { remembering } from "./remember.js";

type LeadColumn = LeadSource["columns"][number];

/** Whether a text looks like what its column holds. It need not be right: a phone of nine digits stands where it should. */
export type Fits = (text: string) => boolean;

const TRUE = new Set(["true", "yes", "y", "1", "x", "✓", "✔"]);
const FALSE = new Set(["false", "no", "n", "0"]);

/** Y and N in their spellings, and a column's own name for yes, as in "Accepts Subsidy"; null for anything else. */
export function readFlag(text: string, column: string): boolean | null {
  const said = text.trim().toLowerCase();
  if (TRUE.has(said)) return true;
  if (FALSE.has(said)) return false;
  return headerKey(text) === headerKey(column) ? true : null;
}

/** "1,234", "24"; null for what is no number. */
export function readNumber(text: string): number | null {
  const said = text.trim();
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$/.test(said) ? Number(said.replaceAll(",", "")) : null;
}

/** A day as lists write it, alone or behind words; or as a sheet counts days, from 1970 to 2050. */
export const readDate = remembering((text) => readListDate(text) ?? dateAfterWords(text) ?? serialDay(text));

const FIRST_SERIAL = 25_569;
const LAST_SERIAL = 54_789;

function serialDay(text: string): string | null {
  const days = /^\d{5}$/.test(text) ? Number(text) : 0;
  return days >= FIRST_SERIAL && days <= LAST_SERIAL ? serialText(days) : null;
}

/** Two capitals; null for what is no state. Of small letters, only a known state becomes capitals. */
export const readState = remembering((text) => {
  const code = stateCode(text.toLowerCase());
  return code !== null && /^[A-Z]{2}$/.test(code) ? code : null;
});

const BY_TYPE: Readonly<Record<Exclude<LeadColumn["type"], "text" | "flag">, Fits>> = {
  number: (text) => readNumber(text) !== null,
  date: (text) => /\d/.test(text) && readDate(text) !== null,
  phone: (text) => /^[\s+(]*\d[\d\s().+/-]{5,}(?:[\s,;]*(?:e?xt?[a-z]*|#)[\s.:]*\d+)?\s*$/i.test(text),
  email: (text) => text.includes("@") && normalizeEmail(text) !== null,
  state: (text) => readState(text) !== null,
  zip: (text) => /^\s*\d{4,5}(?:-?\d{4}|-)?\s*$/.test(text),
};

/** Null for a column that may hold any text. */
export function fitsOf({ name, type, values, pattern }: LeadColumn): Fits | null {
  if (values !== undefined) {
    const known = new Set(values.map(folded));
    return (text) => known.has(folded(text));
  }
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, "iu");
    return (text) => expression.test(text);
  }
  if (type === "text") return null;
  return type === "flag" ? (text) => readFlag(text, name) !== null : BY_TYPE[type];
}

const folded = (text: string): string => text.trim().toLowerCase();
