// What a report can be had as: a picture of each kind of chart, a workbook and a text file of 100,000 rows.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { barChart, groupedBars, prepareFonts, stackedBars, trendChart } from "../../dist/src/reply/index.js";
import { below, figure, median, milliseconds, thousands } from "./figures.mjs";
import { runBeside } from "./processes.mjs";

const ROUNDS = 9;
const WARM_UP = 3;
const MOST_MILLISECONDS = 300;
const MOST_SECONDS = 10;
const MOST_MEGABYTES = 250;

const words = {
  key: "bench",
  title: "Sessions held with Hill's Pet Nutrition",
  takeaway: "Most in SY24-25.",
  altText: "Bars.",
  sensitivity: "open",
  measure: "Sessions held",
  type: "integer",
};
const series = (count, labels) =>
  Array.from({ length: count }, (_, of) =>
    labels.map((label, at) => ({ label, series: `Part ${of}`, value: (at * 7 + of * 5) % 43 })),
  ).flat();
const months = Array.from({ length: 36 }, (_, at) => `Month ${at + 1}`);
const years = ["SY22-23", "SY23-24", "SY24-25", "SY25-26 to date"];
const CHARTS = {
  "bars, the largest of 400": barChart(
    words,
    Array.from({ length: 400 }, (_, at) => ({ label: `Organisation ${at}`, value: 400 - at })),
  ),
  "stacked bars by year": stackedBars(words, series(2, years)),
  "stacked bars by month": stackedBars(words, series(6, months.slice(0, 12))),
  "grouped bars by year": groupedBars(words, series(3, years)),
  "trend of six over 36 months": trendChart(words, series(6, months)),
};
const FOOTER =
  "Metrics Bible v1.0 with rulings r1 · 1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26) · Salesforce as of 15 Feb 2026 10:00 CST · SAMPLE DATA";

const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
try {
  const figures = [...(await charts()), ...(await files())];
  process.send?.(figures);
  if (process.send === undefined) for (const { name, text } of figures) console.log(name.padEnd(44), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
  process.disconnect?.();
}

/** Drawn one by one in a worker thread; meanwhile this thread looks how long it is kept waiting. */
async function charts() {
  prepareFonts();
  const worker = new Worker(new URL("drawing.mjs", import.meta.url));
  const draw = async (chart) => {
    const began = performance.now();
    worker.postMessage({ chart, footer: FOOTER });
    await once(worker, "message");
    return performance.now() - began;
  };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const figures = [];
  for (const [name, chart] of Object.entries(CHARTS)) {
    for (let round = 0; round < WARM_UP; round++) await draw(chart);
    delay.enable();
    const times = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await draw(chart));
    delay.disable();
    const taken = median(times);
    figures.push(figure(`chart: ${name}`, milliseconds(taken), below(taken, MOST_MILLISECONDS, "300 ms, warm")));
  }
  await worker.terminate();
  const waited = delay.percentile(99) / 1e6;
  return [
    ...figures,
    figure("… this thread waited meanwhile, 99 of 100", milliseconds(waited), below(waited, 50, "50 ms")),
  ];
}

async function files() {
  const figures = [];
  for (const kind of ["xlsx", "csv"]) {
    const { rows, seconds, peakMegabytes, megabytes } = await runBeside("rendering.mjs", kind, folder);
    const text = `${seconds.toFixed(1)} s, ${Math.round(peakMegabytes)} MB of memory, ${megabytes.toFixed(1)} MB on disk`;
    const isMet = seconds <= MOST_SECONDS && peakMegabytes <= MOST_MEGABYTES;
    figures.push(figure(`${kind} of ${thousands(rows)} rows`, text, { text: "at most 10 s and 250 MB", isMet }));
  }
  return figures;
}
