import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Asked } from "./asked.js";
import { bucketCondition, joinsOf, keyed } from "./bucketing.js";
import { beyond } from "./conditions.js";
import type { Dimension } from "./dimension.js";
import type { Expressions } from "./expressions.js";
import { throughPeople } from "./filters.js";
import { CONTACT } from "./grains.js";
import type { Condition } from "./model.js";
import { PERSON, readsContact } from "./persons.js";
import type { Reading } from "./reading.js";
import { all } from "./window.js";

const ONE = sql`1`;

/**
 * What the records of one contact come to, put together before the contact is looked at: people come to many events, and what is read of them is read once and
 * not at each. Figures are made of these parts as they would be of the records.
 */
export class Tally {
  readonly #reading: Reading;
  readonly #columns: Expressions;
  /** What is worked out over a contact's records, by its name. */
  readonly #parts: ReadonlyMap<string, Sql>;
  readonly #partOf: ReadonlyMap<Asked, string>;

  private constructor(reading: Reading) {
    this.#reading = reading;
    this.#columns = reading.columns;
    const parts = new Map<string, { readonly name: string; readonly part: Sql }>();
    const partOf = new Map<Asked, string>();
    for (const asked of reading.asked) {
      const part = this.#part(asked);
      if (part === null) continue;
      const text = JSON.stringify([part.sql, part.values]);
      const known = parts.get(text) ?? { name: `part_${parts.size + 1}`, part };
      parts.set(text, known);
      partOf.set(asked, known.name);
    }
    this.#parts = new Map([...parts.values()].map(({ name, part }) => [name, part]));
    this.#partOf = partOf;
  }

  /**
   * Null where a figure needs each record, or where it would not pay: an event is in a bucket of its own for nearly each record, unless times are all that is
   * counted.
   */
  static of(reading: Reading, dimensions: readonly Dimension[]): Tally | null {
    const { context, filtered, asked, columns, grain } = reading;
    if (!context.counts || readsContact(filtered) || !asked.every((each) => isOfParts(each, columns))) return null;
    if (dimensions.some(({ id, of, many }) => throughPeople(grain, id) || (many && of !== "event"))) return null;
    const tally = new Tally(reading);
    return tally.#isOfTimes || dimensions.every(({ of }) => of !== "event") ? tally : null;
  }

