import sql from "sql-template-tag";
import { z } from "zod";
import type { Reader } from "../pool/index.js";

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
  readonly suite: string;
  readonly worst: string;
  readonly evaluated: number;
  readonly failing: readonly FailingExpectation[];
  /** The suite result of Great Expectations, as JSON. */
  readonly json: string;
  readonly at: string;
}

/** The last judgement of every object, or of one; its name is taken in any case. */
export async function lastJudgements(reader: Reader, object: string | null): Promise<LastJudgement[]> {
  const ofObject = object === null ? sql`TRUE` : sql`LOWER(r.object) = ${object.toLowerCase()}`;
  const rows = await reader.query<{
    source: string;
    object: string;
    suite: string;
    worst: string;
    evaluated: number;
    result: string;
    at: string;
  }>(sql`
    SELECT r.source, r.object, r.suite, r.worst, r.evaluated, r.result, r.at FROM expectation_result r
      JOIN (SELECT MAX(id) AS id FROM expectation_result GROUP BY source, object) latest ON latest.id = r.id
    WHERE ${ofObject} ORDER BY r.source, r.object`);
  return rows.map(({ result, ...row }) => ({ ...row, failing: failingIn(result), json: result }));
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
