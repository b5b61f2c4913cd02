import type { TopLevelSpec } from "vega-lite";
import { PolarisError } from "../../runtime/index.js";
import { cleanText } from "../clean.js";
import type { Chart } from "../model.js";
import { fontMeasure, type Measure, prepareFonts } from "./fonts.js";
import { withFootnote } from "./footnote.js";
import { withPatterns } from "./patterns.js";
import { HOUSE_STYLE } from "./style.js";

/** SVG is drawn at 72 dots per inch; twice that is sharp on a phone. */
const DENSITY = 144;

/**
 * The chart as a PNG in the house style, with the footer of its figures under it, since a picture travels alone (ruling
 * F1). Everything it needs is loaded at the first chart, not at start. Throws
 * PolarisError `render_failed` when the specification cannot be drawn.
 */
export async function renderChart(chart: Chart, footer: string | null = null): Promise<Buffer> {
  prepareFonts();
  const { default: sharp } = await import("sharp");
  try {
    const svg = await renderChartSvg(chart, footer);
    return await sharp(Buffer.from(svg), { density: DENSITY }).flatten({ background: "#FFFFFF" }).png().toBuffer();
  } catch (cause) {
    if (cause instanceof PolarisError) throw cause;
    throw new PolarisError("render_failed", `The chart “${chart.key}” could not be drawn.`, { cause });
  }
}

/** The same as SVG text; charts load nothing from outside. */
export async function renderChartSvg(chart: Chart, footer: string | null = null): Promise<string> {
  const [{ compile }, vega] = await Promise.all([import("vega-lite"), import("vega"), measureTextByFont()]);
  // A chart's specification is written by this project's own code; Vega-Lite checks the rest while compiling.
  const spec = { config: HOUSE_STYLE, ...chart.spec } as unknown as TopLevelSpec;
  const loader = vega.loader();
  loader.load = async (uri) => {
    throw new PolarisError("render_failed", `A chart may not load ${uri}: its data stands in it.`);
  };
  const view = new vega.View(vega.parse(compile(spec, { logger: vega.logger(vega.Error) }).spec), {
    renderer: "none",
    loader,
    logLevel: vega.Error,
  });
  try {
    const svg = withPatterns(cleanText(await view.toSVG()));
    return footer === null ? svg : withFootnote(svg, footer, await fontMeasure());
  } finally {
    view.finalize();
  }
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}
interface TextMetrics {
  width: (item: TextItem, text: unknown) => number;
}

let measuring: Promise<void> | undefined;

/** Vega guesses text widths where there is no canvas, half as wide again as they are: labels would be cut. */
function measureTextByFont(): Promise<void> {
  measuring ??= (async () => {
    const [vega, measure] = await Promise.all([import("vega"), fontMeasure()]);
    const metrics = textMetricsOf(vega);
    metrics.width = (item, text) => widthOf(item, text, measure);
  })();
  return measuring;
}

/** Vega exports its text metrics to be replaced, but does not type them. */
function textMetricsOf(vega: object): TextMetrics {
  if ("textMetrics" in vega && typeof vega.textMetrics === "object" && vega.textMetrics !== null) {
    return vega.textMetrics as TextMetrics;
  }
  throw new PolarisError("render_failed", "This version of Vega has no text metrics to set.");
}

function widthOf(item: TextItem, text: unknown, measure: Measure): number {
  const words = text === null || text === undefined ? "" : String(text).trim();
  const weight = item.fontWeight === "bold" || Number(item.fontWeight) >= 600 ? "bold" : "normal";
  return measure(words, item.fontSize ?? 11, weight);
}
