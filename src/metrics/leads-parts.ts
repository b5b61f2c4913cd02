import sql, { empty, join } from "sql-template-tag";
import { isWithin, localDay, type Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { ANY, askedOf, type LeadScope, leadNumbers, scopeOf, UNUSABLE_BY_FILE } from "./leads.js";
import type { LeadCell } from "./leads-cells.js";
import { all } from "./window.js";

/*
 * What stands beside L1–L6 in the report on prospective leads, by the same conditions: the files, how sources overlap, how leads were matched, how old
 * the new ones are, and what was sent.
 */

/** One standing file of the period. */
export interface LeadFileFigures {
  readonly id: number;
  readonly source: string;
  readonly name: string;
  readonly date: string;
  readonly rows: number;
  /** Rows without a valid phone, and without a usable address; a row may be both. */
  readonly phone: number;
  readonly address: number;
  /** Leads that were in it, or in a file of its source before and one after. */
  readonly leads: number;
  /** Of them, those that are in Salesforce. */
  readonly known: number;
  /** Leads that no file of any source had before. */
  readonly netNew: number;
}

/**
 * The standing files of the period, the newest first. States say which leads are meant, and nothing of rows.
 * @param cells the leads of the scope
 */
export async function leadFiles(
  reader: Reader,
  scope: LeadScope,
  cells: readonly LeadCell[],
): Promise<LeadFileFigures[]> {
  const files = await reader.query<Omit<LeadFileFigures, "leads" | "known" | "netNew">>(sql`
    SELECT f.id, f.source, f.name, f.file_date AS date, f.rows, COALESCE(u.phone, 0) AS phone, COALESCE(u.address, 0) AS address
    FROM lead_file f LEFT JOIN (${UNUSABLE_BY_FILE}) u ON u.file_id = f.id
    WHERE ${scopeOf("row", { ...scope, states: ANY })}
    ORDER BY f.file_date DESC, f.source, f.checksum`);
  const { buckets } = await leadNumbers(reader, ["L2"], scope, "file");
  const spans = [...spansAlone(cells), ...(await spansOfSeveral(reader, { ...scope, sources: ANY }))];
  return files.map((file) => {
    const then = spans.filter(
      ({ source, first, last }) => source === file.source && first <= file.date && last >= file.date,
    );
    const sum = (some: readonly Span[]): number => some.reduce((all, { leads }) => all + leads, 0);
    return {
      ...file,
      leads: sum(then),
      known: sum(then.filter(({ standing }) => standing !== "new")),
      netNew: buckets.find(({ key }) => key === file.id)?.figures.L2?.of ?? 0,
    };
  });
}

/** Leads that a source had from one day to another. */
interface Span {
  readonly source: string;
  readonly first: string;
  readonly last: string;
  readonly standing: string;
  readonly leads: number;
}

/** Of a lead of one source its own days are those of the source. */
const spansAlone = (cells: readonly LeadCell[]): Span[] =>
  cells
    .filter(({ sources }) => sources.length === 1)
    .map(({ firstSource: source, firstDate: first, lastDate: last, standing, leads }) => ({
      source,
      first,
      last,
      standing,
      leads,
    }));

/** Leads of several sources are looked up row by row: each source had them on days of its own. */
const spansOfSeveral = (reader: Reader, scope: LeadScope): Promise<Span[]> =>
  reader.query<Span>(sql`
    SELECT s.source, s.first_date AS first, s.last_date AS last, s.standing, COUNT(*) AS leads FROM (
      SELECT l.id, g.source, MIN(l.standing) AS standing, MIN(g.first_date) AS first_date, MAX(g.last_date) AS last_date
      FROM lead l JOIN staged_lead g ON g.lead_id = l.id
      WHERE l.source_count >= 2 AND ${scopeOf("lead", scope)} GROUP BY l.id, g.source
    ) s GROUP BY s.source, s.first_date, s.last_date, s.standing`);

/** What files are called. */
export const leadFileNames = (
  reader: Reader,
): Promise<readonly { readonly id: number; readonly name: string; readonly date: string }[]> =>
  reader.query(sql`SELECT f.id, f.name, f.file_date AS date FROM lead_file f ORDER BY f.id`);

/** Leads that files of several sources had first on one day: they count for the file by which they are kept. */
export async function leadTies(reader: Reader, scope: LeadScope): Promise<number> {
  const [row] = await reader.query<{ n: number }>(sql`
    SELECT COUNT(*) AS n FROM lead l
    WHERE ${scopeOf("arrival", scope)} AND l.source_count >= 2 AND EXISTS (
      SELECT 1 FROM staged_lead s WHERE s.lead_id = l.id AND s.source <> l.first_source AND s.first_date = l.first_date)`);
  return row?.n ?? 0;
}

/** Leads in both of two sources; of a source with itself all that it has. */
export const inBoth = (cells: readonly LeadCell[], one: string, other: string): number =>
  cells
    .filter(({ sources }) => sources.includes(one) && sources.includes(other))
    .reduce((sum, { leads }) => sum + leads, 0);

/** New leads of the lists that nobody has taken from a delivery, by the source that first had them and the day. */
export interface UnworkedLeads {
  readonly source: string;
  readonly firstDate: string;
  readonly leads: number;
}

/** What waits to be worked, and what would if the lists still had it. */
export interface WaitingLeads {
  readonly waiting: readonly UnworkedLeads[];
  /** Gone from the lists: nobody is sent them any more. */
  readonly gone: number;
}

/** New to Salesforce and taken by nobody: those that stand in a list wait, the others are counted alone. @param cells the leads of the scope */
export async function unworkedLeads(
  reader: Reader,
  scope: LeadScope,
  cells: readonly LeadCell[],
): Promise<WaitingLeads> {
  const taken = await reader.query<UnworkedLeads & { readonly present: number }>(sql`
    SELECT l.first_source AS source, l.first_date AS "firstDate", CASE WHEN l.is_current = TRUE THEN 1 ELSE 0 END AS present, COUNT(*) AS leads
    FROM (SELECT DISTINCT k.lead_id FROM lead_delivery_item i JOIN lead_key k ON k.key = i.lead_key WHERE i.taken_at IS NOT NULL) t
      CROSS JOIN lead l WHERE l.id = t.lead_id AND l.standing = 'new' AND ${scopeOf("lead", scope)}
    GROUP BY l.first_source, l.first_date, l.is_current`);
  const groups = [
    ...cells
      .filter(({ standing }) => standing === "new")
      .map(({ firstSource: source, firstDate, isCurrent, leads }) => ({ source, firstDate, isCurrent, leads })),
    ...taken.map(({ present, leads, ...row }) => ({ ...row, isCurrent: present === 1, leads: -leads })),
  ];
  const waiting = new Map<string, UnworkedLeads>();
  for (const { source, firstDate, leads } of groups.filter(({ isCurrent }) => isCurrent)) {
    const key = `${source} ${firstDate}`;
    waiting.set(key, { source, firstDate, leads: (waiting.get(key)?.leads ?? 0) + leads });
  }
  return {
    waiting: [...waiting].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, each]) => (each.leads > 0 ? [each] : [])),
    gone: groups.filter(({ isCurrent }) => !isCurrent).reduce((sum, { leads }) => sum + leads, 0),
  };
}

