// A sync as a process of its own, from the built code, which tells each step on stdout: to be killed at any of them.
import { syncSalesforce } from "../../dist/src/intake/index.js";
import { openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, systemClock } from "../../dist/src/runtime/index.js";
import { SalesforceSource } from "../../dist/src/sources/index.js";

const { poolUrl, orgUrl, bulkAbove } = JSON.parse(process.argv[2]);
const defaults = organizationSchema.parse(undefined);
const organization = { ...defaults, salesforce: { ...defaults.salesforce, bulkAbove } };
const proof = { kind: "secret", clientSecret: "sandbox-secret" };
const source = new SalesforceSource({
  access: { loginUrl: orgUrl, clientId: "polaris-sandbox", apiVersion: "62.0", proof },
  rules: organization,
  clock: systemClock,
  portions: { page: 100, answer: 250 },
});
const pool = openPool(poolUrl);
const progress = ({ stage, done }) => process.stdout.write(`${stage} ${done}\n`);
const run = { pool, source, organization, clock: systemClock, progress };
await syncSalesforce({ ...run, trigger: "command", readsAside: true });
await pool.close();
process.stdout.write("finished\n");
