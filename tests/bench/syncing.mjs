// One sync in a process of its own, whose memory is then the sync's, in a thread with the heap of the one that writes.
// node syncing.mjs POOL SALESFORCE
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { syncSalesforce } from "../../dist/src/intake/index.js";
import { migrate, openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, systemClock } from "../../dist/src/runtime/index.js";
import { SalesforceSource } from "../../dist/src/sources/index.js";
import { WRITER_MEMORY } from "../../dist/src/writer-memory.js";

const [poolUrl, salesforceUrl] = process.argv.slice(2);
if (isMainThread) {
  const argv = process.argv.slice(2);
  const writer = new Worker(new URL(import.meta.url), { argv, resourceLimits: WRITER_MEMORY });
  writer.once("message", (said) => {
    process.send(said);
    process.disconnect();
  });
} else parentPort.postMessage(await sync());

async function sync() {
  await migrate(poolUrl, "prisma");
  const pool = openPool(poolUrl);
  const organization = organizationSchema.parse(undefined);
  const source = new SalesforceSource({
    access: {
      loginUrl: salesforceUrl,
      clientId: "polaris-sandbox",
      apiVersion: "62.0",
      proof: { kind: "secret", clientSecret: "sandbox-secret" },
    },
    rules: organization,
    clock: systemClock,
  });

  const processor = process.cpuUsage();
  const began = performance.now();
  let stored = began;
  const result = await syncSalesforce({
    pool,
    source,
    organization,
    clock: systemClock,
    trigger: "command",
    readsAside: true,
    progress: ({ stage }) => {
      if (stage.startsWith("people,")) stored = performance.now();
    },
  });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(processor);
  await pool.close();
  const changed = result.objects.reduce(
    (sum, { counts }) => sum + counts.inserted + counts.updated + counts.deleted,
    0,
  );
  return {
    seconds,
    /** Until all rows were stored; then persons, districts and credit are worked out. */
    storingSeconds: (stored - began) / 1000,
    processorSeconds: (user + system) / 1e6,
    changed,
    rows: result.objects.reduce((sum, { counts }) => sum + counts.read, 0),
    ways: [...new Set(result.objects.map(({ way }) => way))],
    objects: result.objects.length,
    uneven: result.objects.filter(({ counts }) => counts.read !== sumOf(counts)).map(({ object }) => object),
    calls: result.calls,
    error: result.error?.text ?? null,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

function sumOf({ inserted, updated, unchanged, deleted, quarantined, skipped }) {
  return inserted + updated + unchanged + deleted + quarantined + skipped;
}
