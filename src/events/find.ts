import sql, { join } from "sql-template-tag";
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
  const asked = text.trim();
  const own = /^#(\d{1,9})$/.exec(asked)?.[1];
  const key = own === undefined ? (isSalesforceId(asked) ? to18(asked) : asked) : null;
  const byId = await reader.query<EventRow>(
    key === null
      ? sql`${EVENT} AND e.id = ${Number(own)}`
      : sql`${EVENT} AND (e.source_id = ${key} OR e.pathful_session_id = ${key})`,
  );
  if (byId.length > 0 || key === null) return byId.map(named);
  const words = foldText(asked).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  // Titles are folded here rather than in SQL, where the engines fold accents differently.
  const titles = await reader.query<{ id: number; title: string }>(
    sql`SELECT id, title FROM event WHERE deleted_at IS NULL AND same_as_id IS NULL ORDER BY local_date DESC, id DESC`,
  );
  const folded = titles.map(({ id, title }) => ({ id, words: foldText(title).split(" ") }));
  const same = folded.filter((each) => each.words.join(" ") === words.join(" "));
  const fitting =
    same.length > 0
      ? same
      : folded.filter((each) => words.every((word) => each.words.some((other) => other.startsWith(word))));
  const ids = fitting.slice(0, most).map(({ id }) => id);
  if (ids.length === 0) return [];
  const rows = await reader.query<EventRow>(
    sql`${EVENT} AND e.id IN (${join(ids)}) ORDER BY e.local_date DESC, e.id DESC`,
  );
  return rows.map(named);
}

/** What type-ahead offers before and while somebody types: what fits the words, the nearest to come first, then the latest past. */
export async function suggestEvents(reader: Reader, text: string, today: string, most = 50): Promise<NamedEvent[]> {
  const words = text.trim();
  const found = words.length > 0 ? await findEvents(reader, words, most * 4) : await aroundToday(reader, today, most);
  const coming = found.filter(({ date }) => date >= today).sort((a, b) => (a.date < b.date ? -1 : 1));
  return [...coming, ...found.filter(({ date }) => date < today)].slice(0, most);
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
  return [...coming, ...past].map(named);
}
