import sql, { join, raw, type Sql } from "sql-template-tag";
import { type Period, unionOf } from "../domain/index.js";
import type { Asked, Question } from "./asked.js";
import { joinsOf, keyed } from "./bucketing.js";
import type { Context } from "./columns.js";
import { beyond, isCounted } from "./conditions.js";
import type { Dimension } from "./dimension.js";
import { dimensionIn } from "./dimensions.js";
import { Expressions } from "./expressions.js";
import { filtered, tablesOf, throughPeople } from "./filters.js";
import { CONTACT, GRAIN, type Link } from "./grains.js";
import { listed, text } from "./listed.js";
import type { DimensionId, GrainId } from "./model.js";
import { readsContact } from "./persons.js";
import { all, inPeriod } from "./window.js";

/**
 * Who was at which event, read once by the conditions that every figure of it asks. Where nothing but people and times are counted, each further cut is
 * then a count of different people among them; the engines would sort or hash all of them again.
 */
export class Roll {
  /** What is counted over it. */
  readonly asked: readonly Asked[];
  readonly #grain: GrainId;
  readonly #link: Link;
  readonly #question: Omit<Question, "metrics">;
  readonly #context: Context;
  readonly #columns: Expressions;

  constructor(
    grain: GrainId,
    link: Link,
    question: Omit<Question, "metrics">,
    context: Context,
    asked: readonly Asked[],
  ) {
    this.asked = asked;
    this.#grain = grain;
    this.#link = link;
    this.#question = question;
    this.#columns = new Expressions(grain, context, question.periods, asked, []);
    this.#context = this.#columns.context;
  }

  /** Whether people and times are all that is counted, of participations that say themselves whose they are, by what is told by the event or by whom it was. */
  isEnoughFor(dimensions: readonly DimensionId[]): boolean {
    const isPlain = ({ measure, where }: Asked): boolean =>
      (measure.kind === "records" || (measure.kind === "distinct" && measure.column === "person")) &&
      measure.times === undefined &&
      beyond(where, this.#columns.common).length === 0;
    const conditions = this.#columns.commonOfCounted();
    return (
      this.#columns.common.some(isCounted) &&
      this.asked.every(isPlain) &&
      conditions !== null &&
      !readsContact(conditions) &&
      this.#dimensions(dimensions).every(({ of, many }) => of === "event" || (of === "person" && !many))
    );
  }

  /** Whether it is told by the event; else by whom it was. */
  isOfEvent(id: DimensionId): boolean {
    if (throughPeople(this.#grain, id)) throw new Error(`Nobody is called by ${id} among other dimensions.`);
    return dimensionIn(id, this.#context).of === "event";
  }

  /** The contacts at each event, "12,7:3,31": whose record it is stands behind it where it is another's. */
  byEvent(): Sql {
    const contact = text(sql`p.contact_id`);
    return sql`SELECT e.id AS event, e.school_year, string_agg(CASE WHEN p.person_id <> p.contact_id THEN ${contact} || ':' || ${text(sql`p.person_id`)} ELSE ${contact} END, ',') AS people
FROM ${this.#tables}
WHERE ${this.#where()}
GROUP BY e.id`;
  }

  /** Whether its buckets follow from what is known of a contact; else from who it is. */
  isOfContact(id: DimensionId): boolean {
    return dimensionIn(id, this.#context).follows.length > 0;
  }

  /** The contacts in the buckets that are theirs in each school year: of all, in the order of an index, as looking up those who came costs more. */
  ofContacts(own: readonly DimensionId[]): Sql {
    const dimensions = this.#dimensions(own);
    const known = [...new Set(dimensions.flatMap(({ follows }) => follows))].map((name) => sql`c.${raw(name)}`);
    return sql`SELECT ${join([sql`e.school_year`, ...dimensions.map(keyed), sql`c.contacts`], ", ")}
FROM (
      SELECT ${join(known, ", ")}, ${listed(sql`c.id`)} AS contacts
      FROM contact c
      WHERE ${CONTACT.where}
      GROUP BY ${join(known, ", ")}
    ) c
      ${join([sql`CROSS JOIN (SELECT DISTINCT e.school_year FROM event e WHERE ${inPeriod(sql`e.local_date`, this.#within)}) e`, ...joinsOf(dimensions)], "\n      ")}`;
  }

  /** What buckets of people's own are called, by their keys, which are ids. */
  labels(id: DimensionId, keys: readonly number[]): Sql | null {
    const { labelled } = dimensionIn(id, this.#context);
    if (labelled === null || keys.length === 0) return null;
    return sql`SELECT f.column1 AS bucket_key, ${labelled(sql`f.column1`)} AS bucket_label
FROM (VALUES ${join(keys.map((key) => sql`(CAST(${key} AS INTEGER))`))}) f`;
  }

  #dimensions(ids: readonly DimensionId[]): Dimension[] {
    return ids.map((id) => dimensionIn(id, this.#context));
  }

  get #within(): Period {
    return unionOf(this.#question.periods);
  }

  get #tables(): Sql {
    const { filters } = this.#question;
    const tables = tablesOf(this.#grain, filters);
    return readsContact(this.#filtered()) ? sql`${tables} ${CONTACT.join}` : tables;
  }

  #where(): Sql {
    return all([
      inPeriod(sql`e.local_date`, this.#within),
      ...this.#filtered(),
      ...GRAIN[this.#grain].where,
      ...(this.#columns.commonOfCounted() ?? []),
    ]);
  }

  #filtered(): Sql[] {
    return filtered(this.#grain, this.#link, this.#question.filters, this.#context);
  }
}
