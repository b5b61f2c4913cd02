import sql from "sql-template-tag";
import { foldText, isRoleAddress } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { readDecidedPeople } from "./decisions.js";
import { type Entry, NameBook } from "./name-book.js";
import { PlaceBook } from "./places.js";
import type { Work } from "./work.js";

export type Role = "teacher" | "volunteer";
export const ROLES = ["teacher", "volunteer"] as const;

/** A volunteer or teacher of the pool who is not deleted. */
export interface Contact extends Entry {
  readonly id: number;
  readonly role: Role;
}

/** Everybody and everything that a file's names may mean, read once an import. */
export interface Directory {
  readonly names: Readonly<Record<Role, NameBook>>;
  readonly byId: ReadonlyMap<number, Contact>;
  /** "source:source_id", of winners for those that were merged. */
  readonly byKey: ReadonlyMap<string, Contact>;
  /** Pathful's user id → contacts that bear it. */
  readonly byUserId: ReadonlyMap<string, readonly Contact[]>;
  readonly byAddress: Readonly<Record<Role, ReadonlyMap<string, readonly Contact[]>>>;
  /** User key → the contact that its stored rows are of. */
  readonly linked: ReadonlyMap<string, Contact>;
  /** User key → what a person decided: "source:id", "new" or "ignore". */
  readonly decided: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, UserAddresses>;
  /** Folded names of teachers on rosters → their contacts. */
  readonly rosters: ReadonlyMap<string, readonly number[]>;
  readonly schools: PlaceBook;
  readonly organizations: PlaceBook;
  /** Texts that a person said to leave alone, by kind and key. */
  readonly ignored: ReadonlySet<string>;
}

export interface UserAddresses {
  readonly addresses: readonly string[];
  readonly loginEmail: string | null;
  readonly jobTitle: string | null;
}

export async function readDirectory(work: Work): Promise<Directory> {
  const { pool, source } = work;
  const { contacts, byKey, byUserId } = await readContacts(pool);
  const names = { teacher: new NameBook(), volunteer: new NameBook() };
  const byId = new Map<number, Contact>();
  for (const contact of contacts) {
    byId.set(contact.id, contact);
    names[contact.role].add(contact);
  }
  return {
    names,
    byId,
    byKey,
    byUserId,
    byAddress: await readAddresses(work, byId),
    linked: await readLinks(pool, source, byId, byKey),
    decided: await readDecidedPeople(pool, source),
    users: await readUsers(pool),
    rosters: await readRosters(pool, byId),
    schools: await readSchools(pool),
    organizations: await readOrganizations(work),
    ignored: await readIgnored(pool, source),
  };
}

interface ContactRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly kind: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly full_name: string;
  readonly pathful_user_id: string | null;
  readonly deleted_at: string | null;
  readonly merged_into_source_id: string | null;
  readonly school: string | null;
}

async function readContacts(reader: Reader) {
  const rows = await reader.query<ContactRow>(sql`
    SELECT c.id, c.source, c.source_id, c.kind, c.first_name, c.last_name, c.full_name, c.pathful_user_id, c.deleted_at,
      c.merged_into_source_id, s.name AS school
    FROM contact c LEFT JOIN school s ON s.id = c.school_id
    WHERE c.kind IN ('teacher', 'volunteer') AND (c.deleted_at IS NULL OR c.merged_into_source_id IS NOT NULL) ORDER BY c.id`);
  const companies = await reader.query<{ contact_id: number; name: string }>(sql`
    SELECT a.contact_id, o.name FROM affiliation a JOIN organization o ON o.id = a.organization_id
    WHERE a.deleted_at IS NULL AND o.deleted_at IS NULL ORDER BY a.is_primary DESC, a.id`);
  const companiesOf = new Map<number, string[]>();
  for (const { contact_id, name } of companies) push(companiesOf, contact_id, name);
  const contacts: Contact[] = [];
  const byKey = new Map<string, Contact>();
  const byUserId = new Map<string, Contact[]>();
  const merged: (readonly [string, string])[] = [];
  for (const row of rows) {
    const key = `${row.source}:${row.source_id}`;
    if (row.deleted_at !== null) {
      merged.push([key, `${row.source}:${row.merged_into_source_id}`]);
      continue;
    }
    const places = row.school === null ? (companiesOf.get(row.id) ?? []) : [row.school];
    const contact: Contact = {
      id: row.id,
      role: row.kind === "teacher" ? "teacher" : "volunteer",
      source: row.source,
      sourceId: row.source_id,
      first: row.first_name,
      last: row.last_name,
      label: places[0] === undefined ? row.full_name : `${row.full_name}, ${places[0]}`,
      places: places.map(foldText),
    };
    contacts.push(contact);
    byKey.set(key, contact);
    if (row.pathful_user_id !== null) push(byUserId, row.pathful_user_id, contact);
  }
  for (const [loser, winner] of merged) {
    const contact = byKey.get(winner);
    if (contact !== undefined) byKey.set(loser, contact);
  }
  return { contacts, byKey, byUserId };
}

async function readAddresses({ pool, organization }: Work, byId: ReadonlyMap<number, Contact>) {
  const rows = await pool.query<{ contact_id: number; address: string }>(
    sql`SELECT contact_id, address FROM contact_email ORDER BY id`,
  );
  const found = { teacher: new Map<string, Contact[]>(), volunteer: new Map<string, Contact[]>() };
  for (const { contact_id, address } of rows) {
    const contact = byId.get(contact_id);
    if (contact !== undefined && !isRoleAddress(address, organization.roleAddresses))
      push(found[contact.role], address, contact);
  }
  return found;
}

