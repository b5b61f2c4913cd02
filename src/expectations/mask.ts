import type { Json } from "./model.js";

const LONGEST = 60;

/** A value with its shape left and its content gone: "Ada.Byte7" is "Xxx.Xxxx9". Enough to see why a pattern failed, not whom it is about. */
export function masked(value: Json): Json {
  if (value === null) return null;
  if (typeof value === "object")
    return Array.isArray(value)
      ? value.map(masked)
      : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each)]));
  if (typeof value === "boolean") return "x";
  const text = String(value);
  const shape = text
    .slice(0, LONGEST)
    .replace(/\p{Lu}/gu, "X")
    .replace(/[\p{L}\p{M}]/gu, (letter) => (letter === "X" ? "X" : "x"))
    .replace(/\p{N}/gu, "9");
  return text.length > LONGEST ? `${shape}…` : shape;
}
