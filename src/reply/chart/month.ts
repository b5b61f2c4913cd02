import { cleanLine } from "../clean.js";
import type { Chart } from "../model.js";
import { wrap } from "../width.js";
import { type ChartWords, chartOf } from "./axes.js";
import { CHART_PADDING, CHART_WIDTH, OTHER_COLOR, PALETTE, SOFT_INK } from "./style.js";

/** One thing on a day: its mark says by shape what `tone` says by colour. */
export interface MonthEntry {
  readonly mark: string;
  /** Place in the palette; null is grey. */
  readonly tone: number | null;
  /** "10:00" */
  readonly time: string;
  readonly title: string;
}

export interface MonthDay {
  /** "2026-11-03" */
  readonly day: string;
  readonly entries: readonly MonthEntry[];
}

export interface MonthSheet {
  /** Weeks of seven days from Sunday; null stands for a day of another month. */
  readonly weeks: readonly (readonly (MonthDay | null)[])[];
  readonly today: string;
  /** What the marks mean, as in "● Confirmed". */
  readonly legend: readonly string[];
}

/** Entries of a day that are drawn; how many more there are is said. */
const MOST_ENTRIES = 3;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
/** The lines at the edges take a pixel beyond it. */
const WIDTH = CHART_WIDTH - 2 * CHART_PADDING - 2;
/** Of a Saturday or Sunday, in a month without anything on them. */
const QUIET_WIDTH = 58;
const TEXT_SIZE = 18;
const LINE = 23;
const HEAD = 34;
const NUMBER = 30;
const FOOT = 10;
const LEGEND_COLUMNS = 62;

interface Placed {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
}

/** A month on a sheet of seven columns, in sizes that a phone's width leaves legible; weeks are as high as what is on their days. */
export function monthChart(words: ChartWords, { weeks, today, legend }: MonthSheet): Chart {
  const widths = columnWidths(weeks);
  const lefts = widths.map((_, column) => widths.slice(0, column).reduce((sum, width) => sum + width, 0));
  const tops: number[] = [];
  let bottom = HEAD;
  for (const week of weeks) {
    tops.push(bottom);
    bottom += heightOf(week);
  }
  const cells = weeks.flatMap((week, row) =>
    week.flatMap((day, column) => {
      if (day === null) return [];
      const [x, y] = [lefts[column] ?? 0, tops[row] ?? 0];
      return [{ day, x, x2: x + (widths[column] ?? 0), y, y2: tops[row + 1] ?? bottom }];
    }),
  );
  const explained = wrap(legend.join(" · "), LEGEND_COLUMNS);
  const height = bottom + 12 + explained.length * LINE;
  const limit = Math.max(...widths) - 12;
  return chartOf(words, "", height, {
    width: WIDTH,
    height,
    autosize: { type: "pad" },
    encoding: { x: axis("x", WIDTH), y: axis("y", height, true) },
    layer: [
      // Today comes last, so that its neighbours leave its frame whole.
      boxes(
        cells
          .map(({ day, ...box }) => ({ ...box, isToday: day.day === today }))
          .sort((a, b) => Number(a.isToday) - Number(b.isToday)),
      ),
      texts(
        WEEKDAYS.map((text, column) => ({ text, x: (lefts[column] ?? 0) + 6, y: HEAD / 2 })),
        { color: SOFT_INK },
      ),
      texts(
        cells.map(({ day, x, y }) => ({
          text: `${Number(day.day.slice(8))}${day.day === today ? " today" : ""}`,
          x: x + 6,
          y: y + 17,
        })),
        { fontWeight: "bold" },
      ),
      ...entryLayers(cells, limit),
      texts(
        explained.map((text, line) => ({ text, x: 0, y: bottom + 12 + line * LINE + LINE / 2 })),
        { color: SOFT_INK },
      ),
    ],
  });
}

function columnWidths(weeks: MonthSheet["weeks"]): number[] {
  const isQuiet = [0, 6].every((column) => weeks.every((week) => (week[column]?.entries.length ?? 0) === 0));
  if (!isQuiet) return WEEKDAYS.map(() => WIDTH / 7);
  const wide = (WIDTH - 2 * QUIET_WIDTH) / 5;
  return WEEKDAYS.map((_, column) => (column === 0 || column === 6 ? QUIET_WIDTH : wide));
}

/** Two lines for an entry, and one that says how many more there are. */
function heightOf(week: readonly (MonthDay | null)[]): number {
  const lines = week.map((day) => {
    const entries = day?.entries.length ?? 0;
    return Math.min(entries, MOST_ENTRIES) * 2 + (entries > MOST_ENTRIES ? 1 : 0);
  });
  return NUMBER + Math.max(1, ...lines) * LINE + FOOT;
}

function entryLayers(cells: readonly (Placed & { readonly day: MonthDay })[], limit: number): object[] {
  const entries = cells.flatMap(({ day, x, y }) =>
    day.entries.slice(0, MOST_ENTRIES).map((entry, place) => ({
      mark: entry.mark,
      time: entry.time,
      text: cleanLine(entry.title),
      color: entry.tone === null ? OTHER_COLOR : PALETTE[entry.tone % PALETTE.length],
      x: x + 6,
      y: y + NUMBER + place * 2 * LINE + LINE / 2,
    })),
  );
  const more = cells
    .filter(({ day }) => day.entries.length > MOST_ENTRIES)
    .map(({ day, x, y }) => ({
      text: `+${day.entries.length - MOST_ENTRIES} more`,
      x: x + 6,
      y: y + NUMBER + MOST_ENTRIES * 2 * LINE + LINE / 2,
    }));
  return [
    {
      ...texts(
        entries.map(({ mark, ...entry }) => ({ ...entry, text: mark })),
        { fontWeight: "bold" },
      ),
      encoding: {
        text: { field: "text", type: "nominal" },
        color: { field: "color", type: "nominal", scale: null, legend: null },
      },
    },
    texts(
      entries.map(({ time, x, y }) => ({ text: time, x: x + 22, y })),
      { fontWeight: "bold" },
    ),
    texts(
      entries.map(({ text, x, y }) => ({ text, x, y: y + LINE })),
      { limit },
    ),
    texts(more, { color: SOFT_INK }),
  ];
}

/** Pixels as they are: what stands where is worked out above. */
const axis = (channel: "x" | "y", size: number, isDown = false): object => ({
  field: channel,
  type: "quantitative",
  axis: null,
  scale: { domain: isDown ? [size, 0] : [0, size], nice: false, zero: false },
});

const boxes = (values: readonly (Placed & { readonly isToday: boolean })[]): object => ({
  data: { values },
  mark: { type: "rect", fill: "#FFFFFF" },
  encoding: {
    x2: { field: "x2" },
    y2: { field: "y2" },
    stroke: { condition: { test: "datum.isToday", value: PALETTE[0] }, value: OTHER_COLOR },
    strokeWidth: { condition: { test: "datum.isToday", value: 4 }, value: 1 },
  },
});

const texts = (
  values: readonly { readonly text: string; readonly x: number; readonly y: number }[],
  style: Readonly<Record<string, unknown>> = {},
): object => ({
  data: { values },
  mark: { type: "text", align: "left", baseline: "middle", fontSize: TEXT_SIZE, ...style },
  encoding: { text: { field: "text", type: "nominal" } },
});
