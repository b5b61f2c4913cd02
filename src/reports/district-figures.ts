import { eventTypeLabel, type Period, unionOf } from "../domain/index.js";
import { computeMetrics, type DimensionId, type Figures, type Filters, type Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import type { Shown } from "./figure-table.js";
import type { DistrictName } from "./manual-inputs.js";

/** Whose year it is, and under which filters: what every part of the report asks the metrics with. */
export interface DistrictScope {
  readonly district: DistrictName;
  readonly periods: readonly Period[];
  /** All periods together. */
  readonly period: Period;
  /** Besides the district: what was asked for, and the event types that the year-end counts. */
  readonly filters: Filters;
  readonly today: string;
}

/** What the report has asked the metrics for; every figure in it comes from here (ruling F2). */
export interface DistrictFigures extends DistrictScope {
  /** The district's events; a column per period and, where they are several, one over all. */
  readonly whole: Figures;
  /** Students of its own schools, at whichever events (ruling E3). */
  readonly own: Figures;
  readonly byMonth: Figures;
  readonly byLevel: Figures;
  /** Sessions by the event's school, teachers by their own. */
  readonly bySchool: Figures;
  readonly byOrganisation: Figures;
}

/** Key of the second line of unique students: those from a district's schools (ruling E3). */
export const OWN_STUDENTS = "M10_home";
export const AT_THEIR_EVENTS: Shown = { metric: "M10", label: "Unique students at their events" };
export const FROM_THEIR_SCHOOLS: Shown = {
  metric: "M10",
  key: OWN_STUDENTS,
  label: "Unique students from their schools",
};

const WHOLE = ["X60", "X62", "X61", "M60", "M63", "X10", "M100", "M10", "M20", "X20", "M30", "M40"] as const;
export const VIRTUAL = ["M70", "M71", "M72", "M73", "M80", "X70"] as const;
export const PER_MONTH = ["X62", "X61", "X60", "M10", "X10", "M20", "M30"] as const;
export const PER_LEVEL = ["M100", "X60"] as const;
export const PER_SCHOOL = ["X60", "M70", "M72", "M80", "X70"] as const;
export const PER_ORGANISATION = ["M30", "M20", "X20"] as const;

type Whose = "their events" | "their schools" | "anyone's";

/** Asks for metrics within a scope. */
export type Ask = (
  metrics: readonly string[],
  more?: {
    readonly by?: DimensionId;
    /** Instead of the district's events: the students of its schools, or everything. */
    readonly whose?: Whose;
    readonly filters?: Filters;
  },
) => Promise<Figures>;

/** Asks about a district, or about everything where there is none. */
export function asking(
  reader: Reader,
  organization: Organization,
  scope: Omit<DistrictScope, "district" | "periods"> & { readonly district: DistrictName | null },
): Ask {
  const { district, period, filters, today } = scope;
  return (metrics, { by, whose = "their events", filters: further = [] } = {}) =>
    computeMetrics(reader, organization, {
      metrics,
      periods: [period],
      filters: [...(district === null ? [] : theirs(district, whose)), ...filters, ...further],
      today,
      ...(by ? { by, rowsOnly: true } : {}),
    });
}

/** The clause that keeps to a district, on the event or on the student's own school. */
export function theirs({ id, name }: DistrictName, whose: Whose = "their events"): Filters {
  if (whose === "anyone's") return [];
  const dimension = whose === "their events" ? "district" : "home_district";
  return [{ dimension, values: [{ key: id, label: name }] }];
}

/** Longer lists are left out: an engine takes so many parameters and no more. */
const LONGEST_LIST = 10_000;

/** The clause that keeps to events already known, which an index finds. */
export const amongEvents = (ids: readonly Key[]): Filters =>
  ids.length > LONGEST_LIST
    ? []
    : [
        {
          dimension: "event",
          values: (ids.length === 0 ? [NO_EVENT] : ids).map((key) => ({ key, label: String(key) })),
        },
      ];

/** An id that no event has. */
const NO_EVENT = 0;

export async function districtFigures(
  reader: Reader,
  organization: Organization,
  scope: DistrictScope,
): Promise<DistrictFigures> {
  const ask = asking(reader, organization, scope);
  const { district, periods, filters, today } = scope;
  const whole = (metrics: readonly string[], whose: Whose) =>
    computeMetrics(reader, organization, {
      metrics,
      periods,
      filters: [...theirs(district, whose), ...filters],
      today,
    });
  const [all, own, byMonth, byLevel, bySchool, byOrganisation] = await Promise.all([
    whole([...WHOLE, ...VIRTUAL], "their events"),
    whole(["M10"], "their schools"),
    ask(PER_MONTH, { by: "month" }),
    ask(PER_LEVEL, { by: "school_level" }),
    ask(PER_SCHOOL, { by: "school" }),
    ask(PER_ORGANISATION, { by: "organisation" }),
  ]);
  return { ...scope, whole: all, own, byMonth, byLevel, bySchool, byOrganisation };
}

/**
 * The filters of a year-end: those asked for and, where none of them names event types, the types that the organisation counts
 * in a year-end (config yearEnd.eventTypes; none named there: all).
 */
export function yearEndFilters({ yearEnd }: Pick<Organization, "yearEnd">, filters: Filters): Filters {
  const namesTypes = filters.some(({ dimension, exclude }) => dimension === "event_type" && !exclude);
  if (namesTypes || yearEnd.eventTypes.length === 0) return filters;
  return [
    ...filters,
    { dimension: "event_type", values: yearEnd.eventTypes.map((key) => ({ key, label: eventTypeLabel(key) })) },
  ];
}

export const scopeOf = (
  organization: Organization,
  asked: {
    readonly district: DistrictName;
    readonly periods: readonly Period[];
    readonly filters?: Filters;
    readonly today: string;
  },
): DistrictScope => ({
  ...asked,
  period: unionOf(asked.periods),
  filters: yearEndFilters(organization, asked.filters ?? []),
});

export const idsOf = (...answers: readonly Figures[]): readonly Key[] => [
  ...new Set(answers.flatMap(({ rows }) => rows.map(({ key }) => key))),
];
