import type { Value } from "../pool/index.js";
import type { Key } from "./model.js";

/** A row of an answer: figures and notes by their aliases, and the bucket that it is of. */
export type Row = Readonly<Record<string, Value>>;

export const keyOf = (value: Value | undefined): Key =>
  typeof value === "string" || typeof value === "number" ? value : null;

export const textOf = (value: Value | undefined): string | null => (typeof value === "string" ? value : null);
