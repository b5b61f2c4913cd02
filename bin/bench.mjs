// npm run bench: how fast Polaris is, beside what the machine could do at best in the same run. `npm run bench -- sync` runs a part.
// Nothing here is a test: figures depend on the machine. The exit status says whether every floor was met.
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { prepare, root } from "./prepare.mjs";

const BENCHES = [
  "slack",
  "sync",
  "metrics",
  "reports",
  "outputs",
  "reconcile",
  "expectations",
  "identity",
  "people",
  "matching",
  "leads",
];

// What comes after the first "--word" is the part's own: `npm run bench -- identity --data FILE`.
const words = process.argv.slice(2);
const options = words.findIndex((word) => word.startsWith("--"));
const asked = options === -1 ? words : words.slice(0, options);
const own = options === -1 ? [] : words.slice(options);
const unknown = asked.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(", ")}. Expected ${BENCHES.join(", ")}, or nothing for all.`);
  process.exit(2);
}
prepare();
let isAllMet = true;
for (const name of asked.length > 0 ? asked : BENCHES) {
  console.log(`\n— ${name}`);
  const figures = await run(name);
  if (figures === null) isAllMet = false;
  else for (const figure of figures) print(figure);
}
process.exit(isAllMet ? 0 : 1);

/** The figures of one bench, run in a process of its own; null when it failed. */
async function run(name) {
  const child = fork(path.join(root, "tests/bench", `${name}.mjs`), own, { cwd: root });
  let figures = null;
  child.once("message", (message) => {
    figures = message;
  });
  const [code] = await once(child, "exit");
  return code === 0 ? figures : null;
}

function print({ name, text, floor, isMet }) {
  console.log(`${name.padEnd(44)} ${text}`);
  if (floor === undefined) return;
  console.log(`${"".padEnd(44)} ${isMet ? "floor met" : "FLOOR NOT MET"}: ${floor}`);
  isAllMet &&= isMet;
}