/** What went to the sales channel under one month. */
export interface LeadsSent {
  /** "2026-11". */
  readonly month: string;
  readonly asNew: number;
  readonly asUpdated: number;
  /** Of both together, taken by somebody. */
  readonly taken: number;
}

/** What was sent on the local days of the period, by the month it was sent for, the newest first. A lead sent as new and later as updated is two. */
export async function leadsSent(reader: Reader, scope: LeadScope, timeZone: string): Promise<LeadsSent[]> {
  const messages = await reader.query<{ id: number; sent_at: string }>(
    sql`SELECT d.id, d.sent_at FROM lead_delivery d`,
  );
  const sent = messages.filter(({ sent_at }) => isInPeriod(localDay(sent_at, timeZone), scope.period));
  if (sent.length === 0) return [];
  const asked = askedOf("lead", scope);
  const rows = await reader.query<{ month: string; as_new: number; as_updated: number; taken: number }>(sql`
    SELECT d.month, SUM(CASE WHEN i.kind = 'new' THEN 1 ELSE 0 END) AS as_new,
      SUM(CASE WHEN i.kind = 'updated' THEN 1 ELSE 0 END) AS as_updated, SUM(CASE WHEN i.taken_at IS NULL THEN 0 ELSE 1 END) AS taken
    FROM lead_delivery d JOIN lead_delivery_item i ON i.delivery_id = d.id ${asked.length === 0 ? empty : sql`JOIN lead_key k ON k.key = i.lead_key JOIN lead l ON l.id = k.lead_id`}
    WHERE ${all([sql`d.id IN (${join(sent.map(({ id }) => id))})`, ...asked])}
    GROUP BY d.month ORDER BY d.month DESC`);
  return rows.map(({ month, as_new, as_updated, taken }) => ({ month, asNew: as_new, asUpdated: as_updated, taken }));
}

const isInPeriod = (day: string, { windows }: Period): boolean => windows.some((window) => isWithin(day, window));
