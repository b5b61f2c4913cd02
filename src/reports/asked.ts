import type { Period } from "../domain/index.js";
import type { Circumstances, Filters } from "../metrics/index.js";
import type { SortBy } from "./sorting.js";

/** What a report over periods is asked with; `Key` are the words that its rows can be put in order by. */
export interface Asked<Key extends string = string> extends Circumstances {
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  /** The local day of asking. */
  readonly today: string;
  readonly sort?: SortBy<Key>;
}
