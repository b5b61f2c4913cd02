// Draws charts in a worker thread, as Polaris does.
import { parentPort } from "node:worker_threads";
import { renderChart } from "../../dist/src/reply/index.js";

parentPort.on("message", async ({ chart, footer }) => {
  parentPort.postMessage((await renderChart(chart, footer)).length);
});
