// The bot as it is in production, with Slack and Salesforce in other processes: how long people wait while it syncs.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openPolaris } from "../../dist/src/main.js";
import { below, figure, milliseconds, quantile } from "./figures.mjs";
import { startBeside } from "./processes.mjs";

const WORK = { oneByOne: 200, together: 60 };
const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
const salesforce = await startBeside("outside/salesforce.mjs", 1);
const slack = await startBeside("outside/slack.mjs");
const polaris = await openPolaris(
  {
    ...slack.environment,
    SALESFORCE_LOGIN_URL: salesforce.url,
    SALESFORCE_CLIENT_ID: "polaris-sandbox",
    SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    POLARIS_MODE: "sandbox",
    POLARIS_DATA_DIR: folder,
    POLARIS_CONFIG: "sandbox/organization.yml",
    LOG_LEVEL: "warn",
  },
  () => undefined,
);
try {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { single, many, syncs } = await slack.ask(WORK);
  delay.disable();
  const blocked = delay.percentile(99) / 1e6;
  process.send([
    figure(`${single.length} commands one by one, ${syncs} syncs meanwhile`, times(single)),
    figure(`${many.length} commands, five at once`, times(many)),
    figure("event-loop delay of the main thread, p99", milliseconds(blocked), below(blocked, 50, "50 ms")),
  ]);
} finally {
  await polaris.stop();
  slack.stop();
  salesforce.stop();
  rmSync(folder, { recursive: true, force: true });
  process.disconnect();
}

function times(answers) {
  const of = (part) => {
    const all = answers.map((answer) => answer[part]);
    return `p50 ${milliseconds(quantile(all, 0.5))}, p99 ${milliseconds(quantile(all, 0.99))}`;
  };
  return `acknowledged ${of("ack")}; whole answer ${of("whole")}`;
}