  get #isOfTimes(): boolean {
    return this.#reading.asked.every((asked) => asked.period === null && this.#own(asked).length === 0);
  }

  /** The contacts with the parts of their records and the keys of their buckets, one row for each contact and bucket. */
  rows(dimensions: readonly Dimension[]): Sql {
    const columns = this.#columns;
    const ofContact = dimensions.filter(({ key, joins }) => readsContact([key, joins]));
    const ofRecord = dimensions.filter((each) => !ofContact.includes(each));
    const kept = columns.names.filter((name) => columns.sideOf(name) === "contact" && name !== "person");
    const common = columns.common.filter(({ column }) => columns.sideOf(column) === "contact");
    return sql`SELECT
      ${join(
        [
          sql`${PERSON} AS person`,
          ...kept.map((name) => columns.readAs(name, [])),
          ...[...this.#parts.keys()].map((name) => sql`e.${raw(name)}`),
          ...ofRecord.map(({ id }) => sql`e.${raw(`key_${id}`)}`),
          ...ofContact.map(keyed),
        ],
        ",\n      ",
      )}
    FROM (
${this.#parted(ofRecord, ofContact)}
    ) e
      ${join([CONTACT_OF, ...joinsOf(ofContact)], "\n      ")}
    WHERE ${all([CONTACT.where, ...common.map((condition) => columns.conditionAsRead(condition))])}`;
  }

  /** The records' parts, by contact and bucket. */
  #parted(ofRecord: readonly Dimension[], ofContact: readonly Dimension[]): Sql {
    const { tables, windowed, filtered, ofGrain, question } = this.#reading;
    const names = this.#columns.names.filter((name) => this.#columns.sideOf(name) === "record");
    const common = this.#columns.common.filter(({ column }) => this.#columns.sideOf(column) === "record");
    // A grade, and so its band, is of the year.
    const year = ofContact.some(({ follows }) => follows.includes("grade")) ? [sql`f.school_year`] : [];
    const groups = [sql`f.contact_id`, ...year, ...ofRecord.map(({ id }) => sql`f.${raw(`key_${id}`)}`)];
    return sql`      SELECT ${join([...groups, ...[...this.#parts].map(([name, part]) => sql`${part} AS ${raw(name)}`)], ", ")}
      FROM (
        SELECT ${join([sql`p.contact_id`, sql`e.school_year`, ...names.map((name) => this.#columns.readAs(name, [])), ...ofRecord.map(keyed)], ", ")}
        FROM ${join([tables, ...joinsOf(ofRecord)], "\n        ")}
        WHERE ${all([windowed, ...filtered, ...ofRecord.flatMap((dimension) => bucketCondition(dimension, question.filters)), ...ofGrain])}
      ) f
      WHERE ${all(common.map((condition) => this.#columns.condition(condition)))}
      GROUP BY ${join(groups, ", ")}`;
  }

  /** A figure over the contacts' parts. */
  figure(asked: Asked): Sql {
    const { measure } = asked;
    const name = this.#partOf.get(asked);
    const part = name === undefined ? empty : sql`f.${raw(name)}`;
    const ofContact = this.#own(asked)
      .filter(({ column }) => this.#columns.sideOf(column) === "contact")
      .map((condition) => this.#columns.condition(condition, asked.period));
    switch (measure.kind) {
      case "distinct": {
        const came = name === undefined ? [] : [sql`${part} = 1`];
        return this.#columns.times(
          sql`COUNT(DISTINCT ${where([...came, ...ofContact], sql`f.person`)})`,
          measure.times,
        );
      }
      case "records":
        return this.#columns.times(sql`COALESCE(SUM(${where(ofContact, part)}), 0)`, measure.times);
      case "first":
        return sql`MIN(${where(ofContact, part)})`;
      case "last":
        return sql`MAX(${where(ofContact, part)})`;
      default:
        return sql`COALESCE(SUM(${where(ofContact, part)}), 0)`;
    }
  }

  /** What a figure takes of a contact's records; null where that they are there is enough. */
  #part(asked: Asked): Sql | null {
    const { measure } = asked;
    const holds = this.#ofRecord(asked);
    switch (measure.kind) {
      case "distinct":
        return holds.length === 0 ? null : sql`MAX(${where(holds, ONE)})`;
      case "records":
        return holds.length === 0 ? sql`COUNT(*)` : sql`COUNT(${where(holds, ONE)})`;
      case "first":
        return sql`MIN(${where(holds, this.#columns.expression(measure.column))})`;
      case "last":
        return sql`MAX(${where(holds, this.#columns.expression(measure.column))})`;
      default:
        return sql`SUM(${where(holds, this.#columns.expression(measure.column))})`;
    }
  }

  #ofRecord(asked: Asked): readonly Sql[] {
    return this.#columns.conditionsOf(
      asked,
      this.#own(asked).filter(({ column }) => this.#columns.sideOf(column) === "record"),
    );
  }

  #own({ where }: Asked): readonly Condition[] {
    return beyond(where, this.#columns.common);
  }
}

const CONTACT_OF = sql`JOIN contact c ON c.id = e.contact_id`;

const where = (conditions: readonly Sql[], value: Sql): Sql =>
  conditions.length === 0 ? value : sql`CASE WHEN ${join(conditions, " AND ")} THEN ${value} END`;

/** Whether a figure can be made of what each contact's records come to. */
function isOfParts({ measure, where }: Asked, columns: Expressions): boolean {
  if (where.some(({ column }) => columns.sideOf(column) === null)) return false;
  if (measure.kind === "records") return true;
  if (measure.kind === "distinct") return measure.column === "person";
  return measure.kind !== "average" && columns.sideOf(measure.column) === "record";
}
