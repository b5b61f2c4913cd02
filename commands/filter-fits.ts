import type { Filter } from "../src/command/index.js";

/** Any of each list, none of the negated: whether one of the values that something has fits. */
export const fitsFilter = (values: readonly string[], { all, none }: Filter<string>): boolean =>
  all.every((any) => any.some((value) => values.includes(value))) && none.every((value) => !values.includes(value));
