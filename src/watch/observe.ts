import sql from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { usageOf } from "./api-usage.js";
import { lastBackup } from "./problems/backups.js";

/** One figure about the running of Polaris: no person's data, few labels. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the samples mean, and whether they only ever grow. */
export const OPERATING_FIGURES: Readonly<
  Record<string, { readonly help: string; readonly type: "gauge" | "counter" }>
> = {
  polaris_sync_lag_seconds: {
    help: "Seconds since a source was last read to its end, or, when it never was, since it was first tried.",
    type: "gauge",
  },
  polaris_sync_duration_seconds: { help: "Seconds that the last run over a source took.", type: "gauge" },
  polaris_sync_runs_total: { help: "Runs over a source, by how they ended.", type: "counter" },
  polaris_rows_total: { help: "Rows read, by source, object and what became of them.", type: "counter" },
  polaris_quarantine_rows: { help: "Rows set aside now, by object.", type: "gauge" },
  polaris_flags_open: { help: "Flags open now, by kind.", type: "gauge" },
  polaris_tickets_open: { help: "Questions that wait for a person.", type: "gauge" },
  polaris_alerts_open: { help: "Alerts that have not passed, by severity.", type: "gauge" },
  polaris_outbox_messages: { help: "Messages in the outbox, by state and carrier.", type: "gauge" },
  polaris_outbox_oldest_seconds: { help: "Age of the oldest message that still waits.", type: "gauge" },
  polaris_job_runs_total: { help: "Runs of jobs, by how they ended.", type: "counter" },
  polaris_job_last_run_timestamp_seconds: { help: "When a job last ran.", type: "gauge" },
  polaris_backup_age_seconds: {
    help: "Seconds since the last good backup of the pool, or, when there never was one, since the first job.",
    type: "gauge",
  },
  polaris_api_calls_used: {
    help: "Calls of the source's API used in the last 24 hours, as it says itself.",
    type: "gauge",
  },
  polaris_api_calls_limit: { help: "Calls of the source's API allowed in 24 hours.", type: "gauge" },
};

const hasEnded = ({ state }: { readonly state: string }): boolean => state !== "running";

type Look = (reader: Reader, now: number) => Promise<Sample[]>;

const seconds = (from: string, to: number): number => Math.max(0, (to - Date.parse(from)) / 1_000);

const runs: Look = async (reader, now) => {
  const rows = await reader.query<{
    source: string;
    state: string;
    runs: number;
    good: string | null;
    first: string;
  }>(sql`
    SELECT source, state, COUNT(*) AS runs, MIN(started_at) AS first,
      MAX(CASE WHEN state IN ('ok', 'partial') THEN finished_at END) AS good FROM sync_run GROUP BY source, state`);
  const last = await reader.query<{ source: string; started_at: string; finished_at: string | null }>(sql`
    SELECT r.source, r.started_at, r.finished_at FROM sync_run r
    WHERE r.id IN (SELECT MAX(l.id) FROM sync_run l WHERE l.finished_at IS NOT NULL GROUP BY l.source)`);
  const good = new Map<string, string>();
  const first = new Map<string, string>();
  for (const row of rows) {
    if (row.good !== null && row.good > (good.get(row.source) ?? "")) good.set(row.source, row.good);
    if (row.first < (first.get(row.source) ?? "~")) first.set(row.source, row.first);
  }
  // A run under way is none that ended: a counter only grows.
  return [
    ...rows.filter(hasEnded).map(({ source, state, runs: value }) => ({
      name: "polaris_sync_runs_total",
      labels: { source, state },
      value,
    })),
    ...[...first].map(([source, at]) => ({
      name: "polaris_sync_lag_seconds",
      labels: { source },
      value: seconds(good.get(source) ?? at, now),
    })),
    ...last.flatMap(({ source, started_at, finished_at }) =>
      finished_at === null
        ? []
        : [
            {
              name: "polaris_sync_duration_seconds",
              labels: { source },
              value: seconds(started_at, Date.parse(finished_at)),
            },
          ],
    ),
  ];
};

const OUTCOMES = ["inserted", "updated", "unchanged", "deleted", "quarantined", "skipped"] as const;

