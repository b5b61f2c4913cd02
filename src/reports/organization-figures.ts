import { type Period, unionOf } from "../domain/index.js";
import { ALL_TIME, type FigureRow, type Figures, type Filters, fromDay } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import type { Company } from "./company.js";
import { askerOf, type Cut } from "./organization-asking.js";
import { schoolYearsOf } from "./school-years.js";

/** What the report has asked the metrics for; every figure in it comes from here (ruling F2). */
export interface CompanyFigures {
  readonly company: Company;
  readonly period: Period;
  /** Everybody ever linked instead of whom the participation is credited to (ruling E5). */
  readonly full: boolean;
  readonly whole: Figures;
  /** By school year, or by period when several were asked for. */
  readonly byPeriod: readonly PeriodRow[];
  readonly byVolunteer: Figures;
  readonly byEvent: Figures;
  /** Cancelled events, and no-shows and cancellations, by event and by volunteer. */
  readonly missed: Figures;
  readonly missedBy: Figures;
  readonly upcoming: Figures;
  /** When somebody of theirs attended a held session first and last, ever. */
  readonly ever: Activity;
  /** Null unless several organisations stand side by side. */
  readonly sideBySide: SideBySide | null;
}

export interface PeriodRow {
  readonly period: Period;
  readonly figures: FigureRow;
}

export interface Activity {
  readonly first: string | null;
  readonly last: string | null;
}

export interface SideBySide {
  /** A row per organisation, in the order asked, a column per period and one over all; the total is counted again over all organisations. */
  readonly each: Figures;
  readonly periods: readonly Period[];
  readonly activity: ReadonlyMap<string, Activity>;
}

export const WHOLE = [
  "X60",
  "X62",
  "X61",
  "M20",
  "M91",
  "M30",
  "X13",
  "M10",
  "X12",
  "M73",
  "M63",
  "X23",
  "X24",
] as const;
export const PER_PERIOD = ["X62", "X61", "X60", "M20", "M30", "X13", "M10", "X12", "M73", "M63"] as const;
export const PER_VOLUNTEER = ["M30", "X62", "X61", "X60", "X26", "X27"] as const;
export const PER_EVENT = ["X60", "M20", "M30", "X13"] as const;
export const MISSED = ["M63", "X23", "X24"] as const;
const ACTIVITY = ["X26", "X27"] as const;

/** Asks the metrics for everything the report says of a company, or of several side by side. */
export async function figuresOf(
  reader: Reader,
  organization: Organization,
  company: Company,
  asked: {
    readonly periods: readonly Period[];
    readonly full: boolean;
    readonly filters: Filters;
    readonly today: string;
  },
): Promise<CompanyFigures> {
  const { periods, full, filters, today } = asked;
  const period = unionOf(periods);
  const of = { reader, organization, company, today };
  const asker = await askerOf({ ...of, filters }, full, period);
  // When they were there first and last is said of the organisation, whatever else is asked.
  const always = filters.length === 0 ? asker : await askerOf({ ...of, filters: [] }, full, period);
  const isSeveral = company.names.length > 1;
  const cut: Cut = periods.length === 1 ? { by: "school_year" } : {};
  const whole = isSeveral ? await asker.askEach(WHOLE, periods) : await asker.ask(WHOLE, periods, cut);
  // One period is shown by school year: of one organisation from the answer that has the whole of it.
  const years = isSeveral && cut.by ? await asker.ask(PER_PERIOD, periods, { ...cut, rowsOnly: true }) : whole;
  const ever = isSeveral ? await always.askEach(ACTIVITY, [ALL_TIME]) : await always.ask(ACTIVITY, [ALL_TIME]);
  // The report's totals and footer speak of the whole, which is asked for by itself.
  const rowsBy = (metrics: readonly string[], by: "volunteer" | "event", over = period) =>
    asker.ask(metrics, [over], { by, rowsOnly: true });
  const volunteers = await rowsBy([...PER_VOLUNTEER, "M20", "X23", "X24"], "volunteer");
  const having = (ids: readonly string[]): Figures => ({
    ...volunteers,
    rows: volunteers.rows.filter((row) => ids.some((id) => (row.figures[id]?.[0] ?? 0) !== 0)),
  });
  return {
    company,
    period,
    full,
    whole,
    byPeriod: periods.length > 1 ? perPeriod(whole, periods) : perSchoolYear(years, period, organization, today),
    byVolunteer: having(["M20"]),
    byEvent: await rowsBy(PER_EVENT, "event"),
    missed: await rowsBy(MISSED, "event"),
    missedBy: having(["X23", "X24"]),
    upcoming: await rowsBy(["X25"], "event", fromDay(today)),
    ever: activityOf(ever.total),
    sideBySide: isSeveral
      ? { each: whole, periods, activity: new Map(ever.rows.map((row) => [row.label, activityOf(row)])) }
      : null,
  };
}

function activityOf({ figures }: FigureRow): Activity {
  const day = (id: string): string | null => {
    const figure = figures[id]?.[0];
    return typeof figure === "string" ? figure : null;
  };
  return { first: day("X26"), last: day("X27") };
}

const perPeriod = ({ total }: Figures, periods: readonly Period[]): PeriodRow[] =>
  periods.map((period, column) => ({ period, figures: columnOf(total, column, period.label) }));

/** One column of a row, as a row of its own. */
export function columnOf(row: FigureRow, column: number, label: string): FigureRow {
  const figures = Object.entries(row.figures).map(([id, figures]) => [id, [figures[column] ?? null]] as const);
  return { ...row, label, figures: Object.fromEntries(figures) };
}

/** One row per school year of the period, also where nothing happened. */
function perSchoolYear(
  { rows, total }: Figures,
  period: Period,
  organization: Organization,
  today: string,
): PeriodRow[] {
  const years = schoolYearsOf(
    period,
    rows.map((row) => Number(row.key)),
    organization,
    today,
  );
  return years.map(({ first, year }) => {
    const row = rows.find((each) => each.key === first);
    const nothing = Object.fromEntries(PER_PERIOD.map((id) => [id, [0]]));
    return { period: year, figures: row ?? { ...total, key: first, label: year.label, figures: nothing, notes: {} } };
  });
}
