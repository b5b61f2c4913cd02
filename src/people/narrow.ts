import sql, { empty, type Sql } from "sql-template-tag";
import { foldText } from "../domain/index.js";

/** "&" folds to this word. */
const AMPERSAND = "and";

/**
 * True for every row whose text, folded, may hold the words asked for, and for few others: what is left is folded and judged in code, because the engines
 * fold accents differently. The longest word stands in the text as it is, but for case and for what folding takes out of a word (O'Brien, St. John);
 * a text with other letters than plain ones is always let through.
 */
export function mayHold(column: Sql, asked: string): Sql {
  const words = foldText(asked).split(" ").filter(Boolean);
  const [longest] = words.sort((a, b) => b.length - a.length);
  if (longest === undefined) return sql`FALSE`;
  const bare = sql`LOWER(REPLACE(REPLACE(REPLACE(${column}, '''', ''), '.', ''), '\`', ''))`;
  const sign = longest === AMPERSAND ? sql` OR ${column} LIKE '%&%'` : empty;
  return sql`(OCTET_LENGTH(${column}) <> LENGTH(${column}) OR ${bare} LIKE ${`%${longest}%`}${sign})`;
}

const PLAIN = /^[A-Za-z0-9 ]*$/;

/** The folded text; most names have plain letters alone, and need little for it. */
export function folded(text: string): string {
  return PLAIN.test(text) ? text.toLowerCase().trim().replace(/ {2,}/g, " ") : foldText(text);
}
