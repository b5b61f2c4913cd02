import { present } from "./absent.js";

export interface LicenceType {
  readonly type: string | null;
  /** In capitals, so that it is the same however a list writes it. */
  readonly licence: string | null;
}

const ANY_DASH = /[-‐-―−﹘﹣－]/;
/** A dash with a blank beside it parts; one inside a word may belong to the word ("Part-Time", "C-12345"). */
const PARTING = /\s+[-‐-―−﹘﹣－]+\s*|[-‐-―−﹘﹣－]+\s+/;
const LEAD_IN = /^(?:lic(?:en[cs]e)?|no|nr|number|id)\b[\s.:#]*|^#\s*/i;
const NUMBER = /^[a-z]{0,5}[\s.-]?\d[\da-z./-]*$/i;

/**
 * A licence's type and its number, which a list writes in one cell with a dash of any kind between: "Licensed Center - C12345" → Licensed Center | C12345.
 * Of several dashes the last part that looks like a number is it. Without one the whole is the type.
 */
export function licenceAfterDash(text: string | null | undefined): LicenceType {
  const said = present(text);
  if (said === null) return { type: null, licence: null };
  return parted(said.split(PARTING)) ?? tight(said) ?? { type: said, licence: null };
}

function parted(parts: readonly string[]): LicenceType | null {
  const at = parts.findLastIndex((part, place) => place > 0 && isNumber(part));
  if (at === -1) return null;
  const type = parts.filter((part, place) => place !== at && present(part) !== null).join(" - ");
  return { type: present(type), licence: numberOf(parts[at] ?? "") };
}

/** "Licensed Center-C12345": with three digits at least, since "Ages 3-5" has no number. */
function tight(said: string): LicenceType | null {
  const at = said.search(new RegExp(`(?<=\\p{L})${ANY_DASH.source}(?=[a-z]{0,5}\\d{3}[\\da-z]*$)`, "iu"));
  return at === -1 ? null : { type: present(said.slice(0, at)), licence: numberOf(said.slice(at + 1)) };
}

const numberOf = (part: string): string => part.trim().replace(LEAD_IN, "").replace(/\s+/g, "").toUpperCase();
const isNumber = (part: string): boolean => NUMBER.test(part.trim().replace(LEAD_IN, ""));
