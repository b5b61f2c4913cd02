import { type Period, unionOf } from "../domain/index.js";
import { ALL_TIME, computeMetrics, type Figures, type Filters, fromDay } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import type { Company } from "./company.js";
import { schoolYearsOf } from "./school-years.js";

/** What the report has asked the metrics for; every figure in it comes from here (ruling F2). */
export interface CompanyFigures {
  readonly company: Company;
  readonly period: Period;
  readonly whole: Figures;
  /** By school year, or by period when several were asked for. */
  readonly byPeriod: readonly { readonly period: Period; readonly figures: Figures["total"] }[];
  readonly byVolunteer: Figures;
  readonly byEvent: Figures;
  readonly missed: Figures;
  readonly upcoming: Figures;
  /** The last day on which somebody of theirs attended a held session, ever. */
  readonly lastActive: string | null;
}

export const WHOLE = ["X60", "X62", "X61", "M20", "M30", "X20", "X13", "X12", "M73", "M63", "X23", "X24"] as const;
export const PER_PERIOD = ["X62", "X61", "X60", "M20", "M30", "X13", "X12", "M63"] as const;
export const PER_VOLUNTEER = ["M30", "X62", "X61", "X60", "X26", "X27"] as const;
export const PER_EVENT = ["X60", "M20", "M30", "X13"] as const;
export const MISSED = ["M63", "X23", "X24"] as const;

/** Asks the metrics for everything the report says of a company. */
export async function figuresOf(
  reader: Reader,
  organization: Organization,
  company: Company,
  periods: readonly Period[],
  today: string,
): Promise<CompanyFigures> {
  const period = unionOf(periods);
  const filters: Filters = [
    { dimension: "organisation", values: company.names.map((name) => ({ key: name, label: name })) },
  ];
  const ask = (
    metrics: readonly string[],
    by?: "school_year" | "volunteer" | "event",
    over: readonly Period[] = [period],
  ) =>
    computeMetrics(reader, organization, {
      metrics,
      periods: over,
      filters,
      today,
      // The report's totals and footer speak of the whole, which is asked for by itself.
      ...(by ? { by, rowsOnly: true } : {}),
    });
  const lastDay = (await ask(["X27"], undefined, [ALL_TIME])).total.figures.X27?.[0];
  return {
    company,
    period,
    whole: await ask(WHOLE),
    byPeriod:
      periods.length > 1 ? await perPeriod(ask, periods) : await perSchoolYear(ask, period, organization, today),
    byVolunteer: await ask(PER_VOLUNTEER, "volunteer"),
    byEvent: await ask(PER_EVENT, "event"),
    missed: await ask(MISSED, "event"),
    upcoming: await ask(["X25"], "event", [fromDay(today)]),
    lastActive: typeof lastDay === "string" ? lastDay : null,
  };
}

type Ask = (metrics: readonly string[], by?: "school_year", over?: readonly Period[]) => Promise<Figures>;
type PerPeriod = CompanyFigures["byPeriod"];

async function perPeriod(ask: Ask, periods: readonly Period[]): Promise<PerPeriod> {
  const { total } = await ask(PER_PERIOD, undefined, periods);
  return periods.map((period, column) => ({
    period,
    figures: {
      ...total,
      label: period.label,
      figures: Object.fromEntries(
        Object.entries(total.figures).map(([id, figures]) => [id, [figures[column] ?? null]]),
      ),
    },
  }));
}

/** One row per school year of the period, also where nothing happened. */
async function perSchoolYear(ask: Ask, period: Period, organization: Organization, today: string): Promise<PerPeriod> {
  const { rows, total } = await ask(PER_PERIOD, "school_year");
  const years = schoolYearsOf(
    period,
    rows.map((row) => Number(row.key)),
    organization,
    today,
  );
  return years.map(({ first, year }) => {
    const row = rows.find((each) => each.key === first);
    const nothing = Object.fromEntries(PER_PERIOD.map((id) => [id, [0]]));
    return { period: year, figures: row ?? { ...total, key: first, label: year.label, figures: nothing } };
  });
}
