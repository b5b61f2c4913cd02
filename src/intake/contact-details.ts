import sql, { raw } from "sql-template-tag";
import type { Stage, Value } from "../pool/index.js";
import type { ContactRecord } from "../sources/index.js";
import { type PageContext, stageKeys } from "./page-context.js";
import type { Storable } from "./store.js";

interface Detail {
  readonly table: string;
  readonly columns: Stage["columns"];
  rows(contactId: number, record: ContactRecord): Iterable<readonly Value[]>;
}

const contactId = { name: "contact_id", type: "integer" } as const;
const isPrimary = { name: "is_primary", type: "boolean" } as const;
const text = (name: string) => ({ name, type: "text" }) as const;

/** What a contact has several of. */
const DETAILS: readonly Detail[] = [
  {
    table: "contact_email",
    columns: [contactId, text("address"), text("raw"), text("kind"), isPrimary],
    rows: (id, { emails }) => emails.map((email) => [id, email.address, email.raw, email.kind, email.isPrimary]),
  },
  {
    table: "contact_phone",
    columns: [contactId, text("number"), text("raw"), text("kind"), isPrimary],
    rows: (id, { phones }) => phones.map((phone) => [id, phone.number, phone.raw, phone.kind, phone.isPrimary]),
  },
  {
    table: "contact_address",
    columns: [contactId, ...["line1", "line2", "city", "state", "zip", "country", "kind"].map(text), isPrimary],
    rows: (id, { addresses }) =>
      addresses.map((a) => [id, a.line1, a.line2, a.city, a.state, a.zip, a.country, a.kind, a.isPrimary]),
  },
  {
    table: "contact_skill",
    columns: [contactId, text("skill"), text("source")],
    rows: (id, { skills }) => skills.map(({ skill, from }) => [id, skill, from]),
  },
];

/** Replaces the addresses, numbers and skills of the contacts on the stage: what the source took away is gone here too. */
export async function replaceDetails(
  { tx, source }: PageContext,
  storables: readonly Storable[],
  known: readonly string[],
): Promise<void> {
  if (known.length > 0) {
    await stageKeys(tx, known);
    for (const { table } of DETAILS)
      await tx.run(sql`DELETE FROM ${raw(table)} WHERE contact_id IN (
        SELECT c.id FROM stage_key k JOIN contact c ON c.source = ${source} AND c.source_id = k.source_id)`);
  }
  const found = await tx.query<{ id: number; source_id: string }>(sql`
    SELECT c.id, c.source_id FROM stage_contact s JOIN contact c ON c.source = ${source} AND c.source_id = s.source_id`);
  const ids = new Map(found.map(({ id, source_id }) => [source_id, id]));
  for (const { table, columns, rows } of DETAILS) {
    const stage = { name: `stage_${table}`, columns };
    await tx.stage(stage, detailRows(storables, ids, rows));
    const names = raw(columns.map(({ name }) => name).join(", "));
    await tx.run(sql`INSERT INTO ${raw(table)} (${names}) SELECT ${names} FROM ${raw(stage.name)}`);
  }
}

function* detailRows(
  storables: readonly Storable[],
  ids: ReadonlyMap<string, number>,
  rows: Detail["rows"],
): Iterable<readonly Value[]> {
  for (const { row, record } of storables) {
    const id = ids.get(row.sourceId);
    if (id !== undefined && record.kind === "contact") yield* rows(id, record);
  }
}
