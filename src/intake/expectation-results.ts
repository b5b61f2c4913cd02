import sql, { join, type Sql } from "sql-template-tag";
import { z } from "zod";
import type { Reader } from "../pool/index.js";
import { sheetIn } from "./sheet-origin.js";

const resultShape = z.object({
  results: z.array(
    z.object({
      success: z.boolean(),
      expectation_config: z.object({
        type: z.string(),
        severity: z.string(),
        kwargs: z.record(z.string(), z.unknown()),
      }),
      result: z.object({
        unexpected_count: z.number().optional(),
        unexpected_percent: z.number().nullish(),
      }),
      exception_info: z.object({ exception_message: z.string().nullable() }),
    }),
  ),
});

/** An expectation that was not met. */
export interface FailingExpectation {
  readonly type: string;
  readonly columns: readonly string[];
  readonly severity: string;
  /** Rows that failed; null for an expectation about the batch as a whole. */
  readonly rows: number | null;
  /** 0 to 100, of the rows that were judged. */
  readonly percent: number | null;
  readonly exception: string | null;
}

/** What a suite last said of an object. */
export interface LastJudgement {
  readonly source: string;
  readonly object: string;
  /** The sheet that was judged, by its name; null for what did not come by a sheet. */
  readonly sheet: string | null;
  readonly suite: string;
  readonly worst: string;
  readonly evaluated: number;
  readonly failing: readonly FailingExpectation[];
  /** The suite result of Great Expectations, as JSON. */
  readonly json: string;
  readonly at: string;
}

/** Every connected sheet is read at least once a week: what was not judged for longer than the newest of its kind is over. */
const LONGEST_BETWEEN = 8 * 24 * 3_600_000;

/**
 * Which results are the last of their object, as a condition on `r.id`. Several sheets of one kind have a last one each, and so have its files
 * together: what is wrong with one is not covered by the next.
 */
export async function areLastJudged(reader: Reader): Promise<Sql> {
  const lasts = await reader.query<{ id: number; object: string; at: string }>(sql`
    SELECT r.id, r.source || ' ' || r.object AS object, r.at FROM expectation_result r WHERE r.id IN (
      SELECT MAX(e.id) FROM expectation_result e LEFT JOIN sync_batch b ON b.id = e.batch_id
      GROUP BY e.source, e.object, CASE WHEN b.origin LIKE 'sheet:%' THEN b.origin ELSE '' END)`);
  const newest = new Map<string, number>();
  for (const { object, at } of lasts) newest.set(object, Math.max(newest.get(object) ?? 0, Date.parse(at)));
  const ids = lasts
    .filter(({ object, at }) => (newest.get(object) ?? 0) - Date.parse(at) <= LONGEST_BETWEEN)
    .map(({ id }) => id);
  return ids.length === 0 ? sql`FALSE` : sql`r.id IN (${join(ids)})`;
}

/** The last judgement of every object and sheet, or of one object; its name is taken in any case. */
export async function lastJudgements(reader: Reader, object: string | null): Promise<LastJudgement[]> {
  const ofObject = object === null ? sql`TRUE` : sql`LOWER(r.object) = ${object.toLowerCase()}`;
  const rows = await reader.query<{
    source: string;
    object: string;
    origin: string | null;
    suite: string;
    worst: string;
    evaluated: number;
    result: string;
    at: string;
  }>(sql`
    SELECT r.source, r.object, b.origin, r.suite, r.worst, r.evaluated, r.result, r.at FROM expectation_result r
      LEFT JOIN sync_batch b ON b.id = r.batch_id
    WHERE ${ofObject} AND ${await areLastJudged(reader)} ORDER BY r.source, r.object, r.id`);
  return rows.map(({ result, origin, ...row }) => ({
    ...row,
    sheet: sheetIn(origin),
    failing: failingIn(result),
    json: result,
  }));
}

function failingIn(json: string): FailingExpectation[] {
  const read = resultShape.safeParse(JSON.parse(json));
  if (!read.success) return [];
  return read.data.results
    .filter(({ success }) => !success)
    .map(({ expectation_config: { type, severity, kwargs }, result, exception_info }) => ({
      type,
      columns: columnsIn(kwargs),
      severity,
      rows: result.unexpected_count ?? null,
      percent: result.unexpected_percent ?? null,
      exception: exception_info.exception_message,
    }));
}

function columnsIn({ column, column_list, column_A, column_B }: Record<string, unknown>): string[] {
  const list: unknown[] = Array.isArray(column_list) ? column_list : [column, column_A, column_B];
  return list.filter((name) => typeof name === "string");
}
