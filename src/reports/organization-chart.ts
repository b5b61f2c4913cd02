import { barChart, type Chart, present, type SeriesPoint, stackedBars } from "../reply/index.js";
import { count } from "./organization-facts.js";
import type { CompanyFigures } from "./organization-figures.js";
import { inPeriod, listed, many } from "./words.js";

const SERIES = [
  ["X62", "In person"],
  ["X61", "Virtual"],
] as const;

/** Sessions held per school year or period, in person and virtual stacked; none when there were none. */
export function sessionsChart({ company, byPeriod, whole }: CompanyFigures): Chart[] {
  if (count(whole.total, "X60") === 0) return [];
  const points: SeriesPoint[] = byPeriod.flatMap(({ period, figures }) =>
    SERIES.map(([id, series]) => ({ label: period.label, series, value: count(figures, id) })),
  );
  const each = byPeriod.map(({ period, figures }) => {
    const apart = SERIES.map(([id, series]) => `${count(figures, id)} ${series.toLowerCase()}`);
    return `${period.label} ${apart.join(" and ")}`;
  });
  return present(
    stackedBars(
      {
        key: "sessions",
        title: `Sessions held with ${company.name}`,
        takeaway: takeaway(
          byPeriod.map(({ period, figures }) => ({ label: period.label, sessions: count(figures, "X60") })),
        ),
        altText: `Stacked bars of sessions held with ${company.name}: ${listed(each)}.`,
        sensitivity: "open",
        measure: "Sessions held",
        type: "integer",
      },
      points,
    ),
  );
}

/** What the bars show, in a sentence. */
function takeaway(years: readonly { readonly label: string; readonly sessions: number }[]): string {
  const [only] = years;
  if (only && years.length === 1) return `${many(only.sessions, "session")} held in ${only.label}.`;
  const most = years.reduce((best, year) => (year.sessions > best.sessions ? year : best));
  const least = years.reduce((low, year) => (year.sessions < low.sessions ? year : low));
  if (most.sessions === least.sessions) return `${many(most.sessions, "session")} held in each of ${years.length}.`;
  return `Most sessions were held in ${most.label} (${most.sessions}), fewest in ${least.label} (${least.sessions}).`;
}

/** Sessions held with each of several organisations side by side. */
export function companiesChart({ sideBySide, period }: CompanyFigures): Chart[] {
  if (sideBySide === null || count(sideBySide.each.total, "X60") === 0) return [];
  const points = sideBySide.each.rows.map((row) => ({ label: row.label, value: count(row, "X60") }));
  const most = points.reduce((best, point) => (point.value > best.value ? point : best));
  const each = points.map(({ label, value }) => `${label} ${value}`);
  return present(
    barChart(
      {
        key: "organisations",
        title: "Sessions held, by organisation",
        takeaway: `Most sessions were held with ${most.label} (${most.value}), ${inPeriod(period)}.`,
        altText: `Bars of sessions held by organisation: ${listed(each)}.`,
        sensitivity: "open",
        measure: "Sessions held",
        type: "integer",
      },
      points,
    ),
  );
}
