import { AGGREGATES } from "./aggregates.js";
import type { Kind } from "./kind.js";
import { MISSING } from "./missing.js";
import { PAIRS } from "./pairs.js";
import { TABLE } from "./table.js";
import { UNIQUE } from "./unique.js";
import { VALUES } from "./values.js";

/** Every type of expectation that a suite may have. */
export const KINDS: ReadonlyMap<string, Kind> = new Map(
  [...TABLE, ...MISSING, ...UNIQUE, ...VALUES, ...PAIRS, ...AGGREGATES].map((kind) => [kind.type, kind]),
);

export { type Check, type CommonKwargs, commonKwargs, type RowsFound } from "./kind.js";
