import { z } from "zod";
import type { Clock, SalesforceAccess } from "../../runtime/index.js";
import type { IncomingRow } from "../model.js";
import { awaitJob, type BulkPlace, bulkPages, createJob, JobGone, PORTIONS, type Portions } from "./bulk.js";
import { type Cell, canonicalCell } from "./cells.js";
import { type Patience, SalesforceConnection } from "./connection.js";
import { brokenAnswer, SalesforceError } from "./errors.js";
import { type Description, Layout } from "./layout.js";
import { OBJECTS, type ObjectName, type SalesforceObject } from "./objects.js";
import { type ReadingRules, rowShape } from "./records/index.js";
import type { RowShape } from "./row.js";
import {
  bulkQuery,
  childrenQuery,
  countQuery,
  idCountQuery,
  idQuery,
  type Place,
  pageQuery,
  type Window,
} from "./soql.js";

const PARENTS_PER_QUERY = 200;

export interface SalesforceOptions {
  readonly access: SalesforceAccess;
  readonly rules: ReadingRules;
  readonly clock: Clock;
  readonly patience?: Patience;
  readonly portions?: Portions;
  readonly stop?: AbortSignal;
}

/** Where a window's reading goes on. Kept with the page it follows. */
export type Cursor =
  | { readonly way: "rest"; readonly after: Place }
  | { readonly way: "bulk"; readonly place: BulkPlace };

export interface Page {
  readonly way: "rest" | "bulk";
  readonly rows: readonly IncomingRow[];
  /** Null after the last page. */
  readonly next: Cursor | null;
  /** Rows of the whole window, when it is known. */
  readonly total: number | null;
}

export interface Deletion {
  readonly id: string;
  /** ISO-8601 UTC. */
  readonly deletedAt: string;
}

export interface WindowReading {
  readonly shape: RowShape;
  readonly window: Window;
  readonly cursor: Cursor | null;
  /** Rows above this come by Bulk. */
  readonly bulkAbove: number;
  /** Told that Salesforce is still at work. */
  readonly onWait: () => Promise<void>;
  /** Told where a Bulk job stands before its first page, so that it is not asked for twice. */
  readonly onJob: (cursor: Cursor) => Promise<void>;
}

/** Salesforce as a source: what it holds, in pages of rows that read themselves. Knows no table. */
export class SalesforceSource {
  readonly name = "salesforce";
  readonly objects: readonly SalesforceObject[] = OBJECTS;
  readonly #connection: SalesforceConnection;
  readonly #rules: ReadingRules;
  readonly #portions: Portions;

