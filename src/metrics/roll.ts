import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Asked } from "./asked.js";
import { joinsOf, keyed } from "./bucketing.js";
import { throughPeople } from "./filters.js";
import { CONTACT } from "./grains.js";
import { listed, text } from "./listed.js";
import type { DimensionId } from "./model.js";
import { COUNTED_PERSON, readsContact } from "./persons.js";
import type { Reading } from "./reading.js";
import { all } from "./window.js";

/**
 * Who was at which event, read once by the conditions that every figure of it asks. Where nothing but people and times are counted, each further cut is
 * then a count of different people among them; the engines would sort or hash all of them again.
 */
export class Roll {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** What is counted over it. */
  get asked(): readonly Asked[] {
    return this.#reading.asked;
  }

  /** Whether people and times are all that is counted, of participations that say themselves whose they are, by what is told by the event or by whom it was. */
  isEnoughFor(dimensions: readonly DimensionId[]): boolean {
    return (
      this.#reading.ofPeopleAndTimes !== null &&
      this.asked.every(({ measure }) => !("times" in measure)) &&
      dimensions
        .map((id) => this.#reading.dimension(id))
        .every(({ of, many }) => of === "event" || (of === "person" && !many))
    );
  }

  /** Whether it is told by the event; else by whom it was. */
  isOfEvent(id: DimensionId): boolean {
    if (throughPeople(this.#reading.grain, id)) throw new Error(`Nobody is called by ${id} among other dimensions.`);
    return this.#reading.dimension(id).of === "event";
  }

  /** The people at each event, "12,3,31"; or their contacts, "12,7:3,31": whose record it is stands behind it where it is another's. */
  byEvent(of: "people" | "contacts"): Sql {
    const { tables, windowed, filtered, ofGrain, ofPeopleAndTimes } = this.#reading;
    const from = readsContact(filtered) ? sql`${tables} ${CONTACT.join}` : tables;
    const contact = text(sql`p.contact_id`);
    const [year, people] =
      of === "people"
        ? [sql`NULL`, text(COUNTED_PERSON)]
        : [
            sql`e.school_year`,
            sql`CASE WHEN p.person_id <> p.contact_id THEN ${contact} || ':' || ${text(sql`p.person_id`)} ELSE ${contact} END`,
          ];
    return sql`SELECT e.id AS event, ${year} AS school_year, string_agg(${people}, ',') AS people
FROM ${from}
WHERE ${all([windowed, ...filtered, ...ofGrain, ...(ofPeopleAndTimes ?? [])])}
GROUP BY e.id`;
  }

  /** Whether its buckets follow from what is known of a contact; else from who it is. */
  isOfContact(id: DimensionId): boolean {
    return this.#reading.dimension(id).follows.length > 0;
  }

  /** The contacts in the buckets that are theirs in each school year: of all, in the order of an index, as looking up those who came costs more. */
  ofContacts(own: readonly DimensionId[]): Sql {
    const dimensions = own.map((id) => this.#reading.dimension(id));
    const known = [...new Set(dimensions.flatMap(({ follows }) => follows))].map((name) => sql`c.${raw(name)}`);
    return sql`SELECT ${join([sql`e.school_year`, ...dimensions.map(keyed), sql`c.contacts`], ", ")}
FROM (
      SELECT ${join(known, ", ")}, ${listed(sql`c.id`)} AS contacts
      FROM contact c
      WHERE ${CONTACT.where}
      GROUP BY ${join(known, ", ")}
    ) c
      ${join([sql`CROSS JOIN (SELECT DISTINCT e.school_year FROM event e WHERE ${this.#reading.windowed}) e`, ...joinsOf(dimensions)], "\n      ")}`;
  }

  /** What buckets of people's own are called, by their keys, which are ids. */
  labels(id: DimensionId, keys: readonly number[]): Sql | null {
    const { labelled } = this.#reading.dimension(id);
    if (labelled === null || keys.length === 0) return null;
    return sql`SELECT f.column1 AS bucket_key, ${labelled(sql`f.column1`)} AS bucket_label
FROM (VALUES ${join(keys.map((key) => sql`(CAST(${key} AS INTEGER))`))}) f`;
  }
}
