import { CHART_FONT } from "./fonts.js";

/** A chart's size before doubling: 1,600 × 1,000 pixels in the file, readable when a phone shows it 375 points wide. */
export const CHART_WIDTH = 800;
export const CHART_HEIGHT = 500;
export const TITLE_SIZE = 28;
export const LABEL_SIZE = 20;
/** The footer under a chart: small print, read when the picture is opened. */
export const FOOTNOTE_SIZE = 14;
export const CHART_PADDING = 24;

/** Okabe and Ito's colours, told apart with every kind of colour blindness; the yellow is left out, too pale on white. */
export const PALETTE = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"] as const;
/** What is gathered as "Other": no category of its own. */
export const OTHER_COLOR = "#8A8F98";

const INK = "#1D1C1D";
export const SOFT_INK = "#4A4F57";
const GRID = "#E3E6EA";

/** One look for every chart, as a Vega-Lite config. */
export const HOUSE_STYLE = {
  background: "#FFFFFF",
  padding: CHART_PADDING,
  font: CHART_FONT,
  autosize: { type: "fit", contains: "padding" },
  title: {
    anchor: "start",
    color: INK,
    fontSize: TITLE_SIZE,
    fontWeight: "bold",
    lineHeight: TITLE_SIZE * 1.25,
    subtitleColor: SOFT_INK,
    subtitleFontSize: LABEL_SIZE,
    subtitlePadding: 8,
    offset: 18,
    limit: 0,
  },
  axis: {
    labelColor: INK,
    labelFontSize: LABEL_SIZE,
    labelLimit: 0,
    labelPadding: 8,
    titleColor: SOFT_INK,
    titleFontSize: LABEL_SIZE,
    titleFontWeight: "normal",
    titleLimit: 0,
    titlePadding: 12,
    domainColor: SOFT_INK,
    gridColor: GRID,
    tickColor: SOFT_INK,
    ticks: false,
  },
  legend: {
    orient: "top",
    direction: "horizontal",
    labelColor: INK,
    labelFontSize: LABEL_SIZE,
    labelLimit: 0,
    title: null,
    symbolSize: 260,
    symbolStrokeWidth: 3,
    columnPadding: 24,
    offset: 12,
  },
  range: { category: PALETTE },
  view: { stroke: null },
  bar: { color: PALETTE[0] },
  line: { color: PALETTE[0], strokeWidth: 4 },
  point: { color: PALETTE[0], filled: true, size: 130 },
  text: { color: INK, fontSize: LABEL_SIZE },
} as const;