  constructor({ access, rules, clock, patience, portions = PORTIONS, stop }: SalesforceOptions) {
    this.#rules = rules;
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

  /** Logs in and says which org this is, and what time it is there: no row with an earlier stamp is still to be written. */
  async open(): Promise<{ organizationId: string; now: string }> {
    const { organizationId } = await this.#connection.login();
    // The list of resources: it needs no permission beyond the API itself, and brings the clock and the calls of the day.
    await this.#connection.get("/", z.record(z.string(), z.unknown()), "the API");
    const now = this.#connection.serverNow;
    if (now === null) throw brokenAnswer("no Date header");
    return { organizationId, now };
  }

  async describe(object: ObjectName): Promise<Description> {
    const { fields, replicateable } = await this.#connection.get(`/sobjects/${object}/describe`, describeShape, object);
    return {
      fields: Object.fromEntries(fields.map(({ name, type, calculated }) => [name, { type, isFormula: calculated }])),
      isReplicateable: replicateable,
    };
  }

  /** How rows of an object are read, as it is described now. @throws PolarisError salesforce_permission_missing */
  shape(object: SalesforceObject, description: Description): RowShape {
    return rowShape(new Layout(object, description), this.#rules);
  }

  /** The rows of a window, deleted ones too: by REST when they are few, by Bulk when they are many. */
  async *read(reading: WindowReading): AsyncGenerator<Page> {
    const { shape, window, cursor, bulkAbove } = reading;
    const { name } = shape.layout.object;
    if (cursor?.way === "bulk") return yield* this.#bulk(reading, cursor.place, null);
    // A first load may be a million rows, and its plain query would time out: it is counted first.
    if (cursor === null && window.from === null) {
      const total = await this.#count(countQuery(name, window), name);
      if (total > bulkAbove) return yield* this.#bulk(reading, null, total);
    }
    const after = cursor?.after ?? null;
    for await (const page of this.#rest(shape, window, after)) {
      const isMuch = cursor === null && page.isFirst && (page.total ?? 0) > bulkAbove;
      if (isMuch) return yield* this.#bulk(reading, null, page.total);
      yield page;
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
      for await (const { records } of this.#answers(`/queryAll?q=${encodeURIComponent(query)}`, name))
        yield records.map((record) => shape.row(shape.layout.cellsOf(record)));
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
    if ((await this.#count(idCountQuery(object), object)) > bulkAbove) {
      const place = await createJob(this.#connection, "query", idQuery(object), object);
      await awaitJob(this.#connection, place.job, object, onWait);
      const layout = { fields: ["Id"], cellsFromTexts: (texts: string[]): Cell[] => texts };
      for await (const { rows } of bulkPages(this.#connection, layout, place, this.#portions, object))
        yield rows.map(([id]) => String(id));
      return;
    }
    for await (const { records } of this.#answers(`/query?q=${encodeURIComponent(idQuery(object))}`, object))
      yield records.map(({ Id }) => String(Id));
  }

  async #count(query: string, subject: string): Promise<number> {
    const { totalSize } = await this.#connection.get(`/queryAll?q=${encodeURIComponent(query)}`, answerShape, subject);
    return totalSize;
  }

  async *#rest(shape: RowShape, window: Window, from: Place | null): AsyncGenerator<Page & { isFirst: boolean }> {
    const { layout } = shape;
    const { name } = layout.object;
    let after = from;
    let total: number | null = null;
    let seen = 0;
    for (let questions = 0; ; questions++) {
      let expected = 0;
      let came = 0;
      try {
        const path = `/queryAll?q=${encodeURIComponent(pageQuery(name, layout.fields, window, after))}`;
        for await (const { records, totalSize, isLast } of this.#answers(path, name)) {
          expected = totalSize;
          total ??= totalSize;
          came += records.length;
          const rows = records.map((record) => shape.row(layout.cellsOf(record)));
          const last = rows.at(-1);
          if (last !== undefined) after = { stamp: last.modifiedAt, id: last.sourceId };
          if (isLast && came === 0 && expected > 0)
            throw brokenAnswer(`no row of ${name} where ${expected} were announced`);
          const isEnd = isLast && came >= expected;
          const next: Cursor | null = isEnd || after === null ? null : { way: "rest", after };
          yield { way: "rest", rows, next, total, isFirst: seen === 0 && questions === 0 };
          seen += rows.length;
          if (next === null) return;
        }
      } catch (error) {
        // A locator lives for days, but not for ever, and only a few at a time: the order lets the reading go on without it.
        const isStale = error instanceof SalesforceError && error.salesforceCode === "INVALID_QUERY_LOCATOR";
        if (!isStale || came === 0) throw error;
      }
    }
  }

  /** A query's answer, page by page. */
  async *#answers(
    path: string,
    subject: string,
  ): AsyncGenerator<{ records: readonly Record<string, unknown>[]; totalSize: number; isLast: boolean }> {
    for (let next: string | null = path; next !== null; ) {
      const answer: z.infer<typeof answerShape> = await this.#connection.get(next, answerShape, subject);
      if (!answer.done && !answer.nextRecordsUrl)
        throw brokenAnswer(`the answer about ${subject} neither ends nor goes on`);
      yield { records: answer.records, totalSize: answer.totalSize, isLast: answer.done };
      next = answer.done ? null : (answer.nextRecordsUrl ?? null);
    }
  }

  async *#bulk(reading: WindowReading, known: BulkPlace | null, total: number | null): AsyncGenerator<Page> {
    const { shape, window } = reading;
    const { name } = shape.layout.object;
    let place = known;
    for (let jobs = 0; ; jobs++) {
      try {
        if (place === null) {
          place = await createJob(this.#connection, "queryAll", bulkQuery(name, shape.layout.fields, window), name);
          await reading.onJob({ way: "bulk", place });
        }
        await awaitJob(this.#connection, place.job, name, reading.onWait);
        for await (const { rows, next } of bulkPages(this.#connection, shape.layout, place, this.#portions, name)) {
          yield {
            way: "bulk",
            rows: rows.map((cells) => shape.row(cells)),
            next: next === null ? null : { way: "bulk", place: next },
            total,
          };
        }
        return;
      } catch (error) {
        if (!(error instanceof JobGone)) throw error;
        if (jobs > 2) throw brokenAnswer(`the Bulk job of ${name} is gone as soon as it is made`);
        place = null;
      }
    }
  }
}

const describeShape = z.object({
  fields: z.array(z.object({ name: z.string(), type: z.string(), calculated: z.boolean().default(false) })).min(1),
  replicateable: z.boolean().default(true),
});

// Rows are checked as they are read, field by field: here it is enough that they are objects.
const answerShape = z.object({
  totalSize: z.number().int(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.custom<readonly Record<string, unknown>[]>(
    (records) => Array.isArray(records) && records.every((record) => typeof record === "object" && record !== null),
  ),
});

const deletedShape = z.object({
  deletedRecords: z.array(z.object({ id: z.string(), deletedDate: z.string() })),
  earliestDateAvailable: z.string(),
});

const instantText = (text: string): string => String(canonicalCell("instant", text));
