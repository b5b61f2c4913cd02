import sql, { raw } from "sql-template-tag";
import type { Stage, Value } from "../pool/index.js";
import type { CommunicationRecord, ContactRecord, IncomingRow, RecordKind, SourceRecord } from "../sources/index.js";
import { type PageContext, stageKeys } from "./page-context.js";
import { plain, TABLES } from "./tables/index.js";

/** Rows of another table that belong to one record, without the record's own id, which stands first in the table. */
interface Detail<R> {
  readonly table: string;
  /** The column that holds the record's id. */
  readonly owner: string;
  readonly columns: Stage["columns"];
  // A method, so that details of one kind can stand among those of all kinds.
  rows(record: R): readonly (readonly Value[])[];
}

/** Written as 0 and 1, which both engines take for a truth. */
const isPrimary = { name: "is_primary", type: "integer" } as const;
const text = (name: string) => ({ name, type: "text" }) as const;

const OF_CONTACT: readonly Detail<ContactRecord>[] = [
  {
    table: "contact_email",
    owner: "contact_id",
    columns: [text("address"), text("raw"), text("kind"), isPrimary],
    rows: ({ emails }) => emails.map((email) => [email.address, email.raw, email.kind, email.isPrimary]),
  },
  {
    table: "contact_phone",
    owner: "contact_id",
    columns: [text("number"), text("raw"), text("kind"), isPrimary],
    rows: ({ phones }) => phones.map((phone) => [phone.number, phone.raw, phone.kind, phone.isPrimary]),
  },
  {
    table: "contact_address",
    owner: "contact_id",
    columns: [...["line1", "line2", "city", "state", "zip", "country", "kind"].map(text), isPrimary],
    rows: ({ addresses }) =>
      addresses.map((a) => [a.line1, a.line2, a.city, a.state, a.zip, a.country, a.kind, a.isPrimary]),
  },
  {
    table: "contact_skill",
    owner: "contact_id",
    columns: [text("skill"), text("source")],
    rows: ({ skills }) => skills.map(({ skill, from }) => [skill, from]),
  },
];

const OF_COMMUNICATION: readonly Detail<CommunicationRecord>[] = [
  {
    table: "communication_address",
    owner: "communication_id",
    columns: [text("role"), text("address")],
    rows: ({ addresses }) => addresses.map(({ role, address }) => [role, address]),
  },
];

/** What records of a kind have several of; each takes only records of its own kind. */
const DETAILS: Readonly<Partial<Record<RecordKind, readonly Detail<SourceRecord>[]>>> = {
  contact: OF_CONTACT as readonly Detail<SourceRecord>[],
  communication: OF_COMMUNICATION as readonly Detail<SourceRecord>[],
};

/** The detail rows of a record, by detail, with a place in front for the record's id, and truths as 0 and 1; null when its kind has none. */
export function detailsOf(record: SourceRecord): DetailRows | null {
  return DETAILS[record.kind]?.map((detail) => detail.rows(record).map(withPlace)) ?? null;
}

export type DetailRows = readonly (readonly Value[][])[];

/** A record with the rows that belong to it. */
interface Owner {
  readonly row: Pick<IncomingRow, "sourceId">;
  readonly laidOut: { readonly details: DetailRows | null };
}

function withPlace(values: readonly Value[]): Value[] {
  const row: Value[] = [null];
  for (const value of values) row.push(plain(value));
  return row;
}

/** Replaces what the stored records have several of: what the source took away is gone here too. */
export async function replaceDetails(
  { tx, source }: PageContext,
  kind: RecordKind,
  stored: readonly Owner[],
  known: readonly string[],
): Promise<void> {
  const details = DETAILS[kind];
  if (details === undefined) return;
  const parent = raw(TABLES[kind].name);
  if (known.length > 0) {
    await stageKeys(tx, known);
    for (const { table, owner } of details)
      await tx.run(sql`DELETE FROM ${raw(table)} WHERE ${raw(owner)} IN (
        SELECT t.id FROM stage_key k JOIN ${parent} t ON t.source = ${source} AND t.source_id = k.source_id)`);
  }
  const found = await tx.query<{ id: number; source_id: string }>(sql`
    SELECT t.id, t.source_id FROM ${raw(TABLES[kind].stage)} s JOIN ${parent} t ON t.source = ${source} AND t.source_id = s.source_id`);
  const rows = rowsOf(details.length, stored, new Map(found.map(({ id, source_id }) => [source_id, id])));
  for (const [place, { table, owner, columns }] of details.entries())
    await tx.append({ name: table, columns: [{ name: owner, type: "integer" }, ...columns] }, rows[place] ?? []);
}

/** The rows of every detail, each with its record's id in front. */
function rowsOf(
  details: number,
  stored: readonly Owner[],
  ids: ReadonlyMap<string, number>,
): readonly (readonly Value[])[][] {
  const rows = Array.from({ length: details }, (): (readonly Value[])[] => []);
  for (const { row, laidOut } of stored) {
    const id = ids.get(row.sourceId);
    if (id === undefined) continue;
    for (const [place, own] of (laidOut.details ?? []).entries())
      for (const values of own) {
        values[0] = id;
        rows[place]?.push(values);
      }
  }
  return rows;
}
