import sql from "sql-template-tag";
import { addDays, localDay } from "../../domain/index.js";
import type { Pool } from "../../pool/index.js";
import { asPolarisError, type Clock, type Organization, PolarisError } from "../../runtime/index.js";
import { datasetNamed, type EngagementFigure, type GoogleSource, type Grid, placesOf } from "../../sources/index.js";
import { importDataset, type Judge } from "../datasets/import-dataset.js";
import type { ImportResult } from "../datasets/model.js";
import type { Lease } from "../lease.js";
import type { SyncProgress } from "../model.js";
import type { Trigger } from "../runs.js";
import { noteRun } from "./noted-runs.js";

export interface AnalyticsOptions {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly source: GoogleSource;
  readonly trigger: Trigger;
  readonly startedBy: string | null;
  readonly judge?: Judge;
  /** The right to take in figures, where whoever asks holds it. */
  readonly lease?: Lease;
  readonly progress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
}

export const ANALYTICS_DATASET = "engagement";
/** How far back the first load goes. */
const FIRST_DAYS = 365;

/**
 * Reads the last days of the Google Analytics property into `engagement`; figures change for a while after their day. Null without a property.
 * @throws PolarisError google_refused, google_unreachable, google_limit_reached, already_running
 */
export async function syncAnalytics(options: AnalyticsOptions): Promise<ImportResult | null> {
  const { pool, organization, clock, source, trigger, startedBy, judge, lease, progress, signal } = options;
  const { property, measures, detail, days } = organization.analytics;
  if (property === undefined) return null;
  const dataset = datasetNamed(ANALYTICS_DATASET);
  if (dataset === undefined) throw new PolarisError("internal", `There is no dataset ${ANALYTICS_DATASET}.`);
  const origin = `analytics:${property}`;
  const today = localDay(clock.now(), organization.timeZone);
  const last = await lastDay(pool, origin);
  const usual = addDays(today, 1 - days);
  const from = last === null ? addDays(today, 1 - FIRST_DAYS) : last < usual ? last : usual;
  let figures: readonly EngagementFigure[];
  try {
    figures = await source.engagementOf({ property, measures, detail, from, to: today });
  } catch (thrown) {
    const { code, message } = asPolarisError(thrown);
    if (!signal?.aborted) await noteRun(options, { dataset: ANALYTICS_DATASET, origin }, { code, text: message });
    throw thrown;
  }
  const grid = gridOf(property, figures);
  return importDataset({
    pool,
    organization,
    clock,
    dataset,
    grid,
    places: placesOf(grid, dataset.columns),
    origin,
    defaults: {},
    whole: false,
    trigger,
    startedBy,
    ...(judge === undefined ? {} : { judge }),
    ...(lease === undefined ? {} : { lease }),
    ...(progress === undefined ? {} : { progress }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The last day that was read: after a pause longer than usual, reading goes on from there. */
async function lastDay(pool: Pool, origin: string): Promise<string | null> {
  const [row] = await pool.query<{ day: string | null }>(
    sql`SELECT MAX(local_date) AS day FROM engagement WHERE origin = ${origin} AND deleted_at IS NULL`,
  );
  return row?.day ?? null;
}

/** The figures as the table that an export of them would be. */
function gridOf(property: string, figures: readonly EngagementFigure[]): Grid {
  return {
    name: `Google Analytics ${property}`,
    header: ["Date", "Channel", "Measure", "Detail", "Value"],
    headerRow: 1,
    rows: figures.map(({ localDate, channel, measure, detail, value }, place) => ({
      number: place + 2,
      cells: [localDate, channel, measure, detail, value],
    })),
    serialDates: false,
  };
}
