import sql, { join, type Sql } from "sql-template-tag";
import { isSalesforceId, normalizeEmail, to18 } from "../domain/index.js";
import { heirIds } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
import { readEmployers } from "./matching/read-people.js";
import { readMerged } from "./merged.js";
import { folded, mayHold } from "./narrow.js";

export interface FoundContact {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly name: string;
  readonly title: string | null;
  readonly deletedAt: string | null;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly kind: string;
  readonly full_name: string;
  readonly title: string | null;
  readonly deleted_at: string | null;
}

/** As many as anybody reads; whoever counts them all asks for more. */
const MOST = 25;

/**
 * Contacts of the given kinds by their id in Salesforce or Pathful, `#` and Polaris id, e-mail address or name. A full name is preferred to
 * names that only begin alike; deleted records come only when asked for (`trace` asks).
 */
export async function findContacts(
  reader: Reader,
  text: string,
  kinds: readonly string[],
  options: { readonly deletedToo?: boolean; readonly most?: number } = {},
): Promise<FoundContact[]> {
  const asked = text.trim();
  const most = options.most ?? MOST;
  const among = sql`c.kind IN (${join([...kinds])}) AND ${options.deletedToo ? sql`TRUE` : sql`c.deleted_at IS NULL`}`;
  const key = keyed(asked);
  if (key !== null) {
    const records = await recordsWhere(reader, sql`${among} AND ${key}`);
    return (records.length > 0 ? records : await mergedInto(reader, among, asked)).slice(0, most);
  }
  const { exact, near } = await called(reader, asked, kinds);
  const named = await firstOf(reader, among, exact, most);
  return named.length > 0 ? named : firstOf(reader, among, near, most);
}

/** Contacts as `findContacts` has them, each person once: of records that somebody decided are one, the one that stays. */
export async function findPersons(reader: Reader, text: string, kinds: readonly string[]): Promise<FoundContact[]> {
  const found = await findContacts(reader, text, kinds);
  if (found.length < 2) return found;
  const merged = await readMerged(reader);
  const there = new Set(found.map(({ id }) => id));
  return found.filter(({ id }) => !there.has(merged.get(id) ?? 0));
}

/** By which namesakes are told apart: the school of each, or the first organisation of today. */
export async function placesOf(
  reader: Reader,
  contacts: readonly FoundContact[],
  today: string,
): Promise<ReadonlyMap<number, string>> {
  const ids = contacts.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const schools = await reader.query<{ id: number; name: string }>(
    sql`SELECT c.id, s.name FROM contact c JOIN school s ON s.id = c.school_id WHERE c.id IN (${join(ids)})`,
  );
  const employers = await readEmployers(reader, ids, today);
  return new Map([
    ...[...employers].flatMap(([id, [first]]) => (first === undefined ? [] : [[id, first.name] as const])),
    ...schools.map(({ id, name }) => [id, name] as const),
  ]);
}

async function recordsWhere(reader: Reader, where: Sql): Promise<FoundContact[]> {
  const rows = await reader.query<Row>(sql`
    SELECT c.id, c.source, c.source_id, c.kind, c.full_name, c.title, c.deleted_at FROM contact c WHERE ${where} ORDER BY c.full_name, c.id`);
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    kind: row.kind,
    name: row.full_name,
    title: row.title,
    deletedAt: row.deleted_at,
  }));
}

const PIECE = 200;

/** The first of those named, in their order, who are among those wanted. */
async function firstOf(reader: Reader, among: Sql, ids: readonly number[], most: number): Promise<FoundContact[]> {
  const found: FoundContact[] = [];
  for (let at = 0; at < ids.length && found.length < most; at += PIECE)
    found.push(...(await recordsWhere(reader, sql`${among} AND c.id IN (${join([...ids.slice(at, at + PIECE)])})`)));
  return found.slice(0, most);
}

/** The record into which Salesforce merged the one of this id. */
async function mergedInto(reader: Reader, among: Sql, asked: string): Promise<FoundContact[]> {
  if (!isSalesforceId(asked)) return [];
  return recordsWhere(reader, sql`${among} AND c.id IN (${heirIds("contact", "salesforce", to18(asked))})`);
}

/** What names records without any doubt; null for a name, which is judged by its words. */
function keyed(asked: string): Sql | null {
  if (/^#\d{1,9}$/.test(asked)) return sql`c.id = ${Number(asked.slice(1))}`;
  if (isSalesforceId(asked)) return sql`c.source_id = ${to18(asked)}`;
  const email = normalizeEmail(asked);
  return email === null
    ? null
    : sql`EXISTS (SELECT 1 FROM contact_email m WHERE m.contact_id = c.id AND m.address = ${email})`;
}

interface Named {
  readonly id: number;
  readonly full_name: string;
}

/**
 * Who is called so or has this id, and whose names only begin alike, by name. The names alone are read, from their index; they are folded here rather than
 * in SQL, where the engines fold accents differently.
 */
async function called(
  reader: Reader,
  asked: string,
  kinds: readonly string[],
): Promise<{ readonly exact: readonly number[]; readonly near: readonly number[] }> {
  const ofKind = sql`c.kind IN (${join([...kinds])})`;
  const own = /\d/.test(asked)
    ? await reader.query<{ id: number }>(
        sql`SELECT c.id FROM contact c WHERE c.source_id = ${asked} AND ${ofKind} ORDER BY c.id`,
      )
    : [];
  if (own.length > 0) return { exact: own.map(({ id }) => id), near: [] };
  const rows = await reader.query<Named>(sql`
    SELECT c.id, c.full_name FROM contact c WHERE ${ofKind} AND ${mayHold(sql`c.full_name`, asked)}
    ORDER BY c.full_name, c.id`);
  const name = folded(asked);
  // A single letter is only ever a word by itself (ruling S3).
  const parts = name
    .split(" ")
    .filter(Boolean)
    .map((part) => (part.length === 1 ? ` ${part} ` : ` ${part}`));
  const exact: number[] = [];
  const near: number[] = [];
  for (const { id, full_name } of rows) {
    const words = folded(full_name);
    if (words === name) exact.push(id);
    else if (parts.length > 0 && parts.every((part) => ` ${words} `.includes(part))) near.push(id);
  }
  return { exact, near };
}
