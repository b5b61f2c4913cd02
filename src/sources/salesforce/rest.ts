import type { IncomingRow } from "../model.js";
import type { SalesforceConnection } from "./connection.js";
import { brokenAnswer, SalesforceError } from "./errors.js";
import type { Layout } from "./layout.js";
import type { RowShape } from "./row.js";
import { type Answer, answerShape } from "./shapes.js";
import { type Place, pageQuery, type Window } from "./soql.js";

/** One page of a query's answer. */
export interface QueryPage<Row> {
  readonly rows: readonly Row[];
  /** Rows of the whole answer. */
  readonly totalSize: number;
  /** Where the next page is; null after the last. */
  readonly following: string | null;
}

/** Records as a query answers with them. */
export type QueryRecord = Readonly<Record<string, unknown>>;

/** @param resource `query` leaves deleted rows out */
export const queryPath = (query: string, resource: "query" | "queryAll" = "queryAll"): string =>
  `/${resource}?q=${encodeURIComponent(query)}`;

/** @throws SalesforceError salesforce_answer_broken */
export function pageOf(answer: Answer, subject: string): QueryPage<QueryRecord> {
  const { records: rows, totalSize, done, nextRecordsUrl } = answer;
  if (!done && !nextRecordsUrl) throw brokenAnswer(`the answer about ${subject} neither ends nor goes on`);
  return { rows, totalSize, following: done ? null : (nextRecordsUrl ?? null) };
}

export const rowOf =
  (shape: RowShape) =>
  (record: QueryRecord): IncomingRow =>
    shape.row(shape.layout.cellsOf(record));

/** Asks for one page of an answer. */
export type AskPage<Row> = (path: string) => Promise<QueryPage<Row>>;

/** Asks over the connection, in this thread. */
export function askingRecords(connection: SalesforceConnection, subject: string): AskPage<QueryRecord> {
  return async (path) => pageOf(await connection.get(path, answerShape, subject), subject);
}

/** An answer, page by page. */
export async function* pagesFrom<Row>(ask: AskPage<Row>, path: string): AsyncGenerator<QueryPage<Row>> {
  for (let next: string | null = path; next !== null; ) {
    const page: QueryPage<Row> = await ask(next);
    yield page;
    next = page.following;
  }
}

/** Rows of a window, and where to go on behind them. */
export interface RestPage {
  readonly rows: readonly IncomingRow[];
  /** Null after the last page. */
  readonly after: Place | null;
  /** Rows from where the reading began. */
  readonly total: number;
  readonly isFirst: boolean;
}

/** The rows of a window in the order of their stamps, from a place on. */
export async function* restPages(
  ask: AskPage<IncomingRow>,
  { object, fields }: Layout,
  window: Window,
  from: Place | null,
): AsyncGenerator<RestPage> {
  let after = from;
  let total: number | null = null;
  let isFirst = true;
  for (;;) {
    let came = 0;
    try {
      const path = queryPath(pageQuery(object, fields, window, after));
      for await (const { rows, totalSize, following } of pagesFrom(ask, path)) {
        total ??= totalSize;
        came += rows.length;
        const last = rows.at(-1);
        if (last !== undefined) after = { stamp: last.modifiedAt, id: last.sourceId };
        if (following === null && came === 0 && totalSize > 0)
          throw brokenAnswer(`no row of ${object.name} where ${totalSize} were announced`);
        const isEnd = after === null || (following === null && came >= totalSize);
        yield { rows, after: isEnd ? null : after, total, isFirst };
        isFirst = false;
        if (isEnd) return;
      }
    } catch (error) {
      // A locator lives for days, but not for ever, and only a few at a time: the order lets the reading go on without it.
      const isStale = error instanceof SalesforceError && error.salesforceCode === "INVALID_QUERY_LOCATOR";
      if (!isStale || came === 0) throw error;
    }
  }
}
