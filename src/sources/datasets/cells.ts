import { normalizeEmail } from "../../domain/index.js";
import { type BadCell, dayCell, isBad, numberCell, textCell, truthCell } from "../grid/cells.js";
import type { DatasetColumn, GridCell } from "../grid/model.js";
import type { DatasetRow, DatasetRules } from "./model.js";

/** A cell that cannot be read. The sentence names the column and what was expected, never what it held. */
export class Unreadable extends Error {
  readonly reason: "bad_value" | "missing_required";

  constructor(reason: Unreadable["reason"], sentence: string) {
    super(sentence);
    this.reason = reason;
  }
}

const COUNTED = /^\s*([\d.,]+)\s*([a-z]+)\.?\s*$/i;
const singular = (word: string): string => word.toLowerCase().replace(/s$/, "");
const wordsOf = (name: string): string[] => name.split(/[^A-Za-z]+/).map(singular);

/** A row's cells by key: each its own, or the default that every row of the file has. */
export class RowCells {
  readonly #row: DatasetRow;
  readonly #rules: DatasetRules;
  readonly #columns: readonly DatasetColumn[];

  constructor(row: DatasetRow, rules: DatasetRules, columns: readonly DatasetColumn[]) {
    this.#row = row;
    this.#rules = rules;
    this.#columns = columns;
  }

  /** The organisation's, or the sheet's own. */
  get timeZone(): string {
    return this.#rules.timeZone;
  }

  /** What people call the column. */
  label(key: string): string {
    return this.#columns.find((column) => column.key === key)?.names[0] ?? key;
  }

  cell(key: string): GridCell {
    const own = this.#row.cells[key] ?? null;
    return textCell(own) === null ? (this.#rules.defaults[key] ?? null) : own;
  }

  /** Null for a blank and for a literal nothing. */
  text(key: string): string | null {
    return textCell(this.cell(key));
  }

  needed(key: string): string {
    const text = this.text(key);
    if (text === null) throw new Unreadable("missing_required", `“${this.label(key)}” is blank.`);
    return text;
  }

  /** A whole number from `least` to `most`, or null for a blank. */
  count(key: string, least: number, most: number): number | null {
    const number = this.number(key, least, most);
    if (number !== null && !Number.isInteger(number)) throw this.#bad(key, "is no whole number");
    return number;
  }

  /** A number from `least` to `most`, or null for a blank. */
  number(key: string, least: number, most: number): number | null {
    const number = this.#good(key, numberCell(this.#uncounted(key)), "is no number: write it alone, as in 47");
    if (number !== null && (number < least || number > most))
      throw this.#bad(key, `is not between ${least} and ${most.toLocaleString("en")}`);
    return number;
  }

  /** False for a blank. */
  truth(key: string): boolean {
    return this.#good(key, truthCell(this.cell(key)), "is neither yes nor no") ?? false;
  }

  /** YYYY-MM-DD, or null for a blank. */
  day(key: string): string | null {
    return this.#good(key, dayCell(this.cell(key), this.#rules.timeZone), "is no date such as 2026-01-15");
  }

  neededDay(key: string): string {
    this.needed(key);
    return this.day(key) ?? "";
  }

  /** The address of a person, or null for a blank and for what is none. */
  email(key: string): string | null {
    return normalizeEmail(this.text(key));
  }

  /** "47 students" is 47 in a column of students; "about 47", "40-50" and "47 rooms" there are left for a person to put right. */
  #uncounted(key: string): GridCell {
    const cell = this.cell(key);
    const [, number, word] = (typeof cell === "string" ? COUNTED.exec(cell) : null) ?? [];
    const names = this.#columns.find((column) => column.key === key)?.names ?? [];
    const isItsOwn = word !== undefined && names.some((name) => wordsOf(name).includes(singular(word)));
    return number !== undefined && isItsOwn ? number : cell;
  }

  #good<Value>(key: string, value: Value | BadCell, trouble: string): Value {
    if (isBad(value)) throw this.#bad(key, trouble);
    return value as Value;
  }

  #bad(key: string, trouble: string): Unreadable {
    return new Unreadable("bad_value", `“${this.label(key)}” ${trouble}.`);
  }
}
