import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { type Period, unionOf } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Question } from "./asked.js";
import { bucketCondition, labelOf, NO_TEXT } from "./bucketing.js";
import type { Context } from "./columns.js";
import { dimensionIn } from "./dimensions.js";
import { ALIVE_EVENT } from "./grains.js";
import { eachIn, listed } from "./listed.js";
import type { DimensionId, Key } from "./model.js";
import { keyOf, type Row, textOf } from "./row.js";
import { all, inPeriod } from "./window.js";

export interface Bucket {
  readonly key: Key;
  readonly label: string | null;
  readonly events: readonly number[];
}

/** Which events are in which bucket, and in which period: what is known of them at each is then counted by any of these. */
export class EventBuckets {
  readonly #buckets = new Map<DimensionId, Bucket[]>();
  readonly #periods = new Map<Period, ReadonlySet<number>>();

  /** `once` reads what several ask alike. */
  static async read(
    once: Reader,
    question: Omit<Question, "metrics">,
    context: Context,
    dimensions: readonly DimensionId[],
    periods: readonly Period[],
  ): Promise<EventBuckets> {
    const read = new EventBuckets();
    if (dimensions.length + periods.length === 0) return read;
    for (const id of dimensions) read.#buckets.set(id, []);
    for (const row of await once.query<Row>(statement(question, context, dimensions, periods))) {
      const events: number[] = [];
      eachIn(row.events, (event) => events.push(event));
      const place = Number(row.cut);
      const [dimension, period] = [dimensions[place], periods[place - dimensions.length]];
      if (dimension !== undefined)
        read.#buckets.get(dimension)?.push({ key: keyOf(row.bucket_key), label: textOf(row.bucket_label), events });
      if (period !== undefined) read.#periods.set(period, new Set(events));
    }
    return read;
  }

  by(dimension: DimensionId): readonly Bucket[] {
    return this.#buckets.get(dimension) ?? [];
  }

  /** Of events, those of a period; all where none is named. */
  within(period: Period | null, events: readonly number[]): readonly number[] {
    if (period === null) return events;
    const those = this.#periods.get(period);
    return those === undefined ? [] : events.filter((event) => those.has(event));
  }
}

/** The events in each bucket of a dimension, and in each period; `cut` is the place of either among them. */
function statement(
  { periods: asked, filters }: Omit<Question, "metrics">,
  context: Context,
  dimensions: readonly DimensionId[],
  periods: readonly Period[],
): Sql {
  const ofDimensions = dimensions.map((id, place) => {
    const dimension = dimensionIn(id, context);
    return branch(place, dimension.key, labelOf(dimension, sql`f.bucket_key`), dimension.joins, [
      inPeriod(sql`e.local_date`, unionOf(asked)),
      ...bucketCondition(dimension, filters),
    ]);
  });
  const ofPeriods = periods.map((period, place) =>
    branch(dimensions.length + place, NO_TEXT, NO_TEXT, empty, [inPeriod(sql`e.local_date`, period)]),
  );
  return join([...ofDimensions, ...ofPeriods], "\nUNION ALL\n");
}

function branch(place: number, key: Sql, label: Sql, joins: Sql, where: readonly Sql[]): Sql {
  return sql`SELECT ${raw(String(place))} AS cut, CAST(f.bucket_key AS TEXT) AS bucket_key, ${label} AS bucket_label, ${listed(sql`f.event`)} AS events
FROM (
    SELECT e.id AS event, ${key} AS bucket_key FROM event e ${joins}
    WHERE ${all([ALIVE_EVENT, ...where])}
) f
GROUP BY f.bucket_key`;
}
