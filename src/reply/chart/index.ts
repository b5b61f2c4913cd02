export type { ChartWords } from "./axes.js";
export { prepareFonts } from "./fonts.js";
export { groupedBars } from "./grouped.js";
export { type MonthDay, type MonthEntry, type MonthSheet, monthChart } from "./month.js";
export type { Point, SeriesPoint } from "./points.js";
export { renderChart, renderChartSvg } from "./render.js";
export { barChart, present, stackedBars, trendChart } from "./specs.js";
