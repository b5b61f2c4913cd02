import { cleanText } from "./clean.js";

const FORMULA_START = /^\s*[=+\-@\t\r＝＋－＠]/;

/**
 * Text for a spreadsheet cell: never read as a formula, whatever it begins with. The first character is looked at before
 * control characters are taken out, because TAB and CR count as beginnings too (OWASP ASVS 1.2.10).
 */
export function formulaSafe(text: string): string {
  const cleaned = cleanText(text);
  return FORMULA_START.test(text) || FORMULA_START.test(cleaned) ? `'${cleaned}` : cleaned;
}
