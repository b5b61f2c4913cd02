// One comparison in a process of its own, whose memory is then the comparison's; or, as its floor, the reading of the same pages alone.
// node reconciling.mjs POOL SALESFORCE deep|light|floor PLANTED: changes so many rows of the pool by hand first.
import sql from "sql-template-tag";
import { openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, systemClock } from "../../dist/src/runtime/index.js";
import { SalesforceSource } from "../../dist/src/sources/index.js";
import { reconcile } from "../../dist/src/watch/reconcile/index.js";

const [poolUrl, salesforceUrl, way, planted] = process.argv.slice(2);
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

if (Number(planted) > 0)
  await pool.transaction((tx) =>
    tx.run(sql`UPDATE contact SET record_hash = 'altered' WHERE id IN (
      SELECT id FROM contact WHERE deleted_at IS NULL ORDER BY id LIMIT ${Number(planted)})`),
  );

const processor = process.cpuUsage();
const began = performance.now();
const { rows, found, changed } = way === "floor" ? await readAlone() : await compared();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(processor);
await pool.close();
process.send({
  seconds,
  processorSeconds: (user + system) / 1e6,
  rows,
  found,
  changed,
  calls: source.calls,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
});
process.disconnect();

async function compared() {
  const { objects } = await reconcile({ pool, source, organization, clock: systemClock, depth: way });
  const failed = objects.find(({ error }) => error !== null);
  if (failed) throw new Error(`${failed.object}: ${failed.error}`);
  const sum = (count) => objects.reduce((total, { rows }) => total + count(rows), 0);
  return {
    rows: sum((each) => each.source),
    found: sum((each) => each.missing + each.extra + each.changed),
    changed: sum((each) => each.changed),
  };
}

/** The pages of every object, one object after the other as the comparison asks for them. */
async function readAlone() {
  const { now } = await source.open();
  const window = { from: null, until: new Date(Date.parse(now) + 1_000).toISOString() };
  const noWait = async () => undefined;
  const begin = async (object) => {
    const shape = source.shape(object, await source.describe(object.name));
    const { bulkAbove } = organization.salesforce;
    const pages = source.read({ shape, window, cursor: null, bulkAbove, onWait: noWait, onJob: noWait });
    return { pages, first: pages.next() };
  };
  let rows = 0;
  let next = begin(source.objects[0]);
  for (let place = 0; place < source.objects.length; place++) {
    const { pages, first } = await next;
    const following = source.objects[place + 1];
    if (following) next = begin(following);
    for (let page = await first; !page.done; ) {
      const ahead = pages.next();
      rows += page.value.rows.length;
      page = await ahead;
    }
  }
  return { rows, found: 0, changed: 0 };
}