/** Whom a user's stored rows are of: what was once known stays so until a person says otherwise. */
async function readLinks(
  reader: Reader,
  source: string,
  byId: ReadonlyMap<number, Contact>,
  byKey: ReadonlyMap<string, Contact>,
): Promise<Map<string, Contact>> {
  const rows = await reader.query<{ source_id: string; contact_id: number; contact: string }>(sql`
    SELECT p.source_id, p.contact_id, c.source || ':' || c.source_id AS contact
    FROM participation p JOIN contact c ON c.id = p.contact_id
    WHERE p.source = ${source} AND p.deleted_at IS NULL ORDER BY p.id`);
  const links = new Map<string, Contact>();
  for (const contact of byId.values()) if (contact.source === source) links.set(contact.sourceId, contact);
  for (const { source_id, contact_id, contact } of rows) {
    const known = byId.get(contact_id) ?? byKey.get(contact);
    if (known !== undefined) links.set(source_id.slice(source_id.lastIndexOf("#") + 1), known);
  }
  return links;
}

async function readUsers(reader: Reader): Promise<Map<string, UserAddresses>> {
  const rows = await reader.query<{
    source_id: string;
    login_email: string | null;
    notification_email: string | null;
    job_title: string | null;
  }>(
    sql`SELECT source_id, login_email, notification_email, job_title FROM pathful_user WHERE source = 'pathful' AND deleted_at IS NULL`,
  );
  return new Map(
    rows.map(({ source_id, login_email, notification_email, job_title }) => [
      source_id,
      {
        addresses: [login_email, notification_email].filter((address) => address !== null),
        loginEmail: login_email ?? notification_email,
        jobTitle: job_title,
      },
    ]),
  );
}

export const rosterKey = (first: string | null, last: string | null): string =>
  `${foldText(first ?? "")}|${foldText(last ?? "")}`;

async function readRosters(reader: Reader, byId: ReadonlyMap<number, Contact>): Promise<Map<string, number[]>> {
  const rows = await reader.query<{ first_name: string | null; last_name: string | null; contact_id: number }>(sql`
    SELECT DISTINCT first_name, last_name, contact_id FROM roster_entry WHERE contact_id IS NOT NULL AND deleted_at IS NULL`);
  const rosters = new Map<string, number[]>();
  for (const { first_name, last_name, contact_id } of rows)
    if (byId.has(contact_id)) push(rosters, rosterKey(first_name, last_name), contact_id);
  return rosters;
}

interface PlaceRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly name: string;
  readonly other_name: string | null;
  readonly district: string | null;
}

async function readSchools(reader: Reader): Promise<PlaceBook> {
  const rows = await reader.query<PlaceRow>(sql`
    SELECT s.id, s.source, s.source_id, s.name, s.other_name, d.name AS district FROM school s LEFT JOIN district d ON d.id = s.district_id
    WHERE s.deleted_at IS NULL ORDER BY s.id`);
  const book = new PlaceBook("school");
  const byKey = addAll(book, rows);
  await addAliases(reader, book, "school", byKey);
  return book;
}

async function readOrganizations({ pool, organization }: Work): Promise<PlaceBook> {
  const rows = await pool.query<PlaceRow>(sql`
    SELECT id, source, source_id, name, NULL AS other_name, NULL AS district FROM organization WHERE deleted_at IS NULL ORDER BY id`);
  const book = new PlaceBook("organization");
  const byKey = addAll(book, rows);
  const merged = await pool.query<{ source: string; source_id: string; winner: string }>(sql`
    SELECT source, source_id, merged_into_source_id AS winner FROM organization WHERE merged_into_source_id IS NOT NULL`);
  for (const { source, source_id, winner } of merged) {
    const place = byKey.get(`${source}:${winner}`);
    if (place !== undefined) byKey.set(`${source}:${source_id}`, place);
  }
  for (const [name, aliases] of Object.entries(organization.organizationAliases)) {
    const place = book.named(name);
    if (place !== null) for (const alias of aliases) book.alias(alias, place);
  }
  await addAliases(pool, book, "organization", byKey);
  return book;
}

function addAll(book: PlaceBook, rows: readonly PlaceRow[]) {
  const byKey = new Map<string, Parameters<PlaceBook["add"]>[0]>();
  for (const { id, source, source_id, name, other_name, district } of rows) {
    const place = { id, source, sourceId: source_id, name, otherName: other_name, district: foldText(district ?? "") };
    book.add(place);
    byKey.set(`${source}:${source_id}`, place);
  }
  return byKey;
}

async function addAliases(
  reader: Reader,
  book: PlaceBook,
  kind: "school" | "organization",
  byKey: ReadonlyMap<string, Parameters<PlaceBook["add"]>[0]>,
): Promise<void> {
  const rows = await reader.query<{ alias_text: string; source: string; source_id: string }>(
    sql`SELECT alias_text, source, source_id FROM alias WHERE kind = ${kind} ORDER BY id`,
  );
  for (const { alias_text, source, source_id } of rows) {
    const place = byKey.get(`${source}:${source_id}`);
    if (place !== undefined) book.alias(alias_text, place);
  }
}

/** Schools and companies that a person said to leave alone. */
async function readIgnored(reader: Reader, source: string): Promise<Set<string>> {
  const rows = await reader.query<{ kind: string; ticket_key: string }>(
    sql`SELECT kind, ticket_key FROM ticket WHERE source = ${source} AND state = 'ignored'`,
  );
  return new Set(rows.map(({ kind, ticket_key }) => `${kind}:${ticket_key}`));
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
