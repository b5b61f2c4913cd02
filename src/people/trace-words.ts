import sql, { raw, type Sql } from "sql-template-tag";
import { localDay, printDay, schoolYearLabel, schoolYearOf } from "../domain/index.js";
import { originInWords } from "../intake/index.js";
import { sourceLabel } from "../sources/index.js";
import type { Circumstances } from "./trace-model.js";

/** What every row of a source has. */
export interface Sourced {
  readonly source: string;
  readonly source_id: string;
  readonly deleted_at: string | null;
  readonly first_seen_at: string;
  /** File or sheet of the import that wrote the row last, and when that was. */
  readonly origin: string | null;
  readonly came_at: string | null;
}

/** The columns of `Sourced` for a table's alias; `cameJoin` must be among the joins. */
export const sourced = (alias: string): Sql =>
  sql`${raw(alias)}.source, ${raw(alias)}.source_id, ${raw(alias)}.deleted_at, ${raw(alias)}.first_seen_at, came.origin, came.started_at AS came_at`;

export const cameJoin = (alias: string): Sql => sql`LEFT JOIN sync_batch came ON came.id = ${raw(alias)}.batch_id`;

/** "in the pool", or how it went from the source that it is of. */
export function stateOf({ source, deleted_at }: Pick<Sourced, "source" | "deleted_at">): string {
  if (deleted_at === null) return "in the pool";
  return source === "salesforce" ? "deleted in Salesforce" : `gone from ${sourceLabel(source)}`;
}

/** Why a record that went counts no more. */
export const whyGone = (source: string): string =>
  source === "salesforce"
    ? "counts nowhere, because Salesforce deleted the record"
    : `counts nowhere, because it is not in ${sourceLabel(source)} any more`;

/** What a record's source says of it, in the fields that every trace has. */
export function placeOf(row: Sourced, { organization }: Pick<Circumstances, "organization">) {
  return {
    source: row.source,
    sourceId: row.source_id,
    state: stateOf(row),
    cameBy: cameBy(row, organization.timeZone),
    since: row.deleted_at ?? row.first_seen_at,
  };
}

function cameBy({ origin, came_at }: Sourced, zone: string): string | null {
  const what = originInWords(origin);
  return what === null || came_at === null ? what : `${what}, ${printDay(localDay(came_at, zone))}`;
}

/** The school year that figures are of unless another is asked for. */
export const currentYear = ({ calendar }: Pick<Circumstances, "calendar">): number =>
  schoolYearOf(calendar.today, calendar.schoolYearStartMonth);

/** Said of what lies in another school year than the current one; null of what does not. */
export function otherYear(year: number, circumstances: Pick<Circumstances, "calendar">): string | null {
  const current = currentYear(circumstances);
  return year === current
    ? null
    : `in ${schoolYearLabel(year)}, so outside the current school year ${schoolYearLabel(current)}`;
}

/** "2 sessions", "1 person", "no answers". */
export function many(count: number, one: string, plural = `${one}s`): string {
  if (count === 0) return `no ${plural}`;
  return `${count} ${count === 1 ? one : plural}`;
}

/** The clauses that are there, as one sentence. */
export const clauses = (...parts: readonly (string | null | false)[]): string =>
  parts.filter((part) => typeof part === "string" && part !== "").join("; ");