const rowsRead: Look = async (reader) => {
  const rows = await reader.query<{ source: string; object: string } & Record<(typeof OUTCOMES)[number], number>>(sql`
    SELECT source, object, SUM(inserted) AS inserted, SUM(updated) AS updated, SUM(unchanged) AS unchanged, SUM(deleted) AS deleted,
      SUM(quarantined) AS quarantined, SUM(skipped) AS skipped FROM sync_batch GROUP BY source, object`);
  return rows.flatMap((row) =>
    OUTCOMES.map((outcome) => ({
      name: "polaris_rows_total",
      labels: { source: row.source, object: row.object, outcome },
      value: row[outcome],
    })),
  );
};

const waiting: Look = async (reader) => {
  const aside = await reader.query<{ object: string; n: number }>(
    sql`SELECT object, COUNT(*) AS n FROM quarantine WHERE resolved_at IS NULL GROUP BY object`,
  );
  const flags = await reader.query<{ kind: string; n: number }>(
    sql`SELECT kind, COUNT(*) AS n FROM flag WHERE resolved_at IS NULL GROUP BY kind`,
  );
  const alerts = await reader.query<{ severity: string; n: number }>(
    sql`SELECT severity, COUNT(*) AS n FROM alert WHERE state <> 'resolved' GROUP BY severity`,
  );
  const [tickets] = await reader.query<{ n: number }>(sql`SELECT COUNT(*) AS n FROM ticket WHERE state = 'open'`);
  return [
    ...aside.map(({ object, n }) => ({ name: "polaris_quarantine_rows", labels: { object }, value: n })),
    ...flags.map(({ kind, n }) => ({ name: "polaris_flags_open", labels: { kind }, value: n })),
    ...alerts.map(({ severity, n }) => ({ name: "polaris_alerts_open", labels: { severity }, value: n })),
    { name: "polaris_tickets_open", labels: {}, value: tickets?.n ?? 0 },
  ];
};

const outbox: Look = async (reader, now) => {
  const rows = await reader.query<{ state: string; sender: string; n: number; oldest: string }>(
    sql`SELECT state, sender, COUNT(*) AS n, MIN(created_at) AS oldest FROM outbox_message GROUP BY state, sender`,
  );
  const oldest = rows.filter(({ state }) => state === "queued").map((row) => row.oldest);
  return [
    ...rows.map(({ state, sender, n }) => ({
      name: "polaris_outbox_messages",
      labels: { state, carrier: sender },
      value: n,
    })),
    {
      name: "polaris_outbox_oldest_seconds",
      labels: {},
      value: oldest.length === 0 ? 0 : Math.max(...oldest.map((at) => seconds(at, now))),
    },
  ];
};

/** A job's label is its name: `job` is Prometheus' own word for where it reads, and it would put another label's away. */
const jobs: Look = async (reader) => {
  const rows = await reader.query<{ name: string; state: string; n: number; last: string }>(
    sql`SELECT name, state, COUNT(*) AS n, MAX(started_at) AS last FROM job_run GROUP BY name, state`,
  );
  const last = new Map<string, string>();
  // A run that was missed is none.
  for (const row of rows)
    if (row.state !== "missed" && row.last > (last.get(row.name) ?? "")) last.set(row.name, row.last);
  return [
    ...rows
      .filter(hasEnded)
      .map(({ name, state, n }) => ({ name: "polaris_job_runs_total", labels: { name, state }, value: n })),
    ...[...last].map(([name, at]) => ({
      name: "polaris_job_last_run_timestamp_seconds",
      labels: { name },
      value: Date.parse(at) / 1_000,
    })),
  ];
};

const backups: Look = async (reader, now) => {
  const { since } = await lastBackup(reader);
  return since === null ? [] : [{ name: "polaris_backup_age_seconds", labels: {}, value: seconds(since, now) }];
};

const calls: Look = async (reader, now) =>
  (await usageOf(reader, now)).flatMap(({ source, used, limit }) => [
    { name: "polaris_api_calls_used", labels: { source }, value: used },
    { name: "polaris_api_calls_limit", labels: { source }, value: limit },
  ]);

const LOOKS: readonly Look[] = [runs, rowsRead, waiting, outbox, jobs, backups, calls];

/** The figures of the moment, for whoever supervises. */
export async function observe(reader: Reader, now: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const look of LOOKS) samples.push(...(await look(reader, Date.parse(now))));
  return samples;
}
