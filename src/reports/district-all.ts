import { type Period, schoolYearLabel, unionOf } from "../domain/index.js";
import { computeCuts, cutBy, type Figures, type Filters, filtersInWords, metricOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Cell,
  type Chart,
  column,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { virtualStudents } from "./district-facts.js";
import { AT_THEIR_EVENTS, FROM_THEIR_SCHOOLS, PER_MONTH, yearEndFilters } from "./district-figures.js";
import { recordedDays } from "./district-name.js";
import { count, figureTable, periodsTable, type Shown, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { hostsIn, type ManualInput, manualInputs, schoolYearsIn } from "./manual-inputs.js";
import { manualNotices } from "./manual-inputs-reply.js";
import { filteredBy } from "./metric-words.js";
import type { Sort, SortKey } from "./sorting.js";
import { teachersNotices } from "./teachers-known.js";
import { inPeriod, legacyNotices, listed, many, mostOf, periodName, toDateNotices } from "./words.js";

export interface AllDistrictsAsked extends Asked<SortKey> {
  readonly withVirtualEstimate?: boolean;
}

const SIDE_BY_SIDE = ["X60", "X62", "X61", "X10", "M20", "X20", "M30", "M40", "M100", "M70", "M80"] as const;
const PER_PERIOD = ["M10", ...SIDE_BY_SIDE].map((metric): Shown => ({ metric }));
const ALSO_COUNTED = ["M10", "M60", "M63", "M73", "X71"] as const;

/** All districts: each district's figures over all periods together, and the whole counted once, also of each period. */
export interface ByDistrict {
  readonly figures: Figures;
  /** Students by the district of their own school (ruling E3), where they are shown. */
  readonly own: Figures | null;
  /** The figures that stand by month, where they are shown. */
  readonly byMonth: Figures | null;
}

/** By month without the students, whom the statement counts over all of it. */
const BY_MONTH = PER_MONTH.filter((metric) => metric !== "M10");

export async function figuresByDistrict(
  reader: Reader,
  organization: Organization,
  asked: { readonly periods: readonly Period[]; readonly filters: Filters; readonly today: string },
  { withOwn = false, withMonths = false }: { readonly withOwn?: boolean; readonly withMonths?: boolean },
): Promise<ByDistrict> {
  const metrics = [...SIDE_BY_SIDE, ...ALSO_COUNTED];
  const by = await computeCuts(reader, organization, {
    ...asked,
    metrics,
    rowsTogether: true,
    by: ["district", ...(withOwn ? (["home_district"] as const) : []), ...(withMonths ? (["month"] as const) : [])],
  });
  return {
    figures: cutBy(by, "district"),
    own: withOwn ? cutBy(by, "home_district") : null,
    byMonth: withMonths ? only(BY_MONTH, cutBy(by, "month")) : null,
  };
}

/** Some of the figures, in the rows that say something of them. */
const only = (metrics: readonly string[], figures: Figures): Figures => ({
  ...figures,
  metrics: metrics.map(metricOf),
  rows: figures.rows.filter((row) => metrics.some((metric) => count(row, metric) > 0)),
});

/** A row per district, one for what has none, and a last one over all that was counted again: an event of several districts is in each (ruling E2). */
export function districtTable(
  { figures, own }: ByDistrict,
  { period }: { readonly period: Period },
  more: { readonly sort?: Sort | undefined; readonly withVirtualEstimate?: boolean } = {},
): Table {
  return figureTable({
    key: "by_district",
    title: "By district",
    first: column("district", "District", "text", "open"),
    figures,
    shown: [
      { ...AT_THEIR_EVENTS, label: "Students at their events" },
      ...(own === null ? [] : [{ ...FROM_THEIR_SCHOOLS, label: "Students from their schools", from: own }]),
      ...SIDE_BY_SIDE.map((metric): Shown => ({ metric })),
      ...(more.withVirtualEstimate ? [{ metric: "M73" }] : []),
    ],
    total: { label: "All, counted once", row: figures.total },
    sort: more.sort,
    empty: `No event ${inPeriod(period)}.`,
  });
}

/** Why the last row is not the sum of the others; nothing where there is nothing. */
export function overallNotice({ figures }: ByDistrict): Notice[] {
  return figures.rows.length < 2
    ? []
    : [
        notice(
          "The last row is counted over everything, not added up: an event of several districts counts in full in each and once overall, and so does everybody who was there.",
        ),
      ];
}

/** The year-end of every district side by side. */
export async function allDistrictsReport(
  reader: Reader,
  organization: Organization,
  asked: AllDistrictsAsked,
): Promise<Reply> {
  const { today, sort, withVirtualEstimate = false } = asked;
  const period = unionOf(asked.periods);
  const filters = yearEndFilters(organization, asked.filters ?? []);
  const found = await figuresByDistrict(
    reader,
    organization,
    { periods: asked.periods, filters, today },
    { withOwn: true },
  );
  const { total, rows } = found.figures;
  const inputs = await manualInputs(reader, organization, {
    schoolYears: schoolYearsIn(period, organization, today),
    ...hostsIn(filters),
  });
  const districts = rows.filter(({ key }) => key !== null);
  const types = filters.find(({ dimension, exclude }) => dimension === "event_type" && !exclude);
  const isEmpty = count(total, "M60") === 0 && count(total, "M63") === 0;
  const fact = (metric: string, label: string) => shownFact({ metric, label }, total);
  return reply({
    title: "Year-end: all districts",
    text: isEmpty
      ? `No event is recorded ${inPeriod(period)}${filteredBy(filtersInWords(filters))}. ${await recordedDays(reader, null)}`
      : `${many(districts.length, "district")}: ${many(count(total, "X60"), "session")} held, ${many(count(total, "M10"), "unique student")} at events, ${many(count(total, "M20"), "volunteer")}, each counted once, ${inPeriod(period)}.`,
    sensitivity: "open",
    facts: [
      fact("M10", "Unique students"),
      fact("X10", "Student attendances, in person"),
      fact("M20", "Volunteers, unique"),
      fact("X20", "Volunteer engagements"),
      fact("M30", "Volunteer hours"),
      fact("M40", "Organisations"),
      fact("X60", "Sessions held"),
      fact("X62", "Sessions held in person"),
      fact("X61", "Sessions held virtually"),
      fact("M63", "Cancelled events"),
      fact("M100", "Schools reached"),
      fact("M70", "Teachers reached virtually, unique"),
      fact("M80", "Experiences (teachers × virtual sessions)"),
      ...(withVirtualEstimate ? [virtualStudents(total)] : []),
    ],
    tables: [
      ...periodsTable(found.figures, PER_PERIOD),
      districtTable(found, { period }, { sort, withVirtualEstimate }),
      inputsByDistrict(inputs),
    ],
    charts: studentsChart(found, period),
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: found.figures.counts,
      notices: [
        ...(await teachersNotices(reader, total)),
        ...overallNotice(found),
        ...(types
          ? [notice(`Counted event types: ${listed(types.values.map(({ label }) => label))}. All others are left out.`)]
          : []),
        ...manualNotices(inputs),
        ...legacyNotices(found.figures.counts),
        ...toDateNotices(period),
      ],
    })),
  });
}

