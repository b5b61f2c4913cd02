import sql, { type Sql } from "sql-template-tag";
import { addDays, daysBetween, type Period, type Window, weekdayOf } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { all, inPeriod } from "./window.js";

/*
 * Web and social figures, one definition each (ruling F2). They are daily numbers of other people's tools: no person, place or event, so they stand beside
 * the metrics and not among them.
 *
 * - a flow (views, clicks, sessions) is added over the days
 * - a level (followers, subscribers) is what the last recorded day says
 * - a rate (engagement rate, average duration) is the plain mean of its days
 * - where a channel keeps a measure for the whole, parts of it (by page) are not added again; where it keeps parts alone, they are added
 */

export type MeasureKind = "flow" | "level" | "rate";

const LEVEL = /follower|subscriber|fans|members|audience size/i;
const RATE = /rate|average|duration|per[_ ]|percent|ctr|position/i;
/** Of days, these count a person once a day: added, someone who came on two days counts twice. */
const OF_PEOPLE = /users|visitors|reach/i;

export const kindOfMeasure = (measure: string): MeasureKind =>
  RATE.test(measure) ? "rate" : LEVEL.test(measure) ? "level" : "flow";

export const countsPeopleByDay = (measure: string): boolean =>
  kindOfMeasure(measure) === "flow" && OF_PEOPLE.test(measure);

/** Which figures are meant; null is all. */
export interface EngagementScope {
  readonly period: Period;
  readonly channel: string | null;
  readonly measure: string | null;
}

/** One measure of one channel. */
export interface Series {
  readonly channel: string;
  readonly measure: string;
  readonly kind: MeasureKind;
  /** Kept by page alone: the whole is the parts added up. */
  readonly isOfParts: boolean;
  /** Day → figure. */
  readonly days: ReadonlyMap<string, number>;
}

export interface Page {
  readonly channel: string;
  readonly measure: string;
  readonly page: string;
  readonly value: number;
}

const scoped = ({ channel, measure }: EngagementScope): Sql[] => [
  sql`g.deleted_at IS NULL`,
  ...(channel === null ? [] : [sql`g.channel = ${channel}`]),
  ...(measure === null ? [] : [sql`g.measure = ${measure}`]),
];

/** Every measure of every channel, day by day, in the order of channel and measure. */
export async function engagementSeries(reader: Reader, scope: EngagementScope): Promise<readonly Series[]> {
  const rows = await reader.query<{
    channel: string;
    measure: string;
    local_date: string;
    whole: number | null;
    parts: number | null;
    mean: number | null;
  }>(sql`
    SELECT g.channel, g.measure, g.local_date, SUM(CASE WHEN g.detail = '' THEN g.value END) AS whole,
      SUM(CASE WHEN g.detail <> '' THEN g.value END) AS parts, AVG(CASE WHEN g.detail <> '' THEN g.value END) AS mean
    FROM engagement g WHERE ${all([inPeriod(sql`g.local_date`, scope.period), ...scoped(scope)])}
    GROUP BY g.channel, g.measure, g.local_date ORDER BY g.channel, g.measure, g.local_date`);
  const found = new Map<string, Series & { readonly days: Map<string, number> }>();
  const hasWhole = new Set(
    rows.filter(({ whole }) => whole !== null).map(({ channel, measure }) => `${channel} ${measure}`),
  );
  for (const { channel, measure, local_date, whole, parts, mean } of rows) {
    const key = `${channel} ${measure}`;
    const kind = kindOfMeasure(measure);
    const isOfParts = !hasWhole.has(key);
    const value = isOfParts ? (kind === "flow" ? parts : mean) : whole;
    const series = found.get(key) ?? { channel, measure, kind, isOfParts, days: new Map<string, number>() };
    found.set(key, series);
    if (value !== null) series.days.set(local_date, value);
  }
  return [...found.values()];
}

/** One figure of a window by the measure's kind; null where no day was recorded, which is not 0. */
export function figureOver({ kind, days }: Series, { start, end }: Window): number | null {
  const within = [...days].filter(([day]) => (start === null || day >= start) && (end === null || day <= end));
  if (within.length === 0) return null;
  if (kind === "level") return within.reduce((latest, each) => (each[0] > latest[0] ? each : latest))[1];
  const sum = within.reduce((total, [, value]) => total + value, 0);
  return kind === "rate" ? sum / within.length : sum;
}

/** Figures by page, added over the days, the largest first; rates and levels of a page say nothing when added and are left out. */
export async function topPages(reader: Reader, scope: EngagementScope): Promise<readonly Page[]> {
  const rows = await reader.query<Page>(sql`
    SELECT g.channel, g.measure, g.detail AS page, SUM(g.value) AS value
    FROM engagement g WHERE ${all([inPeriod(sql`g.local_date`, scope.period), ...scoped(scope), sql`g.detail <> ''`])}
    GROUP BY g.channel, g.measure, g.detail ORDER BY SUM(g.value) DESC, g.channel, g.measure, g.detail`);
  return rows.filter(({ measure }) => kindOfMeasure(measure) === "flow");
}

/** What there is to ask for, and the days it is from. */
export async function engagementSubjects(
  reader: Reader,
): Promise<
  readonly { readonly channel: string; readonly measure: string; readonly first: string; readonly last: string }[]
> {
  return reader.query(sql`
    SELECT g.channel, g.measure, MIN(g.local_date) AS first, MAX(g.local_date) AS last
    FROM engagement g WHERE g.deleted_at IS NULL GROUP BY g.channel, g.measure ORDER BY g.channel, g.measure`);
}

/** As many days as the window has, right before it; null where it has no beginning. */
export function windowBefore({ start, end }: Window, today: string): Window | null {
  if (start === null) return null;
  const last = end === null || end > today ? today : end;
  if (last < start) return null;
  return { start: addDays(start, -(daysBetween(start, last) + 1)), end: addDays(start, -1) };
}

export interface Bucket extends Window {
  readonly start: string;
  readonly end: string;
  readonly label: string;
}

/** The Monday-to-Sunday weeks, or the months, that a window touches up to a day; oldest first. */
export function bucketsOf(
  { start, end }: { readonly start: string; readonly end: string },
  by: "week" | "month",
): Bucket[] {
  const buckets: Bucket[] = [];
  for (let first = beginning(start, by); first <= end; first = addDays(buckets.at(-1)?.end ?? end, 1)) {
    const last = by === "week" ? addDays(first, 6) : addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);
    buckets.push({ start: first, end: last, label: by === "week" ? first : first.slice(0, 7) });
  }
  return buckets;
}

const beginning = (day: string, by: "week" | "month"): string =>
  by === "month" ? `${day.slice(0, 7)}-01` : addDays(day, 1 - weekdayOf(day));
