import sql, { join } from "sql-template-tag";
import { foldText } from "../domain/index.js";
import type { Reader, Transaction } from "../pool/index.js";
import { LINK_ROLES, type LinkRole, type LinkWish, maySeeLink, type QuickLink } from "./model.js";

interface Row {
  readonly id: number;
  readonly title: string;
  readonly url: string;
  readonly topic: string;
  readonly about: string;
  readonly role: LinkRole;
  readonly removed_at: string | null;
}

const COLUMNS = sql`id, title, url, topic, about, role, removed_at`;

const read = ({ removed_at, ...row }: Row): QuickLink => ({ ...row, removedAt: removed_at });

/** The links that a role may see, by topic and then in the order in which they were added; of one topic where it is named. */
export async function listLinks(reader: Reader, role: string, topic: string | null = null): Promise<QuickLink[]> {
  const roles = LINK_ROLES.filter((each) => maySeeLink({ role: each }, role));
  if (roles.length === 0) return [];
  const rows = await reader.query<Row>(
    sql`SELECT ${COLUMNS} FROM quick_link WHERE removed_at IS NULL AND role IN (${join(roles)}) ORDER BY position, id`,
  );
  const asked = topic === null ? null : foldText(topic);
  const links = rows.map(read).filter((link) => asked === null || foldText(link.topic).includes(asked));
  // Folded here rather than in SQL, where the engines fold accents differently.
  const topics = [...new Set(links.map((link) => foldText(link.topic)))].sort();
  return topics.flatMap((each) => links.filter((link) => foldText(link.topic) === each));
}

/** The topics of the links that a role may see, each as it was first written. */
export async function linkTopics(reader: Reader, role: string): Promise<string[]> {
  const named = new Map<string, string>();
  for (const { topic } of await listLinks(reader, role))
    if (!named.has(foldText(topic))) named.set(foldText(topic), topic);
  return [...named.values()];
}

/** One link, removed or not; null when there is none of that number. */
export async function linkWithId(reader: Reader, id: number): Promise<QuickLink | null> {
  const [row] = await reader.query<Row>(sql`SELECT ${COLUMNS} FROM quick_link WHERE id = ${id}`);
  return row === undefined ? null : read(row);
}

interface Done {
  readonly by: string;
  readonly now: string;
}

/** Keeps a link, at the end of its topic. @returns its number */
export async function addLink(tx: Transaction, wish: LinkWish, { by, now }: Done): Promise<number> {
  const { title, url, topic, about, role } = wish;
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO quick_link (title, url, topic, about, role, position, created_by, created_at)
    VALUES (${title}, ${url}, ${topic}, ${about}, ${role}, (SELECT COALESCE(MAX(position), 0) + 1 FROM quick_link), ${by}, ${now})
    RETURNING id`);
  if (row === undefined) throw new Error("the link was not kept");
  return row.id;
}

/** Says whether the link was still there. */
export async function editLink(tx: Transaction, id: number, wish: LinkWish, { by, now }: Done): Promise<boolean> {
  const { title, url, topic, about, role } = wish;
  const changed = await tx.run(sql`
    UPDATE quick_link SET title = ${title}, url = ${url}, topic = ${topic}, about = ${about}, role = ${role}, edited_by = ${by}, edited_at = ${now}
    WHERE id = ${id} AND removed_at IS NULL`);
  return changed === 1;
}

/** Says whether it was still there: of two who remove it, one does. */
export async function removeLink(tx: Transaction, id: number, { by, now }: Done): Promise<boolean> {
  return (
    (await tx.run(
      sql`UPDATE quick_link SET removed_by = ${by}, removed_at = ${now} WHERE id = ${id} AND removed_at IS NULL`,
    )) === 1
  );
}

/** Says whether it had been removed. */
export async function restoreLink(tx: Transaction, id: number): Promise<boolean> {
  return (
    (await tx.run(
      sql`UPDATE quick_link SET removed_by = NULL, removed_at = NULL WHERE id = ${id} AND removed_at IS NOT NULL`,
    )) === 1
  );
}
