import type { Organization } from "../runtime/index.js";

/** What a statement is computed with, besides the pool. */
export interface Context {
  readonly organization: Organization;
  /** The local day on which the figures are asked for. */
  readonly today: string;
  /** All that is asked is of what counts: whose it is stands on the participation then. */
  readonly counts?: boolean;
}
