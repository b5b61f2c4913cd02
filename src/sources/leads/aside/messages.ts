import type { ErrorCode, LeadSource } from "../../../runtime/index.js";
import type { TableFile } from "../../grid/index.js";
import type { LeadLine } from "../model.js";

/** What the reading thread is to read. */
export interface Reading {
  readonly file: TableFile;
  readonly source: LeadSource;
  /** File of the compiled module that says what crosses. */
  readonly packing: string;
}

/** A module that makes of a line, in the reading thread, what crosses to the one that stores it. */
export interface LinePacking<Parts = unknown> {
  pack(line: LeadLine): Parts;
}

/** What the reading thread says. For every crossing that the other has taken, it hears that one more may come. */
export type Crossing<Parts = unknown> =
  | { readonly kind: "lines"; readonly lines: readonly Parts[] }
  | { readonly kind: "end" }
  /** A PolarisError, whose class would be lost on the way. Anything else ends the thread. */
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

/** Lines that cross at once: few, so that what reading leaves behind is thrown away while it is young. */
export const LINES_PER_CROSSING = 100;
/** Crossings that may be on their way or waiting: enough to keep both threads at work, few enough to stay small. */
export const CROSSINGS_AHEAD = 40;
