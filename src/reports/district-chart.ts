import {
  type Chart,
  present,
  type SeriesPoint,
  showCell,
  stackedBars,
  type Table,
  trendChart,
} from "../reply/index.js";
import { listed, many, mostOf } from "./words.js";

const SERIES = [
  ["X62", "In person"],
  ["X61", "Virtual"],
] as const;

/** More months than this do not stand side by side as bars. */
const MOST_BARS = 16;

/** Sessions held by month, in person and virtual stacked, from the table by month; none when there were none. */
export function monthChart(byMonth: Table, of: string): Chart[] {
  const place = (key: string): number => byMonth.columns.findIndex((column) => column.key === key);
  const months = byMonth.rows.map((row) => ({
    label: showCell(row[0] ?? null, "month"),
    held: Number(row[place("X60")] ?? 0),
    parts: SERIES.map(([id, series]) => ({ series, value: Number(row[place(id)] ?? 0) })),
  }));
  const most = mostOf(
    months.map(({ label, held }) => ({ label, value: held })),
    (held) => many(held, "session"),
  );
  if (most === null || months.every(({ held }) => held === 0)) return [];
  const points = months.flatMap(({ label, parts }) => parts.map((part): SeriesPoint => ({ label, ...part })));
  const each = months.map(({ label, parts }) => {
    const said = parts.map(({ series, value }) => `${value} ${series.toLowerCase()}`);
    return `${label} ${said.join(" and ")}`;
  });
  // A bar of “others” would tear a hole into a row of months, so many months are lines.
  const drawn = months.length > MOST_BARS ? trendChart : stackedBars;
  return present(
    drawn(
      {
        key: "sessions_by_month",
        title: `Sessions held by month, ${of}`,
        takeaway: `Most sessions were held in ${most.label}: ${most.value}.`,
        altText: `${months.length > MOST_BARS ? "Lines" : "Stacked bars"} of sessions held by month, ${of}: ${listed(each)}.`,
        sensitivity: "open",
        measure: "Sessions held",
        type: "integer",
      },
      points,
    ),
  );
}
