import { cleanLine } from "../clean.js";
import type { Chart, Sensitivity, ValueType } from "../model.js";
import { cutToWidth, wrap } from "../width.js";
import { fillAt } from "./patterns.js";
import { CHART_WIDTH, OTHER_COLOR } from "./style.js";

/** What the caller says about a chart: the sentence it shows and the text for who cannot see it. */
export interface ChartWords {
  readonly key: string;
  readonly title: string;
  readonly takeaway: string;
  readonly altText: string;
  readonly sensitivity: Sensitivity;
  /** What is counted, with its unit: "Hours", "Students reached". */
  readonly measure: string;
  readonly type?: ValueType;
  /** Figures of several bars add up, as sessions and hours do and unique people do not: those left out are told as one. */
  readonly adds?: boolean;
}

/** Letters of axis labels that fit side by side. */
const ROOM_FOR_LABELS = 56;
const TITLE_COLUMNS = 44;
const SUBTITLE_COLUMNS = 64;

/** A chart of its words and the rest of its specification; `said` stands behind its sentence, in its alt text and in the picture. */
export function chartOf(
  words: ChartWords,
  said: string,
  height: number,
  spec: Readonly<Record<string, unknown>>,
): Chart {
  const title = wrap(words.title, TITLE_COLUMNS);
  const lines = title.length > 2 ? [title[0], cutToWidth(title.slice(1).join(" "), TITLE_COLUMNS)] : title;
  const measure = cutToWidth(cleanLine(words.measure), SUBTITLE_COLUMNS);
  const say = (text: string) => (said === "" ? text : `${text} ${said}`);
  return {
    key: words.key,
    title: words.title,
    takeaway: say(words.takeaway),
    altText: say(words.altText),
    sensitivity: words.sensitivity,
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      width: CHART_WIDTH,
      height,
      // A picture that is passed on alone says itself what it leaves out.
      title: { text: lines, subtitle: said === "" ? measure : [measure, ...wrap(said, SUBTITLE_COLUMNS)] },
      ...spec,
    },
  };
}

function numberFormat(type: ValueType | undefined): string {
  if (type === "percent") return ".1~%";
  return type === "integer" ? ",.0f" : ",.1~f";
}

/** The value as the number that stands at its mark. */
export function numberOf(words: ChartWords): object {
  return { field: "value", type: "quantitative", format: numberFormat(words.type) };
}

/** From zero up, so that lengths and slopes are honest, with room above for numbers. */
export function valueAxis(
  words: ChartWords,
  points: readonly { readonly value: number }[],
  roomAbove: boolean,
): object {
  const [lowest, highest] = rangeOf(points.map(({ value }) => value));
  const top = highest === 0 && lowest === 0 ? 1 : highest + (highest - lowest) * (roomAbove ? 0.14 : 0.04);
  const wholeSteps = words.type === "integer" && highest < 5 ? { tickMinStep: 1 } : {};
  return {
    field: "value",
    type: "quantitative",
    scale: { domain: [Math.min(0, lowest), top] },
    axis: { title: null, format: numberFormat(words.type), tickCount: 5, domain: false, ...wholeSteps },
  };
}

/** The least and the greatest, zero among them. */
export function rangeOf(values: readonly number[]): [lowest: number, highest: number] {
  return [values.reduce((a, b) => Math.min(a, b), 0), values.reduce((a, b) => Math.max(a, b), 0)];
}

/** Whether labels stand level beneath upright bars without touching. */
export const fitSideBySide = (labels: readonly string[]): boolean =>
  labels.reduce((sum, label) => sum + label.length + 1, 0) <= ROOM_FOR_LABELS;

/** Labels level while they fit side by side; slanted when longer; every nth when there are too many. */
export function labelAxis(labels: readonly string[]): object {
  if (fitSideBySide(labels)) return { title: null, labelAngle: 0 };
  const step = Math.ceil(labels.length / 18);
  const shown = labels.filter((_, index) => index % step === 0);
  return { title: null, labelAngle: -40, labelAlign: "right", values: shown };
}

/** One line of legend while it fits, else rows of three or two. */
export function legendFor(series: readonly string[]): object {
  const letters = series.reduce((sum, name) => sum + name.length + 5, 0);
  if (letters <= ROOM_FOR_LABELS) return {};
  return { columns: series.some((name) => name.length > 16) ? 2 : 3 };
}

/** A fill for each part, grey for what is gathered as the rest. */
export function fillsFor(series: readonly string[], other: string | null): string[] {
  return series.map((name, index) => (name === other ? OTHER_COLOR : fillAt(index)));
}
