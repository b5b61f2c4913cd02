import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import sql from "sql-template-tag";
import { foldText } from "../domain/index.js";
import type { Reader, Transaction } from "../pool/index.js";

/** A page that one teacher may open for a while: their own progress of one school year. */
export interface TeacherLink {
  readonly id: number;
  /** The teacher's address on the roster. */
  readonly email: string;
  /** By its first calendar year. */
  readonly schoolYear: number;
  readonly expiresAt: string;
}

/** A teacher of a roster, as one who is to get a link. */
export interface RosterTeacher {
  readonly entry: number;
  readonly name: string;
  readonly email: string;
  readonly school: string;
}

interface Entry {
  readonly id: number;
  readonly name_raw: string;
  readonly full_name: string | null;
  readonly email: string;
  readonly school: string;
}

const ENTRY = /^entry-(\d{1,9})$/;

/** How a choice names a teacher of the roster without saying who it is. */
export const entryReference = ({ entry }: Pick<RosterTeacher, "entry">): string => `entry-${entry}`;

/** Teachers on the rosters of a school year whom an address, a name or a part of one means; an exact one alone where there is one. */
export async function rosterTeachers(reader: Reader, text: string, schoolYear: number): Promise<RosterTeacher[]> {
  const entries = await reader.query<Entry>(sql`
    SELECT r.id, r.name_raw, c.full_name, r.email, COALESCE(s.name, r.building_raw) AS school
    FROM roster_entry r
    LEFT JOIN school s ON s.id = r.school_id
    LEFT JOIN contact c ON c.id = r.contact_id AND c.deleted_at IS NULL
    WHERE r.school_year = ${schoolYear} AND r.is_active = TRUE AND r.deleted_at IS NULL
      AND (c.id IS NULL OR c.excluded = FALSE)
    ORDER BY COALESCE(c.full_name, r.name_raw), r.id`);
  const teachers = entries.map(({ id, name_raw, full_name, email, school }) => ({
    entry: id,
    name: full_name ?? name_raw,
    listed: name_raw,
    email,
    school,
  }));
  const named = Number(ENTRY.exec(text)?.[1] ?? 0);
  const address = text.trim().toLowerCase();
  const folded = foldText(text);
  const exact = teachers.filter(
    ({ entry, name, listed, email }) =>
      entry === named || email.toLowerCase() === address || foldText(name) === folded || foldText(listed) === folded,
  );
  const words = folded.split(" ").filter(Boolean);
  const near = ({ name }: RosterTeacher) => {
    const parts = foldText(name).split(" ");
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };
  return (exact.length > 0 ? exact : teachers.filter(near)).map(({ listed: _, ...teacher }) => teacher);
}

const SECRET = "teacher_link_secret";

/** A key that nobody can guess: 128 bits. */
export const randomKey = (): string => randomBytes(16).toString("base64url");

/** The pool's own secret that links are signed with: made with the first link, and never shown. */
async function secretOf(tx: Transaction): Promise<string> {
  const fresh = randomBytes(32).toString("base64url");
  await tx.run(sql`INSERT INTO pool_fact (key, value) VALUES (${SECRET}, ${fresh}) ON CONFLICT (key) DO NOTHING`);
  const [row] = await tx.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${SECRET}`);
  if (row === undefined) throw new Error("the secret of the teachers' links was not kept");
  return row.value;
}

const signatureOf = (key: string, secret: string): string =>
  createHmac("sha256", secret).update(`teacher-link:${key}`).digest("base64url");

export interface NewLink {
  readonly email: string;
  readonly schoolYear: number;
  readonly hours: number;
  readonly by: string;
  readonly now: string;
  /** See `randomKey`. */
  readonly key: string;
}

/** Makes a link. The token, signed with the pool's secret, is what the address ends with. */
export async function giveTeacherLink(
  tx: Transaction,
  { email, schoolYear, hours, by, now, key }: NewLink,
): Promise<TeacherLink & { readonly token: string }> {
  const expiresAt = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const token = `${key}.${signatureOf(key, await secretOf(tx))}`;
  await tx.run(sql`
    INSERT INTO teacher_link (key, email, school_year, created_by, created_at, expires_at)
    VALUES (${key}, ${email}, ${schoolYear}, ${by}, ${now}, ${expiresAt})`);
  const [row] = await tx.query<{ id: number }>(sql`SELECT id FROM teacher_link WHERE key = ${key}`);
  if (row === undefined) throw new Error("the link was not kept");
  return { id: row.id, email, schoolYear, expiresAt, token };
}

const TOKEN = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Whether a text could be a token at all; nothing else is worth a look into the pool. */
export const isTokenShaped = (text: string): boolean => TOKEN.test(text);

interface LinkRow {
  readonly id: number;
  readonly email: string;
  readonly school_year: number;
  readonly expires_at: string;
  readonly revoked_at: string | null;
  readonly secret: string;
}

/** The link of a token; null alike for one that is unknown, changed, of another link, expired or removed (T6). */
export async function linkOf(reader: Reader, token: string, now: string): Promise<TeacherLink | null> {
  const [, key, signature] = TOKEN.exec(token) ?? [];
  if (key === undefined || signature === undefined) return null;
  const [row] = await reader.query<LinkRow>(sql`
    SELECT l.id, l.email, l.school_year, l.expires_at, l.revoked_at, f.value AS secret
    FROM teacher_link l JOIN pool_fact f ON f.key = ${SECRET} WHERE l.key = ${key}`);
  if (row === undefined || !isSame(signature, signatureOf(key, row.secret))) return null;
  if (row.revoked_at !== null || row.expires_at <= now) return null;
  return { id: row.id, email: row.email, schoolYear: row.school_year, expiresAt: row.expires_at };
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Notes that a link was opened. */
export async function noteOpened(tx: Transaction, link: number, now: string): Promise<void> {
  await tx.run(sql`UPDATE teacher_link SET last_opened_at = ${now} WHERE id = ${link}`);
}

/** Ends links that still open a page: the one of a number, or all of an address. @returns how many there were */
export async function removeTeacherLinks(
  tx: Transaction,
  which: { readonly id: number } | { readonly email: string },
  { by, now }: { readonly by: string; readonly now: string },
): Promise<number> {
  const own = "id" in which ? sql`id = ${which.id}` : sql`LOWER(email) = ${which.email.trim().toLowerCase()}`;
  return tx.run(sql`
    UPDATE teacher_link SET revoked_by = ${by}, revoked_at = ${now}
    WHERE ${own} AND revoked_at IS NULL AND expires_at > ${now}`);
}
