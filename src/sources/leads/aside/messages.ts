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

/** What the reading thread says. To every page it hears, as soon as the other has taken it, that one more may come. */
export type Crossing<Parts = unknown> =
  | { readonly kind: "page"; readonly page: readonly Parts[] }
  | { readonly kind: "end" }
  /** A PolarisError, whose class would be lost on the way. Anything else ends the thread. */
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string };

/** Pages that may be on their way or waiting: enough to keep both threads at work, few enough to stay small. */
export const PAGES_AHEAD = 3;
