import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { bucketCondition, labelOf, NO_TEXT } from "./bucketing.js";
import { ALIVE_EVENT } from "./grains.js";
import { eachIn, listed } from "./listed.js";
import type { DimensionId, Key } from "./model.js";
import type { Reading } from "./reading.js";
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
  static async read(once: Reader, reading: Reading, dimensions: readonly DimensionId[]): Promise<EventBuckets> {
    const periods = [...new Set(reading.asked.flatMap(({ period }) => (period === null ? [] : [period])))];
    const read = new EventBuckets();
    if (dimensions.length + periods.length === 0) return read;
    for (const id of dimensions) read.#buckets.set(id, []);
    for (const row of await once.query<Row>(statement(reading, dimensions, periods))) {
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
function statement(reading: Reading, dimensions: readonly DimensionId[], periods: readonly Period[]): Sql {
  const { windowed, question } = reading;
  const ofDimensions = dimensions.map((id, place) => {
    const dimension = reading.dimension(id);
    return branch(place, dimension.key, labelOf(dimension, sql`f.bucket_key`), dimension.joins, [
      windowed,
      ...bucketCondition(dimension, question.filters),
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
