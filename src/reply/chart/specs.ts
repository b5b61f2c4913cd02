import { cleanLine, hasWords } from "../clean.js";
import type { Chart, ValueType } from "../model.js";
import { showCell } from "../numbers.js";
import {
  type ChartWords,
  chartOf,
  fillsFor,
  fitSideBySide,
  labelAxis,
  legendFor,
  numberOf,
  rangeOf,
  valueAxis,
} from "./axes.js";
import {
  apart,
  type DrawnPoint,
  distinctLabels,
  gatheredWords,
  gatherLargest,
  isKnown,
  leftOutWords,
  type Names,
  type Point,
  rank,
  type SeriesPoint,
  totalsOf,
} from "./points.js";
import { CHART_HEIGHT, CHART_PADDING, CHART_WIDTH, OTHER_COLOR, PALETTE } from "./style.js";

const MOST_BARS = 20;
const MOST_STACKS = 16;
const MOST_SERIES = PALETTE.length;
/** More points than this are not each given their number. */
const MOST_NUMBERED_POINTS = 8;
const PHONE_BAR = 46;
/** Height of a bar among many. */
const THIN_BAR = 32;
/** A row of the legend above lying bars, whose labels leave room for two parts in it. */
const LEGEND_ROW = 34;
const PARTS_PER_ROW = 2;
/** Pixels of an average letter and of a digit of the labels. */
const LETTER = 11.5;
const DIGIT = 13;

/** Horizontal bars, largest first, each with its number. Null when no value is known: an empty chart says nothing. */
export function barChart(
  words: ChartWords,
  given: readonly Point[],
  options: { readonly top?: number; readonly order?: "largest" | "given" } = {},
): Chart | null {
  const points = apart(given);
  const gathered = gatherLargest(points, Math.min(options.top ?? MOST_BARS, MOST_BARS), words.adds === true);
  if (gathered.points.length === 0) return null;
  const keepsOrder = options.order === "given" && gathered.other === null;
  const drawn = keepsOrder ? inGivenOrder(points, gathered.points) : gathered.points;
  const values = drawn.map(({ value }) => value);
  const [lowest, highest] = rangeOf(values);
  const room = roomForNumbers(drawn, words.type) * (highest - lowest || 1);
  const top = highest > 0 ? highest + room : lowest < 0 ? 0 : 1;
  return chartOf(words, gathered.said, heightOf(drawn.length), {
    data: { values: drawn.map((point) => ({ ...point, rest: point.label === gathered.other })) },
    encoding: {
      y: { field: "label", type: "nominal", sort: null, axis: { title: null, domain: false } },
      x: {
        field: "value",
        type: "quantitative",
        axis: null,
        scale: {
          domain: [lowest < 0 ? lowest - room : 0, top],
          nice: false,
        },
      },
    },
    layer: [
      {
        mark: { type: "bar", height: { band: 0.68 } },
        encoding: { color: { condition: { test: "datum.rest", value: OTHER_COLOR }, value: PALETTE[0] } },
      },
      ...[
        { test: "datum.value >= 0", align: "left", dx: 8 },
        { test: "datum.value < 0", align: "right", dx: -8 },
      ].map(({ test, align, dx }) => ({
        transform: [{ filter: test }],
        mark: { type: "text", align, dx, baseline: "middle" },
        encoding: { text: numberOf(words) },
      })),
    ],
  });
}

/** As high as the bars need, and no higher than is needed on a phone. */
function heightOf(bars: number): number {
  return Math.max(Math.min(CHART_HEIGHT, 170 + bars * PHONE_BAR), 170 + bars * THIN_BAR);
}

/** Which share of the bars' length the numbers behind them take, beside the labels. */
function roomForNumbers(drawn: readonly DrawnPoint[], type: ValueType | undefined): number {
  const longest = (lengths: readonly number[]) => lengths.reduce((most, each) => Math.max(most, each), 0);
  const labels = LETTER * longest(drawn.map(({ label }) => label.length));
  const numbers = 16 + DIGIT * longest(drawn.map(({ value }) => showCell(value, type ?? "number").length));
  return numbers / Math.max(numbers, CHART_WIDTH - 2 * CHART_PADDING - labels - numbers);
}

