import { hash as digest } from "node:crypto";
import { parseInstant } from "../../domain/index.js";

/** One value of a row, the same whether it came by REST or by Bulk. Blank text is null: Bulk cannot tell them apart. */
export type Cell = string | number | boolean | null;
export type CellKind = "text" | "number" | "boolean" | "instant";

const KINDS: Readonly<Record<string, CellKind>> = {
  boolean: "boolean",
  int: "number",
  long: "number",
  double: "number",
  currency: "number",
  percent: "number",
  datetime: "instant",
};

/** How values of a field are kept, by the type that `describe` names. */
export const kindOf = (describedType: string): CellKind => KINDS[describedType] ?? "text";

/**
 * REST sends 25.0, true and "…+0000" where Bulk sends "25.0", "true" and "…Z", and "" for null; NUL bytes come in Bulk alone.
 * What does not look like its type stays text, and the reading of the row judges it.
 */
export function canonicalCell(kind: CellKind, value: unknown): Cell {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "number" || typeof value === "boolean") return kind === "text" ? String(value) : value;
  if (typeof value !== "string") return null;
  const text = value.includes("\0") ? value.replaceAll("\0", "") : value;
  if (text === "") return null;
  switch (kind) {
    case "text":
      return text;
    case "number": {
      const number = Number(text);
      return Number.isNaN(number) ? text : number;
    }
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "instant":
      return instant(text);
  }
}

function instant(text: string): string {
  if (text.length === 24 && text.endsWith("Z")) return text;
  if (text.length === 28 && text.endsWith("+0000")) return `${text.slice(0, 23)}Z`;
  return parseInstant(text) ?? text;
}

function tagged(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "n";
  if (typeof cell === "string") return `s${cell.length}:${cell}`;
  if (typeof cell === "number") return `d${cell};`;
  return cell ? "t" : "f";
}

/**
 * SHA-256 over type-tagged, length-prefixed values, so that no two different rows read alike and null is not "". Formulas change without
 * a new stamp, so theirs is a second, shorter part after a dot.
 */
export function hashOf(cells: readonly Cell[], stored: readonly number[], formulas: readonly number[]): string {
  let text = "";
  for (const place of stored) text += tagged(cells[place]);
  const hash = digest("sha256", text, "hex");
  if (formulas.length === 0) return hash;
  let formula = "";
  for (const place of formulas) formula += tagged(cells[place]);
  return `${hash}.${digest("sha256", formula, "hex").slice(0, 16)}`;
}

/** The two parts of a row's hash: what is stored, which no change leaves without a new stamp, and what formulas say, which may change by themselves. */
export function hashParts(hash: string): { readonly stored: string; readonly formulas: string } {
  const [stored = "", formulas = ""] = hash.split(".");
  return { stored, formulas };
}

/** The beginning of a text, at most so many characters; none of them is cut in two. */
export function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}
