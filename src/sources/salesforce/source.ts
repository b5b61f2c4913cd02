import { z } from "zod";
import type { Clock, SalesforceAccess } from "../../runtime/index.js";
import type { IncomingRow } from "../model.js";
import { type AnswerReader, bulkShape } from "./answer.js";
import {
  type AnswerShape,
  answerPages,
  awaitJob,
  type BulkPage,
  type BulkPlace,
  bulkPages,
  createJob,
  JobGone,
  PORTIONS,
  type Portions,
  type ReadAnswer,
} from "./bulk.js";
import { type ApiBudget, type Patience, SalesforceConnection } from "./connection.js";
import { type KnownFields, likelyNames } from "./drift.js";
import { brokenAnswer, SalesforceError } from "./errors.js";
import { type Description, Layout } from "./layout.js";
import { OBJECTS, type ObjectName, type SalesforceObject } from "./objects.js";
import type { Cursor, Deletion, Group, Page, StampedDay, WindowReading } from "./reading.js";
import { type ReadingRules, rowShape } from "./records/index.js";
import {
  type AskPage,
  askingRecords,
  pagesFrom,
  type QueryPage,
  type QueryRecord,
  queryPath,
  restPages,
  rowOf,
} from "./rest.js";
import type { RowShape } from "./row.js";
import { SessionTransport } from "./session.js";
import {
  answerShape,
  deletedShape,
  describeShape,
  descriptionOf,
  firstStampShape,
  groupShape,
  instantText,
  limitsShape,
  stampedDayShape,
  underOurNames,
  withoutIgnored,
} from "./shapes.js";
import {
  bulkQuery,
  changedQuery,
  childrenQuery,
  countQuery,
  firstStampQuery,
  type Grouping,
  groupQuery,
  idCountQuery,
  idQuery,
  stampsByDayQuery,
} from "./soql.js";

const PARENTS_PER_QUERY = 200;
/** An answer of grouped rows has no further pages: 2,000 groups are the most. */
const DAYS_PER_ANSWER = 1_800;

export interface SalesforceOptions {
  readonly access: SalesforceAccess;
  readonly rules: ReadingRules;
  /** The objects with what is chosen of their fields; left out: with all of them. */
  readonly objects?: readonly SalesforceObject[];
  readonly clock: Clock;
  readonly patience?: Patience;
  readonly portions?: Portions;
  readonly stop?: AbortSignal;
}

/** Salesforce as a source: what it holds, in pages of rows that read themselves. Knows no table. */
export class SalesforceSource {
  readonly name = "salesforce";
  readonly objects: readonly SalesforceObject[];
  readonly #connection: SalesforceConnection;
  readonly #rules: ReadingRules;
  readonly #portions: Portions;