/** What is kept by hand, a row per district, year, host and kind; never added up. */
function inputsByDistrict(inputs: readonly ManualInput[]): Table {
  return table({
    key: "manual_inputs",
    title: "Kept by hand",
    columns: [
      column("district", "District", "text", "open"),
      column("kind", "What", "text", "open"),
      column("value", "Number", "integer", "open"),
      column("school_year", "School year", "text", "open"),
      column("host", "Host", "text", "open"),
      column("source", "Where from", "text", "open"),
    ],
    rows: inputs.map((input): Cell[] => [
      input.district,
      input.label,
      input.value,
      schoolYearLabel(input.schoolYear),
      input.host ?? "every host",
      "manual",
    ]),
    empty: "Nothing is kept by hand for these years.",
  });
}

function studentsChart({ figures }: ByDistrict, period: Period): Chart[] {
  const points = figures.rows
    .filter(({ key }) => key !== null)
    .map((row) => ({ label: row.label, value: count(row, "M10") }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const most = mostOf(points);
  if (most === null || points.length < 2) return [];
  return present(
    barChart(
      {
        key: "students_by_district",
        title: `Unique students at each district's events, ${periodName(period)}`,
        takeaway: `Most students were at events of ${most.label}: ${most.value}.`,
        altText: `Bars of unique students at each district's events, ${periodName(period)}: ${listed(points.slice(0, 12).map(({ label, value }) => `${label} ${showInteger(value)}`))}.`,
        sensitivity: "open",
        measure: "Unique students",
        type: "integer",
      },
      points,
    ),
  );
}
