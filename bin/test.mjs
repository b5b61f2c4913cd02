// npm test: sets up what is missing, then lint, types and every test. `npm test -- tests/metrics` runs a part.
import { spawnSync } from "node:child_process";
import { prepare, root } from "./prepare.mjs";

prepare();
const only = process.argv.slice(2);
const checks = [
  ["lint", ["node_modules/@biomejs/biome/bin/biome", "check", "."]],
  ["types", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  ["types of the console page", ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "sandbox/console/page"]],
  ["tests", ["node_modules/vitest/vitest.mjs", "run", ...only]],
];
let failed = 0;
for (const [name, args] of only.length > 0 ? checks.slice(-1) : checks) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