/** Lines over time in the order given, at most six; a gap stays a gap, a single point is drawn as one. */
export function trendChart(words: ChartWords, given: readonly (Point & { readonly series?: string })[]): Chart | null {
  const named = given.map((point): SeriesPoint => ({ ...point, series: cleanLine(point.series ?? words.measure) }));
  const known = named.filter(isKnown);
  if (known.length === 0) return null;
  const ranked = rank(known.map((point) => ({ key: point.series, value: Math.abs(point.value) })));
  const shownSeries = new Set(ranked.slice(0, MOST_SERIES));
  const order = [...new Set(named.map((point) => point.series))].filter((series) => shownSeries.has(series));
  const said = ranked.length > MOST_SERIES ? `Shown: ${MOST_SERIES} of ${ranked.length} lines.` : "";
  const names = distinctLabels(named.map((point) => point.label));
  const seriesNames = distinctLabels(order);
  const labels = [...names.values()];
  const values = named
    .filter((point) => shownSeries.has(point.series))
    .map(({ label, value, series }) => ({
      label: names.get(label),
      series: seriesNames.get(series),
      value: isKnown({ label, value }) ? value : null,
    }));
  const isNumbered = labels.length <= MOST_NUMBERED_POINTS && order.length === 1;
  const domain = [...seriesNames.values()];
  return chartOf(words, said, CHART_HEIGHT, {
    data: { values },
    encoding: {
      x: {
        field: "label",
        type: "ordinal",
        sort: null,
        axis: labelAxis(labels),
        scale: { type: "point", padding: 0.5 },
      },
      y: valueAxis(words, known, isNumbered),
      ...(order.length > 1
        ? {
            color: {
              field: "series",
              type: "nominal",
              sort: null,
              scale: { domain, range: PALETTE.slice(0, domain.length) },
              legend: legendFor(domain),
            },
            shape: { field: "series", type: "nominal", sort: null, scale: { domain }, legend: legendFor(domain) },
          }
        : {}),
    },
    layer: [
      { mark: { type: "line", invalid: "break-paths-show-domains" } },
      { mark: { type: "point", filled: true, opacity: 1, size: labels.length > 40 ? 40 : 130 } },
      ...(isNumbered
        ? [
            {
              transform: [{ filter: "isValid(datum.value)" }],
              mark: { type: "text", dy: -20, stroke: "#FFFFFF", strokeWidth: 6 },
              encoding: { text: numberOf(words), color: { value: "#FFFFFF" } },
            },
            {
              transform: [{ filter: "isValid(datum.value)" }],
              mark: { type: "text", dy: -20 },
              encoding: { text: numberOf(words), color: { value: "#1D1C1D" } },
            },
          ]
        : []),
    ],
  });
}

