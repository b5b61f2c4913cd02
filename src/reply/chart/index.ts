export { prepareFonts } from "./fonts.js";
export type { Point, SeriesPoint } from "./points.js";
export { renderChart, renderChartSvg } from "./render.js";
export { barChart, type ChartWords, present, stackedBars, trendChart } from "./specs.js";
