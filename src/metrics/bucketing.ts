import sql, { empty, raw, type Sql } from "sql-template-tag";
import { anyOf, type Dimension } from "./dimension.js";
import { buckets } from "./filters.js";
import { eachOnce } from "./joins.js";
import type { Filters } from "./model.js";

export const NO_TEXT = sql`CAST(NULL AS TEXT)`;

/** The key of a record's bucket, by the dimension's name. */
export const keyed = ({ id, key }: Dimension): Sql => sql`${key} AS ${raw(`key_${id}`)}`;

/** What the bucket of a key is called, where the pool says so. */
export const labelOf = ({ labelled }: Dimension, key: Sql): Sql => (labelled === null ? NO_TEXT : labelled(key));

export const joinsOf = (dimensions: readonly Dimension[]): Sql[] =>
  eachOnce(dimensions.map(({ joins }) => joins).filter((each) => each !== empty));

/** What is in several buckets at once is shown in those that are asked for. */
export function bucketCondition({ id, many, key }: Dimension, filters: Filters): Sql[] {
  const { wanted } = buckets(id, filters);
  return many && wanted ? [anyOf(key, wanted)] : [];
}
