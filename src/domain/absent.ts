/** Words that sources write where they mean nothing. */
const NOTHING = new Set([
  "",
  "none",
  "null",
  "nil",
  "n/a",
  "na",
  "n.a.",
  "nan",
  "nat",
  "undefined",
  "-",
  "--",
  "---",
  "—",
  "#n/a",
]);

const LONGEST = Math.max(...[...NOTHING].map((word) => word.length));

/** True for null, blanks and the words that sources write for "nothing": None, n/a, --, nan. */
export function absent(text: string | null | undefined): boolean {
  if (text === null || text === undefined) return true;
  const said = text.trim();
  return said.length <= LONGEST && NOTHING.has(said.toLowerCase());
}

/** The text trimmed, its runs of blanks made one blank; null when it says nothing. Line breaks go too. */
export function present(text: string | null | undefined): string | null {
  if (text === null || text === undefined || absent(text)) return null;
  const said = text.trim();
  return /\s\s|[^\S ]/.test(said) ? said.replace(/\s+/g, " ") : said;
}

/** Like `present`, but keeps line breaks: for descriptions and addresses. */
export function presentLines(text: string | null | undefined): string | null {
  if (text === null || text === undefined || absent(text)) return null;
  return text.trim();
}

/** A number as sources write it ("2.5", " 3 ", 25.0), or null for nothing and for what is no number ("abc"). */
export function presentNumber(value: string | number | null | undefined): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value === null || value === undefined || absent(value)) return null;
  const number = Number(value.trim());
  return Number.isFinite(number) ? number : null;
}

/** A truth as sources write it: true, "true", "1", "yes"; anything else is false (T44). */
export function truth(value: boolean | string | number | null | undefined): boolean {
  if (typeof value === "string") return ["true", "1", "yes", "y"].includes(value.trim().toLowerCase());
  return value === true || value === 1;
}
