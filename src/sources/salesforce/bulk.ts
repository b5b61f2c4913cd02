import { z } from "zod";
import type { SalesforceConnection } from "./connection.js";
import { CsvReader } from "./csv.js";
import { brokenAnswer, SalesforceError, unreachable } from "./errors.js";
import type { Streaming } from "./fetching.js";
import { textsOf } from "./texts.js";

const jobShape = z.object({ id: z.string(), state: z.string(), errorMessage: z.string().nullish() });

/** How many rows are asked for and handed on at once. */
export interface Portions {
  /** Rows in one page, which is stored in one transaction. */
  readonly page: number;
  /** Rows in one answer of `/results`; they arrive in pieces and are handed on in pages. */
  readonly answer: number;
}

export const PORTIONS: Portions = { page: 2_000, answer: 50_000 };

const POLL = { first: 40, growth: 2, longest: 10_000, patience: 2 * 60 * 60_000 };

/** Where the reading of a job stands: rows already taken of the answer that `locator` begins (null: the first). */
export interface BulkPlace {
  readonly job: string;
  readonly locator: string | null;
  readonly rows: number;
}

export interface BulkPage<Row> {
  readonly rows: Row[];
  /** Where to go on; null after the last page. */
  readonly next: BulkPlace | null;
}

/** What an answer holds, and how a row of it is made. */
export interface AnswerShape<Row> {
  /** What an error speaks of. */
  readonly subject: string;
  readonly fields: readonly string[];
  rowOf(texts: string[]): Row;
}

/** Reads one answer of `/results` from a place on, page by page. */
export type ReadAnswer<Row> = (place: BulkPlace) => AsyncGenerator<BulkPage<Row>>;

/** A job is kept for seven days; after that it is gone and the reading begins anew. */
export class JobGone extends Error {}

/** Creates the query job. @throws SalesforceError */
export async function createJob(
  connection: SalesforceConnection,
  operation: "query" | "queryAll",
  query: string,
  subject: string,
): Promise<BulkPlace> {
  const job = await connection.post(
    "/jobs/query",
    { operation, query, contentType: "CSV", columnDelimiter: "COMMA", lineEnding: "LF" },
    jobShape,
    subject,
  );
  return { job: job.id, locator: null, rows: 0 };
}

/** Waits until Salesforce has the answer. `onPoll` is told each time that it has not. */
export async function awaitJob(
  connection: SalesforceConnection,
  job: string,
  subject: string,
  onPoll: () => Promise<void>,
): Promise<void> {
  let waited = 0;
  for (let wait = POLL.first; ; wait = Math.min(wait * POLL.growth, POLL.longest)) {
    const { state, errorMessage } = await found(connection.get(`/jobs/query/${job}`, jobShape, subject));
    if (state === "JobComplete") return;
    if (state === "Failed" || state === "Aborted")
      throw new SalesforceError(
        "salesforce_query_refused",
        `Salesforce gave up the Bulk query of ${subject} (${state}${errorMessage ? `: ${errorMessage.slice(0, 200)}` : ""}).`,
        { salesforceCode: `JOB_${state.toUpperCase()}` },
      );
    if (waited > POLL.patience) throw unreachable(`the Bulk query of ${subject} did not end within two hours`);
    await onPoll();
    await connection.pause(wait);
    waited += wait;
  }
}

/** The rows of a finished job from `from` on, in pages. An answer that is cut off is asked for again and read on from the row where it broke. */
export async function* bulkPages<Row>(
  connection: SalesforceConnection,
  read: ReadAnswer<Row>,
  from: BulkPlace,
): AsyncGenerator<BulkPage<Row>> {
  let place = from;
  for (let failures = 0; ; ) {
    try {
      for await (const page of read(place)) {
        yield page;
        if (page.next === null) return;
        place = page.next;
        failures = 0;
      }
    } catch (error) {
      const wait = connection.waitBefore(failures);
      if (!(error instanceof SalesforceError) || !error.isPassing || wait === null) throw error;
      failures += 1;
      await connection.pause(error.waitFor ?? wait);
    }
  }
}

/** One answer of `/results`: its header and its announced number of rows are checked. */
export async function* answerPages<Row>(
  open: (path: string) => Promise<Streaming>,
  { subject, fields, rowOf }: AnswerShape<Row>,
  place: BulkPlace,
  portions: Portions,
): AsyncGenerator<BulkPage<Row>> {
  const locator = place.locator === null ? "" : `&locator=${encodeURIComponent(place.locator)}`;
  const path = `/jobs/query/${place.job}/results?maxRecords=${portions.answer}${locator}`;
  const streaming = await found(open(path));
  const said = Number(streaming.response.headers.get("sforce-numberofrecords") ?? Number.NaN);
  const following = streaming.response.headers.get("sforce-locator");
  const csv = new CsvReader();
  let header: string[] | null = null;
  let count = 0;
  let rows: Row[] = [];
  const take = (texts: string[]): void => {
    if (header === null) {
      header = texts;
      if (texts.join() !== fields.join()) throw brokenAnswer(`the columns of ${subject} are not the ones asked for`);
      return;
    }
    if (texts.length !== fields.length) throw brokenAnswer(`a row of ${subject} has ${texts.length} values`);
    count += 1;
    if (count > place.rows) rows.push(rowOf(texts));
  };

  try {
    for await (const text of textsOf(streaming.pieces())) {
      for (const texts of csv.take(text)) {
        take(texts);
        if (rows.length < portions.page || count === said) continue;
        yield { rows, next: { ...place, rows: count } };
        rows = [];
      }
    }
    const { row, isWhole } = csv.end();
    if (!isWhole) throw brokenAnswer(`the answer about ${subject} ends inside a value`);
    if (row !== null) take(row);
  } catch (error) {
    throw error instanceof SyntaxError ? brokenAnswer(`the answer about ${subject} is no CSV`, error) : error;
  }
  if (header === null) throw brokenAnswer(`the answer about ${subject} has no header`);
  if (!Number.isInteger(said) || count !== said)
    throw brokenAnswer(`${count} rows of ${subject} where ${Number.isNaN(said) ? "no number" : said} was announced`);
  const isLast = following === null || following === "" || following === "null";
  yield { rows, next: isLast ? null : { job: place.job, locator: following, rows: 0 } };
}

async function found<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (
      error instanceof SalesforceError &&
      (error.salesforceCode === "NOT_FOUND" || error.salesforceCode === "HTTP_404")
    )
      throw new JobGone();
    throw error;
  }
}
