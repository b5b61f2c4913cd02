import { metricOf } from "../metrics/index.js";
import { column, type Table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import {
  AT_THEIR_EVENTS,
  type DistrictFigures,
  FROM_THEIR_SCHOOLS,
  PER_LEVEL,
  PER_ORGANISATION,
  PER_SCHOOL,
} from "./district-figures.js";
import { figureTable, periodsTable, type Shown } from "./figure-table.js";
import { withoutGaps } from "./gaps.js";
import { isKnown } from "./known.js";
import type { Sort } from "./sorting.js";
import { inPeriod } from "./words.js";

const PER_PERIOD: readonly Shown[] = ["X62", "X61", "X60", "X10", "M20", "X20", "M30", "M40"].map((metric) => ({
  metric,
}));
const shown = (metrics: readonly string[]): Shown[] => metrics.map((metric) => ({ metric }));

/** One row per period where several were asked for; the last is counted again over all. */
export const periodTable = ({ whole, own }: DistrictFigures): Table[] =>
  periodsTable(whole, [AT_THEIR_EVENTS, { ...FROM_THEIR_SCHOOLS, from: own }, ...PER_PERIOD]);

/** Month by month, also those in which nothing happened. */
export function monthTable(
  { byMonth, whole, period, today }: Pick<DistrictFigures, "byMonth" | "whole" | "period" | "today">,
  organization: Organization,
): Table {
  return figureTable({
    key: "by_month",
    title: "By month",
    first: column("month", "Month", "month", "open"),
    figures: withoutGaps(metricOf("X60"), byMonth, organization, today),
    shown: shown(byMonth.metrics.map(({ id }) => id)),
    total: { label: "Total", row: whole.total },
    empty: `Nothing ${inPeriod(period)}.`,
  });
}

/** Schools of the district's events by level. */
export function levelTable({ byLevel, whole, period }: DistrictFigures): Table {
  return figureTable({
    key: "by_school_level",
    title: "Schools reached by level",
    first: column("school_level", "School level", "text", "open"),
    figures: byLevel,
    shown: shown(PER_LEVEL),
    total: { label: "Total", row: whole.total },
    empty: `No school ${inPeriod(period)}.`,
  });
}

/** Sessions by the event's school; teachers by their own school, each once, and each session they attended. */
export function schoolTable({ bySchool, whole, period }: DistrictFigures, sort: Sort | undefined): Table {
  return figureTable({
    key: "by_school",
    title: "Schools and their teachers",
    first: column("school", "School", "text", "open"),
    figures: bySchool,
    shown: shown(PER_SCHOOL).map((each) => ({ ...each, isKnown: () => isKnown(whole.total, each.metric) })),
    total: { label: "Total", row: whole.total },
    sort,
    empty: `No school ${inPeriod(period)}.`,
  });
}

export function organisationTable({ byOrganisation, whole, period }: DistrictFigures, sort: Sort | undefined): Table {
  return figureTable({
    key: "by_organisation",
    title: "Organisations of the volunteers",
    first: column("organisation", "Organisation", "text", "open"),
    figures: byOrganisation,
    shown: shown(PER_ORGANISATION),
    total: { label: "Total", row: whole.total },
    sort,
    empty: `No volunteer ${inPeriod(period)}.`,
  });
}
