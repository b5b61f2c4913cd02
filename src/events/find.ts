import sql, { join, type Sql } from "sql-template-tag";
import { foldText, isSalesforceId, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";

/** An event as somebody names it. */
export interface NamedEvent {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly title: string;
  /** Local day and time. */
  readonly date: string;
  readonly time: string;
  readonly format: string;
  readonly status: string;
  readonly school: string | null;
}

interface EventRow extends Omit<NamedEvent, "sourceId"> {
  readonly source_id: string;
}

const EVENT = sql`SELECT e.id, e.source, e.source_id, e.title, e.local_date AS date, e.local_time AS time, e.format, e.status, s.name AS school
  FROM event e LEFT JOIN school s ON s.id = e.school_id WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL`;

const named = ({ source_id, ...row }: EventRow): NamedEvent => ({ ...row, sourceId: source_id });

/** Events by their id in Salesforce or Pathful, `#` and Polaris id, or title: the same title first, else every word of it; newest first. */
export async function findEvents(reader: Reader, text: string, most = 10): Promise<NamedEvent[]> {
  const byId = await eventsWithId(reader, text.trim());
  return byId.length > 0 ? byId : inFull(reader, (await titledEvents(reader, text)).slice(0, most));
}

/** What type-ahead offers before and while somebody types: what fits the words, the nearest to come first, then the latest past. */
export async function suggestEvents(reader: Reader, text: string, today: string, most = 50): Promise<NamedEvent[]> {
  const words = text.trim();
  if (words === "") return aroundToday(reader, today, most);
  const byId = await eventsWithId(reader, words);
  if (byId.length > 0) return byId;
  const fitting = await titledEvents(reader, words);
  const coming = fitting.filter(({ date }) => date >= today).reverse();
  return inFull(reader, [...coming, ...fitting.filter(({ date }) => date < today)].slice(0, most));
}

/** A record that was merged into another event leads to that one. */
async function eventsWithId(reader: Reader, asked: string): Promise<NamedEvent[]> {
  const own = /^#(\d{1,9})$/.exec(asked)?.[1];
  const key = isSalesforceId(asked) ? to18(asked) : asked;
  const is =
    own === undefined ? sql`m.source_id = ${key} OR m.pathful_session_id = ${key}` : sql`m.id = ${Number(own)}`;
  const rows = await reader.query<EventRow>(
    sql`${EVENT} AND e.id IN (SELECT COALESCE(m.same_as_id, m.id) FROM event m WHERE ${is})`,
  );
  return rows.map(named);
}

interface Titled {
  readonly id: number;
  readonly title: string;
  readonly date: string;
}

/** Events whose title is the same, else those of whose title each word begins a word; newest first. */
async function titledEvents(reader: Reader, text: string): Promise<Titled[]> {
  const name = foldText(text);
  const words = name.split(" ");
  if (name === "") return [];
  const likely = await reader.query<Titled>(sql`
    SELECT e.id, e.title, e.local_date AS date FROM event e
    WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL AND ${mayHave(words)} ORDER BY e.local_date DESC, e.id DESC`);
  const known = likely.map((event) => ({ event, folded: foldText(event.title) }));
  const same = known.filter(({ folded }) => folded === name);
  const fitting =
    same.length > 0
      ? same
      : known.filter(({ folded }) => words.every((word) => folded.startsWith(word) || folded.includes(` ${word}`)));
  return fitting.map(({ event }) => event);
}

/**
 * Holds for every title that may have these folded words. Folding is dear, and the engines fold accents differently: what SQL can tell of plain letters (as
 * `foldText` joins and parts them) narrows first, by the longest word, and a title with any other letter is left to be folded.
 */
function mayHave(words: readonly string[]): Sql {
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one));
  const plain = sql`LOWER(REPLACE(REPLACE(REPLACE(REPLACE(e.title, '.', ''), '''', ''), '\`', ''), '&', ' and '))`;
  return sql`(${plain} LIKE ${`%${longest}%`} OR OCTET_LENGTH(e.title) > LENGTH(e.title))`;
}

/** Events in the order in which they are given. */
async function inFull(reader: Reader, wanted: readonly Titled[]): Promise<NamedEvent[]> {
  if (wanted.length === 0) return [];
  const ids = wanted.map(({ id }) => id);
  const rows = await reader.query<EventRow>(sql`${EVENT} AND e.id IN (${join(ids)})`);
  const byId = new Map(rows.map((row) => [row.id, named(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function aroundToday(reader: Reader, today: string, most: number): Promise<NamedEvent[]> {
  const [coming, past] = [
    await reader.query<EventRow>(
      sql`${EVENT} AND e.local_date >= ${today} AND e.status <> 'Cancelled' ORDER BY e.local_date, e.id LIMIT ${most}`,
    ),
    await reader.query<EventRow>(
      sql`${EVENT} AND e.local_date < ${today} AND e.status <> 'Cancelled' ORDER BY e.local_date DESC, e.id DESC LIMIT ${most}`,
    ),
  ];
  // Half of either, so that a full calendar does not hide what was held yesterday.
  return [...coming.slice(0, Math.max(Math.ceil(most / 2), most - past.length)), ...past].slice(0, most).map(named);
}
