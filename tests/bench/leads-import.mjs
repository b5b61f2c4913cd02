// One monthly list through all layers in a process of its own, whose memory is then the import's, in a thread with the heap of the one that writes.
// node leads-import.mjs POOL FILE DATE
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { openSuites } from "../../dist/src/intake/index.js";
import { importLeads } from "../../dist/src/leads/index.js";
import { migrate, openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, projectFile, systemClock } from "../../dist/src/runtime/index.js";
import { recogniseLeads } from "../../dist/src/sources/index.js";
import { WRITER_MEMORY } from "../../dist/src/writer-memory.js";

const [poolUrl, file, fileDate] = process.argv.slice(2);
if (isMainThread) {
  const argv = process.argv.slice(2);
  const writer = new Worker(new URL(import.meta.url), { argv, resourceLimits: WRITER_MEMORY });
  writer.once("message", (said) => {
    process.send(said);
    process.disconnect();
  });
} else parentPort.postMessage(await take());

async function take() {
  await migrate(poolUrl, "prisma");
  const pool = openPool(poolUrl);
  const organization = organizationSchema.parse(undefined);
  const stages = [];
  const began = performance.now();
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const { name } = path.parse(file);
  const result = await importLeads({
    pool,
    organization,
    clock: systemClock,
    table: await recogniseLeads({ name: path.basename(file), path: file }, organization.leadSources, "source_1"),
    file: { name, checksum: hash.digest("hex"), bytes: statSync(file).size },
    fileDate,
    way: "terminal",
    startedBy: "terminal",
    judge: openSuites(projectFile("config")),
    progress: ({ stage }) => {
      if (stages.at(-1)?.stage !== stage) stages.push({ stage, at: (performance.now() - began) / 1000 });
    },
  });
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return { ...result, seconds, stages, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}
