import type { FieldValue } from "./tolerance.js";

/** Kinds of fields whose values say nothing about a person. */
const PLAIN_TYPES = new Set([
  "boolean",
  "int",
  "long",
  "double",
  "currency",
  "percent",
  "date",
  "datetime",
  "id",
  "reference",
]);
/** Fields of such a kind that do; how many students came says nothing about one of them. */
const PERSONAL = /birth|gender|race|racial|ethnic|grade|student_?(id|number)|age_group|education|bounced/i;
const LONGEST = 60;
export const BLANK = "(blank)";

/** A value as it may be kept and shown: numbers, dates and ids as they are, words as "J*** S***". */
export function masked(field: string, type: string, value: FieldValue): string {
  if (value === null || value === "") return BLANK;
  if (PLAIN_TYPES.has(type) && !PERSONAL.test(field)) return String(value);
  return maskedText(String(value));
}

/** Each word by its first letter, "Ada Byte" as "A*** B***"; a digit is hidden too. */
export function maskedText(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const shown = words.map((word) => (/^\p{L}/u.test(word) ? `${[...word][0]}***` : "***")).join(" ");
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown || "***";
}
