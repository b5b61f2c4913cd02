import sql from "sql-template-tag";
import { areLastJudged } from "../../intake/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { hoursBetween } from "../span.js";
import { virtualCompleteness } from "../virtual-sessions.js";

/** One figure of data quality, as it is kept in data_quality_metrics. */
export interface QualityFigure {
  /** As in "quarantine.Contact". */
  readonly metric: string;
  readonly value: number;
  /** Whether it is as it should be. */
  readonly success: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

type Measure = (reader: Reader, organization: Organization, now: string) => Promise<QualityFigure[]>;

/** Hours since each source was last read to its end. */
const freshness: Measure = async (reader, organization, now) => {
  const rows = await reader.query<{ source: string; finished_at: string | null }>(sql`
    SELECT source, MAX(CASE WHEN state IN ('ok', 'partial') THEN finished_at END) AS finished_at FROM sync_run GROUP BY source ORDER BY source`);
  return rows.map(({ source, finished_at }) => {
    const hours = finished_at === null ? null : hoursBetween(finished_at, now);
    const most = organization.alerts.missingAfterHours[source] ?? null;
    return {
      metric: `freshness.${source}`,
      value: hours === null ? -1 : Math.round(hours * 100) / 100,
      success: hours !== null && (most === null || hours <= most),
      details: { lastGood: finished_at, longestHours: most },
    };
  });
};

/** Rows of each object that wait in quarantine, and for how long the oldest has. */
const quarantine: Measure = async (reader) => {
  const rows = await reader.query<{ object: string; waiting: number; since: string }>(sql`
    SELECT object, COUNT(*) AS waiting, MIN(first_at) AS since FROM quarantine WHERE resolved_at IS NULL GROUP BY object ORDER BY object`);
  return rows.map(({ object, waiting, since }) => ({
    metric: `quarantine.${object}`,
    value: waiting,
    success: waiting === 0,
    details: { since },
  }));
};

/** Open flags by kind; a kind that was ever raised and is at rest is a nought, so that a trend ends where it ended. */
const flags: Measure = async (reader) => {
  const rows = await reader.query<{ kind: string; severity: string; open: number }>(sql`
    SELECT kind, MIN(severity) AS severity, SUM(CASE WHEN resolved_at IS NULL THEN 1 ELSE 0 END) AS open FROM flag GROUP BY kind ORDER BY kind`);
  return rows.map(({ kind, severity, open }) => ({
    metric: `flags.${kind}`,
    value: open,
    success: open === 0,
    details: { severity },
  }));
};

/** Failing expectations of each object's last judged batch. */
const expectations: Measure = async (reader) => {
  const rows = await reader.query<{
    source: string;
    object: string;
    unsuccessful: number;
    evaluated: number;
    worst: string;
  }>(sql`
    SELECT r.source, r.object, SUM(r.unsuccessful) AS unsuccessful, SUM(r.evaluated) AS evaluated,
      CASE MAX(CASE r.worst WHEN 'critical' THEN 3 WHEN 'warning' THEN 2 WHEN 'info' THEN 1 ELSE 0 END)
        WHEN 3 THEN 'critical' WHEN 2 THEN 'warning' WHEN 1 THEN 'info' ELSE 'none' END AS worst FROM expectation_result r
    WHERE ${await areLastJudged(reader)} GROUP BY r.source, r.object ORDER BY r.source, r.object`);
  return rows.map(({ object, source, unsuccessful, evaluated, worst }) => ({
    metric: `expectations.${object}`,
    value: unsuccessful,
    success: unsuccessful === 0,
    details: { source, evaluated, worst },
  }));
};

/** Of the held virtual sessions, the share that is whole, and apart from it the shares with a presenter, with a teacher and with the attendance of all teachers. */
const virtualGaps: Measure = async (reader, _organization, now) => {
  const { held, whole, withoutPresenter, withoutTeacher, attendanceUnknown } = await virtualCompleteness(reader, now);
  if (held === 0) return [];
  const shareOf = (metric: string, known: number): QualityFigure => ({
    metric,
    value: known / held,
    success: known === held,
    details: { held, known },
  });
  return [
    shareOf("completeness.virtual_sessions", whole),
    shareOf("completeness.virtual_presenter", held - withoutPresenter),
    shareOf("completeness.virtual_teacher", held - withoutTeacher),
    shareOf("completeness.virtual_attendance", held - withoutTeacher - attendanceUnknown),
  ];
};

/** Questions that wait for a person. */
const tickets: Measure = async (reader) => {
  const rows = await reader.query<{ kind: string; open: number }>(
    sql`SELECT kind, SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open FROM ticket GROUP BY kind ORDER BY kind`,
  );
  return rows.map(({ kind, open }) => ({ metric: `tickets.${kind}`, value: open, success: open === 0, details: {} }));
};

/** Everything that is measured, one after another. */
const MEASURES: readonly Measure[] = [freshness, quarantine, flags, expectations, virtualGaps, tickets];

/** The state of the data now, in figures. */
export async function measureQuality(
  reader: Reader,
  organization: Organization,
  now: string,
): Promise<QualityFigure[]> {
  const figures: QualityFigure[] = [];
  for (const measure of MEASURES) figures.push(...(await measure(reader, organization, now)));
  return figures;
}
