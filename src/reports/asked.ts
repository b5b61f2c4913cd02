import type { Period } from "../domain/index.js";
import type { Circumstances, DimensionId, Filters } from "../metrics/index.js";
import type { SortBy } from "./sorting.js";

/** What a report over periods is asked with; `Key` are the words that its rows can be put in order by. */
export interface Asked<Key extends string = string> extends Circumstances {
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  /** The local day of asking. */
  readonly today: string;
  readonly sort?: SortBy<Key>;
}

/** One metric, as it is asked for. */
export interface MetricAsked extends Circumstances {
  /** A metric's id. */
  readonly metric: string;
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  readonly by?: DimensionId;
  /** For an administrator in a private reply alone (ruling P4). */
  readonly smallGroups?: "shown";
  /** The local day of asking. */
  readonly today: string;
}
