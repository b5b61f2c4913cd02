import type { Period } from "../domain/index.js";
import type { Filters, KeptRecord } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, type Chart, column, present, showMonth, type Table, table, trendChart } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { figureOf, rowsBy } from "./recent-people.js";
import { inPeriod, many, mostOf, periodName } from "./words.js";

export interface Months {
  readonly table: Table;
  /** Month → people whose first event was in it. */
  readonly fresh: readonly { readonly month: string; readonly people: number }[];
}

interface Asked {
  readonly period: Period;
  /** What holds figures to the people listed. */
  readonly theirs: Filters;
  readonly today: string;
  /** The people listed, each with the first day on which they ever came. */
  readonly firsts: ReadonlyMap<number, KeptRecord>;
}

/**
 * First-time volunteers month by month, in two ways: those of the period who came in the month (M92; rulings, small print: "before" is before the window),
 * and of the people listed how many had their first event in it, which adds up.
 */
export async function monthsIn(reader: Reader, organization: Organization, asked: Asked): Promise<Months> {
  const { firsts, period, theirs, today } = asked;
  const of = { period, filters: theirs, today };
  const rows = await rowsBy(reader, organization, { ...of, metrics: ["M20"], by: "month" });
  const came = new Map(rows.map((row) => [String(row.key), figureOf(row, "M20")]));
  const first = new Map<string, number>();
  for (const { firstOn, day } of firsts.values()) {
    const month = (firstOn ?? day).slice(0, 7);
    first.set(month, (first.get(month) ?? 0) + 1);
  }
  const months = [...new Set([...came.keys(), ...first.keys()])]
    .filter((month) => (came.get(month) ?? 0) + (first.get(month) ?? 0) > 0)
    .sort();
  return {
    fresh: months.map((month) => ({ month, people: first.get(month) ?? 0 })),
    table: table({
      key: "by_month",
      title: "By month",
      columns: [
        column("month", "Month", "month", "open"),
        column("M92", "First-timers who came", "integer", "open"),
        column("first_event", "First event in the month", "integer", "open"),
      ],
      rows: months.map((month): Cell[] => [month, came.get(month) ?? 0, first.get(month) ?? 0]),
      empty: `Nobody volunteered for the first time ${inPeriod(asked.period)}.`,
    }),
  };
}

/** People by the month of their first event; none for a single month. */
export function firstTimeChart({ fresh }: Months, period: Period): Chart[] {
  if (fresh.length < 2) return [];
  const points = fresh.map(({ month, people }) => ({ label: showMonth(month), value: people }));
  const most = mostOf(points, (people) => many(people, "person", "people"));
  if (most === null) return [];
  return present(
    trendChart(
      {
        key: "first_time",
        title: "First-time volunteers by month of their first event",
        takeaway: `Most came for the first time in ${most.label}: ${most.value} (${periodName(period)}).`,
        altText: `First-time volunteers by month: ${points.map(({ label, value }) => `${label} ${value}`).join(", ")}.`,
        sensitivity: "open",
        measure: "First-time volunteers",
        type: "integer",
      },
      points,
    ),
  );
}