/** Bars made of parts, labels in the order given, the total at each: upright while the labels fit side by side beneath, else lying beside them. */
export function stackedBars(words: ChartWords, parts: readonly SeriesPoint[]): Chart | null {
  const known = parts.filter(isKnown).filter(({ value }) => value >= 0);
  if (known.length === 0) return null;
  const series = gatherNames(
    known.map((part) => ({ key: part.series, value: part.value })),
    MOST_SERIES,
    "draw the rest",
  );
  const labels = gatherNames(
    known.map((part) => ({ key: part.label, value: part.value })),
    MOST_STACKS,
    "draw a small rest",
  );
  const values = stackedValues(known, labels, series);
  const totals = labels.shown.map((label) => ({
    label,
    value: values.filter((part) => part.label === label).reduce((sum, part) => sum + part.value, 0),
  }));
  const isUpright = fitSideBySide(labels.shown);
  const height = isUpright
    ? CHART_HEIGHT
    : heightOf(labels.shown.length) + LEGEND_ROW * Math.ceil(series.shown.length / PARTS_PER_ROW);
  const along = { field: "label", type: "ordinal", sort: null, scale: { domain: labels.shown } };
  const amount = valueAxis(words, totals, true);
  return chartOf(words, [labels.said, series.said].filter(hasWords).join(" "), height, {
    data: { values },
    encoding: isUpright
      ? { x: { ...along, axis: labelAxis(labels.shown) } }
      : { y: { ...along, axis: { title: null, domain: false } } },
    layer: [
      {
        mark: {
          type: "bar",
          [isUpright ? "width" : "height"]: { band: 0.68 },
          stroke: "#FFFFFF",
          strokeWidth: 1.5,
        },
        encoding: {
          [isUpright ? "y" : "x"]: { ...amount, ...(isUpright ? {} : { axis: null }), aggregate: "sum" },
          color: {
            field: "series",
            type: "nominal",
            scale: { domain: series.shown, range: fillsFor(series.shown, series.other) },
            legend: isUpright ? legendFor(series.shown) : { columns: PARTS_PER_ROW },
          },
          order: { field: "place", type: "ordinal" },
        },
      },
      {
        data: { values: totals },
        mark: { type: "text", fontWeight: "bold", ...(isUpright ? { dy: -14 } : { align: "left", dx: 8 }) },
        encoding: { [isUpright ? "y" : "x"]: { field: "value", type: "quantitative" }, text: numberOf(words) },
      },
    ],
  });
}

interface StackedValue {
  readonly label: string;
  readonly series: string;
  readonly value: number;
  /** The part's place in its bar. */
  readonly place: number;
}

/** One value per bar and part: what fell together is added up, what is not shown is left out. */
function stackedValues(
  known: readonly (SeriesPoint & { readonly value: number })[],
  labels: Names,
  series: Names,
): StackedValue[] {
  const sums = new Map<string, StackedValue>();
  for (const part of known) {
    const [label, of] = [labels.nameOf(part.label), series.nameOf(part.series)];
    if (label === null || of === null) continue;
    const key = JSON.stringify([label, of]);
    const value = (sums.get(key)?.value ?? 0) + part.value;
    sums.set(key, { label, series: of, value, place: series.shown.indexOf(of) });
  }
  return [...sums.values()];
}

/** The charts that could be made; a builder gives null when there is nothing to draw. */
export function present(...charts: readonly (Chart | null)[]): Chart[] {
  return charts.filter((chart) => chart !== null);
}

function inGivenOrder(points: readonly Point[], drawn: readonly DrawnPoint[]): DrawnPoint[] {
  const place = new Map(
    [...distinctLabels(points.filter(isKnown).map(({ label }) => label)).values()].map((name, at) => [name, at]),
  );
  return [...drawn].sort((a, b) => (place.get(a.label) ?? 0) - (place.get(b.label) ?? 0));
}

/** Names in the order given; beyond `most` the smallest go together, or are only said where they would dwarf the rest. */
function gatherNames(
  points: readonly { readonly key: string; readonly value: number }[],
  most: number,
  rule: "draw the rest" | "draw a small rest",
): Names {
  const totals = totalsOf(points);
  const ranked = rank(points);
  const isCut = ranked.length > most;
  const kept = new Set(isCut ? ranked.slice(0, most - 1) : ranked);
  const names = distinctLabels([...totals.keys()].filter((key) => kept.has(key)));
  const shown = [...names.values()];
  if (!isCut) return { shown, other: null, said: "", nameOf: (key) => names.get(key) ?? null };
  const rest = ranked.filter((key) => !kept.has(key)).reduce((sum, key) => sum + (totals.get(key) ?? 0), 0);
  if (rule === "draw a small rest" && rest > (totals.get(ranked[0] ?? "") ?? 0)) {
    const said = leftOutWords(kept.size, ranked.length, rest);
    return { shown, other: null, said, nameOf: (key) => names.get(key) ?? null };
  }
  const other = `Other (${ranked.length - kept.size})`;
  const said = gatheredWords(kept.size, ranked.length);
  return { shown: [...shown, other], other, said, nameOf: (key) => names.get(key) ?? other };
}
