import { type Period, unionOf } from "../domain/index.js";
import {
  computeMetrics,
  type DimensionId,
  type Figures,
  type Filters,
  type MonthOfOutcomes,
  virtualOutcomes,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";

export interface VirtualScope {
  readonly periods: readonly Period[];
  readonly filters: Filters;
  /** The local day and the instant of asking. */
  readonly today: string;
  readonly now: string;
}

/** What the report has asked the metrics for; every figure in it comes from here (ruling F2). */
export interface VirtualFigures extends VirtualScope {
  /** All periods together. */
  readonly period: Period;
  /** A column per period and, where they are several, one over all. */
  readonly whole: Figures;
  readonly byMonth: Figures;
  readonly outcomes: readonly MonthOfOutcomes[];
  readonly byDistrict: Figures;
  readonly byLevel: Figures;
  readonly bySchool: Figures;
  readonly byTeacher: Figures;
  readonly bySession: Figures;
  readonly byPresenter: Figures;
  /** Volunteers signed up for each session from today on; nothing where the period lies behind. */
  readonly coming: Figures | null;
}

const WHOLE = [
  "X61",
  "M61",
  "M63",
  "M80",
  "X71",
  "M71",
  "M72",
  "M73",
  "M81",
  "M83",
  "M82",
  "M84",
  "M20",
  "M30",
] as const;
export const PER_PERIOD = ["X61", "M80", "M71", "M72", "M73", "M81", "M83", "M82", "M84"] as const;
export const PER_DISTRICT = PER_PERIOD;
export const PER_LEVEL = ["X71", "M80", "M71", "M73"] as const;
export const PER_SCHOOL = ["X71", "M80", "M71", "M72", "M73"] as const;
export const PER_TEACHER = ["M80"] as const;
const PER_SESSION = ["X61", "M61", "M63", "M80"] as const;
const PER_PRESENTER = ["X20", "M30"] as const;

/** Virtual sessions alone, whatever else is asked. */
export const VIRTUAL: Filters = [{ dimension: "format", values: [{ key: "virtual", label: "Virtual" }] }];

export async function virtualFigures(
  reader: Reader,
  organization: Organization,
  scope: VirtualScope,
): Promise<VirtualFigures> {
  const { periods, filters, today, now } = scope;
  const period = unionOf(periods);
  const ask = (metrics: readonly string[], by: DimensionId) =>
    computeMetrics(reader, organization, {
      metrics,
      periods: [period],
      filters: [...VIRTUAL, ...filters],
      by,
      rowsOnly: true,
      today,
    });
  const isBehind = period.end !== null && period.end < today;
  // Asked at once: on PostgreSQL they run beside each other.
  const [whole, byMonth, outcomes, byDistrict, byLevel, bySchool, byTeacher, bySession, byPresenter, coming] =
    await Promise.all([
      computeMetrics(reader, organization, { metrics: WHOLE, periods, filters: [...VIRTUAL, ...filters], today }),
      ask(PER_PERIOD, "month"),
      virtualOutcomes(reader, { period, filters, now }),
      ask(PER_DISTRICT, "district"),
      ask(PER_LEVEL, "school_level"),
      ask(PER_SCHOOL, "school"),
      ask(PER_TEACHER, "teacher"),
      ask(PER_SESSION, "event"),
      ask(PER_PRESENTER, "volunteer"),
      isBehind ? null : ask(["X25"], "event"),
    ]);
  return {
    ...scope,
    period,
    whole,
    byMonth,
    outcomes,
    byDistrict,
    byLevel,
    bySchool,
    byTeacher,
    bySession,
    byPresenter,
    coming,
  };
}
