import { hasWords } from "../clean.js";
import type { Chart } from "../model.js";
import { showInteger } from "../numbers.js";
import { type ChartWords, chartOf, fillsFor, labelAxis, legendFor, numberOf, valueAxis } from "./axes.js";
import { distinctLabels, isKnown, type Names, rank, type SeriesPoint, totalsOf } from "./points.js";
import { CHART_HEIGHT, PALETTE } from "./style.js";

const MOST_SERIES = PALETTE.length;
/** Bars of a grouped chart altogether, and how many of them are each given their number. */
const MOST_GROUPED = 36;
const MOST_NUMBERED_BARS = 12;

/**
 * Upright bars beside one another, one for each series, the labels in the order given: for what does not add up, as two
 * periods or unique people. Null when no value is known.
 */
export function groupedBars(words: ChartWords, parts: readonly SeriesPoint[]): Chart | null {
  const known = parts.filter(isKnown);
  if (known.length === 0) return null;
  const sizes = known.map(({ label, series, value }) => ({ label, series, size: Math.abs(value) }));
  const series = largestNames(
    sizes.map((part) => ({ key: part.series, value: part.size })),
    MOST_SERIES,
  );
  const labels = largestNames(
    sizes.map((part) => ({ key: part.label, value: part.size })),
    Math.max(2, Math.floor(MOST_GROUPED / series.shown.length)),
  );
  const values = known.flatMap((part) => {
    const [label, of] = [labels.nameOf(part.label), series.nameOf(part.series)];
    return label === null || of === null ? [] : [{ label, series: of, value: part.value }];
  });
  const isNumbered = values.length <= MOST_NUMBERED_BARS;
  const offset = { field: "series", type: "nominal", sort: null, scale: { domain: series.shown } };
  return chartOf(words, [labels.said, series.said].filter(hasWords).join(" "), CHART_HEIGHT, {
    data: { values },
    encoding: {
      x: {
        field: "label",
        type: "ordinal",
        sort: null,
        scale: { domain: labels.shown, paddingInner: 0.24 },
        axis: labelAxis(labels.shown),
      },
      xOffset: offset,
      y: valueAxis(words, values, isNumbered),
    },
    layer: [
      {
        mark: { type: "bar" },
        encoding: {
          color: {
            field: "series",
            type: "nominal",
            scale: { domain: series.shown, range: fillsFor(series.shown, null) },
            legend: legendFor(series.shown),
          },
        },
      },
      ...(isNumbered ? [{ mark: { type: "text", dy: -14 }, encoding: { text: numberOf(words) } }] : []),
    ],
  });
}

/** The names of the largest, in the order given; of what is left out the number is said, since it may not add up. */
function largestNames(points: readonly { readonly key: string; readonly value: number }[], most: number): Names {
  const ranked = rank(points);
  const kept = new Set(ranked.slice(0, most));
  const names = distinctLabels([...totalsOf(points).keys()].filter((key) => kept.has(key)));
  const said = ranked.length > most ? `Shown: the ${most} largest of ${showInteger(ranked.length)}.` : "";
  return { shown: [...names.values()], other: null, said, nameOf: (key) => names.get(key) ?? null };
}