  constructor({ access, rules, objects = OBJECTS, clock, patience, portions = PORTIONS, stop }: SalesforceOptions) {
    this.#rules = rules;
    this.objects = objects;
    this.#portions = portions;
    this.#connection = new SalesforceConnection({
      access,
      clock,
      ...(patience === undefined ? {} : { patience }),
      ...(stop === undefined ? {} : { stop }),
    });
  }

  /** Requests made of the API so far. */
  get calls(): number {
    return this.#connection.calls;
  }

  get usage(): { used: number; limit: number } | null {
    return this.#connection.usage;
  }

  /**
   * Logs in and says which org this is, and what time it is there: no row with an earlier stamp is still to be written.
   * @param budget shares of the day's calls that nothing asked from now on goes beyond
   */
  async open(budget?: ApiBudget): Promise<{ organizationId: string; now: string }> {
    const { organizationId } = await this.#connection.login();
    await this.#askLimits();
    if (budget !== undefined) this.#connection.keepWithin(budget);
    const now = this.#connection.serverNow;
    if (now === null) throw brokenAnswer("no Date header");
    return { organizationId, now };
  }

  /** The calls of the day, and the clock. */
  async #askLimits(): Promise<void> {
    try {
      const { DailyApiRequests: calls } = await this.#connection.get("/limits", limitsShape, "the limits");
      if (calls !== undefined) this.#connection.noteUsage(calls.Max - calls.Remaining, calls.Max);
    } catch (error) {
      if (!(error instanceof SalesforceError) || error.code !== "salesforce_permission_missing") throw error;
      // The list of resources needs no permission beyond the API itself, and brings clock and calls in its headers.
      await this.#connection.get("/", z.record(z.string(), z.unknown()), "the API");
    }
  }

  async describe(object: ObjectName): Promise<Description> {
    const answer = await this.#connection.get(`/sobjects/${object}/describe`, describeShape, object);
    const subject = this.objects.find(({ name }) => name === object) ?? subjectOf(object);
    return withoutIgnored(underOurNames(descriptionOf(answer), subject), subject);
  }

  /**
   * How rows of an object are read, as it is described now.
   * @param known its fields when it was described before: they tell which name a missing one may bear now
   * @throws PolarisError salesforce_permission_missing
   */
  shape(object: SalesforceObject, description: Description, known: KnownFields | null = null): RowShape {
    const missing = object.required.filter((name) => !(name in description.fields));
    const likely = likelyNames(object, missing, known, description);
    return rowShape(new Layout(object, description, likely), this.#rules);
  }

  /** Where the reading of a first load begins when it goes by Bulk, its job made and waited for; null when the rows are few. */
  async begin(
    reading: Pick<WindowReading, "shape" | "window" | "bulkAbove" | "onWait">,
  ): Promise<{ readonly cursor: Cursor | null; readonly total: number }> {
    const { object, fields } = reading.shape.layout;
    const total = await this.#count(countQuery(object, reading.window), object.name);
    if (total <= reading.bulkAbove) return { cursor: null, total };
    const query = bulkQuery(object, fields, reading.window);
    const place = await createJob(this.#connection, "queryAll", query, object.name);
    await awaitJob(this.#connection, place.job, object.name, reading.onWait);
    return { cursor: { way: "bulk", place }, total };
  }

  /** The rows of a window, deleted ones too: by REST when they are few, by Bulk when they are many. */
  async *read(reading: WindowReading): AsyncGenerator<Page> {
    const { shape, window, cursor, bulkAbove, counted } = reading;
    const { object } = shape.layout;
    if (cursor?.way === "bulk") return yield* this.#bulk(reading, cursor.place, counted ?? null);
    // A first load may be a million rows, and its plain query would time out: it is counted first.
    if (cursor === null && window.from === null) {
      const total = counted ?? (await this.#count(countQuery(object, window), object.name));
      if (total > bulkAbove) return yield* this.#bulk(reading, null, total);
    }
    const pages = restPages(this.#askingRows(reading), shape.layout, window, cursor?.after ?? null);
    for await (const { rows, after, total, isFirst } of pages) {
      const isMuch = cursor === null && isFirst && total > bulkAbove;
      if (isMuch) return yield* this.#bulk(reading, null, total);
      yield { way: "rest", rows, next: after === null ? null : { way: "rest", after }, total };
    }
  }

  /** The rows that hang on these parents, whenever they were changed. */
  async *children(
    shape: RowShape,
    parentFields: readonly string[],
    parents: readonly string[],
  ): AsyncGenerator<IncomingRow[]> {
    const { name } = shape.layout.object;
    for (let from = 0; from < parents.length; from += PARENTS_PER_QUERY) {
      const some = parents.slice(from, from + PARENTS_PER_QUERY);
      const query = childrenQuery(name, shape.layout.fields, parentFields, some);
      for await (const { rows } of this.#answers(queryPath(query), name)) yield rows.map(rowOf(shape));
    }
  }

  /** What was deleted in [from, until); null when Salesforce cannot say for the whole of it. */
  async deleted(object: ObjectName, from: string, until: string): Promise<Deletion[] | null> {
    const query = `start=${encodeURIComponent(from)}&end=${encodeURIComponent(until)}`;
    try {
      const answer = await this.#connection.get(`/sobjects/${object}/deleted?${query}`, deletedShape, object);
      if (instantText(answer.earliestDateAvailable) > from) return null;
      return answer.deletedRecords.map(({ id, deletedDate }) => ({ id, deletedAt: instantText(deletedDate) }));
    } catch (error) {
      if (
        error instanceof SalesforceError &&
        ["INVALID_REPLICATION_DATE", "EXCEEDED_ID_LIMIT"].includes(error.salesforceCode)
      )
        return null;
      throw error;
    }
  }

  /** Every id that is alive, in pages. */
  async *ids(object: ObjectName, bulkAbove: number, onWait: () => Promise<void>): AsyncGenerator<string[]> {
    const subject = subjectOf(object);
    if ((await this.#count(idCountQuery(subject), object)) > bulkAbove) {
      const place = await createJob(this.#connection, "query", idQuery(subject), object);
      await awaitJob(this.#connection, place.job, object, onWait);
      const shape = { subject: object, fields: ["Id"], rowOf: ([id]: string[]) => String(id) };
      for await (const { rows } of bulkPages(this.#connection, this.#readHere(shape), place)) yield rows;
      return;
    }
    for await (const { rows } of this.#answers(queryPath(idQuery(subject), "query"), object))
      yield rows.map(({ Id }) => String(Id));
  }

  /** Live rows by the UTC day of their stamp, those before `until`; and how many there are in all. */
  async stampsByDay(
    object: SalesforceObject,
    until: string,
  ): Promise<{ readonly total: number; readonly days: readonly StampedDay[] }> {
    const ask = (query: string) => this.#answers(queryPath(query, "query"), object.name);
    let total = 0;
    let first: string | null = null;
    for await (const { rows } of ask(firstStampQuery(object)))
      for (const record of rows) {
        const { stamped, earliest: stamp } = firstStampShape.parse(record);
        total = stamped;
        first = stamp === null ? null : instantText(stamp);
      }
    const days: StampedDay[] = [];
    for (let from = first; from !== null && from < until; ) {
      const end = new Date(Date.parse(`${from.slice(0, 10)}T00:00:00Z`) + DAYS_PER_ANSWER * 86_400_000).toISOString();
      const window = { from, until: end < until ? end : until };
      for await (const { rows } of ask(stampsByDayQuery(object, window)))
        for (const record of rows) {
          const { stampDay, stamped, latest } = stampedDayShape.parse(record);
          days.push({ day: stampDay, rows: stamped, latest: instantText(latest) });
        }
      from = end;
    }
    return { total, days };
  }

  /** Live rows stamped before `until`, by group, in one question: 2,000 groups are the most that Salesforce answers with. */
  async groups(object: SalesforceObject, grouping: Grouping, until: string): Promise<Group[]> {
    const groups: Group[] = [];
    const path = queryPath(groupQuery(object, grouping, until), "query");
    for await (const { rows } of this.#answers(path, object.name))
      for (const record of rows) {
        const { counted, said, ofYear, ofMonth } = groupShape.parse(record);
        const month =
          typeof ofYear === "number" && typeof ofMonth === "number"
            ? `${String(ofYear).padStart(4, "0")}-${String(ofMonth).padStart(2, "0")}`
            : null;
        groups.push({ said: grouping.grain === "month" ? month : (said ?? null), rows: counted });
      }
    return groups;
  }

  /** The ids of rows stamped at `from` or later, deleted ones too, in pages. */
  async *changedSince(object: SalesforceObject, from: string): AsyncGenerator<string[]> {
    for await (const { rows } of this.#answers(queryPath(changedQuery(object, from)), object.name))
      yield rows.map(({ Id }) => String(Id));
  }

  async #count(query: string, subject: string): Promise<number> {
    const { totalSize } = await this.#connection.get(queryPath(query), answerShape, subject);
    return totalSize;
  }

  /** A query's answer, page by page. */
  #answers(path: string, subject: string): AsyncGenerator<QueryPage<QueryRecord>> {
    return pagesFrom(askingRecords(this.#connection, subject), path);
  }

  /** How pages of rows are asked for: those of a first load are read where answers of Bulk are. */
  #askingRows({ shape, window, answers }: WindowReading): AskPage<IncomingRow> {
    if (answers !== undefined && window.from === null) return this.#pageThere(answers, shape);
    const ask = askingRecords(this.#connection, shape.layout.object.name);
    return async (path) => {
      const { rows, ...page } = await ask(path);
      return { ...page, rows: rows.map(rowOf(shape)) };
    };
  }

  async *#bulk(reading: WindowReading, known: BulkPlace | null, total: number | null): AsyncGenerator<Page> {
    const { shape, window } = reading;
    const { name } = shape.layout.object;
    let place = known;
    for (let jobs = 0; ; jobs++) {
      try {
        if (place === null) {
          place = await createJob(
            this.#connection,
            "queryAll",
            bulkQuery(shape.layout.object, shape.layout.fields, window),
            name,
          );
          await reading.onJob({ way: "bulk", place });
        }
        await awaitJob(this.#connection, place.job, name, reading.onWait);
        const read =
          reading.answers === undefined ? this.#readHere(bulkShape(shape)) : this.#readThere(reading.answers, shape);
        for await (const { rows, next } of bulkPages(this.#connection, read, place))
          yield { way: "bulk", rows, next: next === null ? null : { way: "bulk", place: next }, total };
        return;
      } catch (error) {
        if (!(error instanceof JobGone)) throw error;
        if (jobs > 2) throw brokenAnswer(`the Bulk job of ${name} is gone as soon as it is made`);
        place = null;
      }
    }
  }

  /** Reads answers of Bulk in this thread. */
  #readHere<Row>(shape: AnswerShape<Row>): ReadAnswer<Row> {
    const connection = this.#connection;
    return (place) =>
      connection.within((session) => {
        const transport = new SessionTransport(session, connection);
        return answerPages((path) => transport.get(path, shape.subject, "text/csv"), shape, place, this.#portions);
      });
  }

  #readThere(answers: AnswerReader, shape: RowShape): ReadAnswer<IncomingRow> {
    const connection = this.#connection;
    const asked = { ...this.#askedAside(shape), portions: this.#portions };
    return (place) =>
      connection.within(
        (session): AsyncGenerator<BulkPage<IncomingRow>> => answers.read({ ...asked, session, place }, connection),
      );
  }

  #pageThere(answers: AnswerReader, shape: RowShape): AskPage<IncomingRow> {
    const connection = this.#connection;
    const asked = this.#askedAside(shape);
    return (path) =>
      connection.again(async () => {
        const pages = connection.within((session) => answers.page({ ...asked, session, path }, connection));
        for await (const page of pages) return page;
        throw brokenAnswer(`no page of ${asked.object}`);
      });
  }

  #askedAside({ layout: { object, description } }: RowShape) {
    return { object: object.name, description, rules: this.#rules };
  }
}

const subjectOf = (name: ObjectName): SalesforceObject => {
  const object = OBJECTS.find((each) => each.name === name);
  if (object === undefined) throw new RangeError(`no object ${name}`);
  return object;
};
