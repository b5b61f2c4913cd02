import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { type Difference, differencesIn, WITHOUT_PHONE } from "../list/index.js";
import { DUE_AS_NEW, dueChanges, markOf, marksIn } from "./due.js";

/** What is in a message, counted as its leads stand when it is made. */
export interface Contents {
  readonly new: number;
  readonly updated: number;
  /** New leads by the source that had them first, and state. */
  readonly fresh: readonly { readonly source: string; readonly state: string | null; readonly leads: number }[];
  /** New leads without a phone by which they could be matched. */
  readonly withoutPhone: number;
  /** Field → updated leads. */
  readonly changed: ReadonlyMap<string, number>;
}

/** Of a message that is being sent. */
export async function contentsOf(reader: Reader, delivery: number): Promise<Contents> {
  const updated = await reader.query<{ what: string; differences: string }>(sql`
    SELECT i.what, l.differences FROM lead_delivery_item i JOIN lead l ON l.id = i.lead_id
    WHERE i.delivery_id = ${delivery} AND i.kind = 'updated'`);
  const changes = updated.map(({ what, differences }) => toldOf(differencesIn(differences), what));
  const from = sql`FROM lead_delivery_item i JOIN lead l ON l.id = i.lead_id WHERE i.delivery_id = ${delivery} AND i.kind = 'new'`;
  return contents(reader, from, changes);
}

/** Of a message that would be sent now. */
export async function dueContents(reader: Reader): Promise<Contents> {
  const changes = await dueChanges(reader);
  return contents(
    reader,
    DUE_AS_NEW,
    changes.map(({ fresh }) => fresh),
  );
}

/** Those differences that a message told of. */
export function toldOf(differences: readonly Difference[], what: string): Difference[] {
  const marks = new Set(marksIn(what));
  return differences.filter((each) => marks.has(markOf(each)));
}

/** @param from the new leads `l` of the message */
async function contents(reader: Reader, from: Sql, changes: readonly (readonly Difference[])[]): Promise<Contents> {
  const rows = await reader.query<{ source: string; state: string | null; leads: number }>(sql`
    SELECT l.first_source AS source, l.state, COUNT(*) AS leads
    ${from} GROUP BY l.first_source, l.state ORDER BY l.first_source, l.state`);
  const [without] = await reader.query<{ leads: number }>(sql`SELECT COUNT(*) AS leads ${from} AND ${WITHOUT_PHONE}`);
  const changed = new Map<string, number>();
  for (const { field } of changes.flat()) changed.set(field, (changed.get(field) ?? 0) + 1);
  return {
    new: rows.reduce((all, { leads }) => all + leads, 0),
    updated: changes.length,
    fresh: rows,
    withoutPhone: without?.leads ?? 0,
    changed,
  };
}
