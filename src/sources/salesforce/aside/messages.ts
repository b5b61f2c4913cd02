import type { IncomingRow } from "../../model.js";
import type { AskedAnswer, AskedPage } from "../answer.js";
import type { BulkPlace } from "../bulk.js";
import type { QueryPage } from "../rest.js";
import type { Heard } from "../session.js";
import type { Failure } from "./failures.js";

/** A module that makes of rows, in the reading thread, what crosses to the one that asked; what is handed over of it is not copied. */
export interface Packing<Parts = unknown> {
  pack(rows: readonly IncomingRow[]): { readonly parts: Parts; readonly handedOver: readonly ArrayBuffer[] };
}

/** What the reading thread is told, of the answer with that number. */
export type Order = { readonly answer: number } & (
  | { readonly kind: "read"; readonly asked: AskedAnswer }
  | { readonly kind: "page"; readonly asked: AskedPage }
  /** One more crossing may come. */
  | { readonly kind: "more" }
  | { readonly kind: "stop" }
);

/** What it says. */
export type Report<Parts = unknown> = { readonly answer: number } & (
  | { readonly kind: "heard"; readonly heard: Heard }
  /** `next`: where an answer of Bulk goes on behind them. */
  | { readonly kind: "rows"; readonly rows: Parts; readonly next: BulkPlace | null }
  /** `about`: what a page says beside its rows. */
  | { readonly kind: "end"; readonly about: Omit<QueryPage<never>, "rows"> | null }
  | { readonly kind: "failed"; readonly failure: Failure }
);

/** Rows that cross at once: few, so that what reading leaves behind is thrown away while it is young. */
export const ROWS_PER_CROSSING = 100;
/** Crossings that may be on their way or waiting: enough to keep both threads at work, few enough to stay small. */
export const CROSSINGS_AHEAD = 20;
