// Everything between a fresh clone and a program that runs: install, generate, build. Each step is skipped when what it
// depends on has not changed since it last succeeded. Plain JavaScript without packages: it runs before they exist.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { alone } from "./lock.mjs";
import { buildPage } from "./page.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const at = (...parts) => path.join(root, ...parts);
const LONGEST_STEP = 15 * 60_000;

/** Brings the checkout to the point where dist/ can run. `say` gets one line per step that had work to do. */
export function prepare(say = (line) => console.error(line)) {
  refuseOtherNode();
  step("install", ["package.json", "package-lock.json", ".npmrc"], at("node_modules"), () => {
    say("Installing packages (about two minutes, the first time only) …");
    install();
  });
  step(
    "generate",
    ["prisma/models", "prisma/sqlite/schema.prisma", "prisma/postgresql/schema.prisma"],
    at("src/pool/generated"),
    () => {
      say("Generating the database client …");
      generate();
    },
  );
  step("build", ["src", "commands", "jobs", "sandbox", "tsconfig.json", "tsconfig.build.json"], at("dist"), () => {
    say("Building …");
    build();
  });
  linkCommand();
}

function refuseOtherNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if ((major === 20 && minor >= 19) || major === 21 || major === 22) return;
  console.error(
    `Polaris needs Node 20.19 to 22; this is Node ${process.versions.node}. Install one of those, then try again.`,
  );
  process.exit(1);
}

/**
 * Runs `work` unless `inputs` hash to what the stamp in `output` says. The stamp is written only after success. Of several
 * processes that find the same work to do, one does it and the others wait for it.
 */
function step(name, inputs, output, work) {
  const hash = createHash("sha256").update(process.versions.modules);
  // Paths count from the checkout, which may be moved.
  for (const input of inputs)
    for (const file of filesIn(at(input))) hash.update(path.relative(root, file)).update(readFileSync(file));
  const digest = hash.digest("hex");
  const stamp = path.join(output, `.${name}-stamp`);
  const isDone = () => existsSync(stamp) && readFileSync(stamp, "utf8") === digest;
  if (isDone()) return;
  alone(at(".prepare.lock"), LONGEST_STEP, () => {
    if (isDone()) return;
    work();
    mkdirSync(output, { recursive: true });
    writeFileSync(stamp, digest);
  });
}

function filesIn(place) {
  if (!existsSync(place)) return [];
  if (!/\.\w+$/.test(path.basename(place)) || place.endsWith("generated")) {
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.name !== "generated")
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) =>
        entry.isDirectory() ? filesIn(path.join(place, entry.name)) : [path.join(place, entry.name)],
      );
  }
  return [place];
}

/** Runs a program silently; what it said is shown only when it fails. */
function run(program, args, env = {}) {
  const done = spawnSync(process.execPath, [at("node_modules", program), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (done.status === 0) return;
  console.error(done.stdout + done.stderr);
  process.exit(1);
}

function install() {
  if (lstatSync(at("node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.error(
      "node_modules is a link to another folder, which installing would empty. Remove the link, then try again.",
    );
    process.exit(1);
  }
  const done = spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (done.status === 0) return;
  console.error(done.stderr);
  if (/gyp|better-sqlite3|make|g\+\+/.test(done.stderr)) {
    console.error(
      "A part of Polaris is compiled on this machine and could not be. On Debian or Ubuntu:\n  sudo apt-get install build-essential python3\nOn macOS: xcode-select --install. Then run the same command again.",
    );
  }
  process.exit(1);
}

export function generate() {
  for (const provider of ["sqlite", "postgresql"]) {
    run("prisma/build/index.js", ["generate", "--config", "prisma/prisma.config.ts"], { DB_PROVIDER: provider });
  }
}

/** TypeScript to dist/, made beside it and put in its place when it is whole: a bot may be running from the one before. */
export function build() {
  const next = at("dist.next");
  const before = at("dist.before");
  for (const folder of [next, before]) rmSync(folder, { recursive: true, force: true });
  run("typescript/bin/tsc", ["-p", "tsconfig.build.json", "--outDir", next]);
  buildPage(path.join(next, "sandbox"));
  if (existsSync(at("dist"))) renameSync(at("dist"), before);
  renameSync(next, at("dist"));
  rmSync(before, { recursive: true, force: true });
}

/** `npm run build` and `npm run generate`: does that work whether or not it is needed. */
export function doNow(work) {
  alone(at(".prepare.lock"), LONGEST_STEP, work);
}

/** Makes `npx polaris` start at once, without npm asking where it comes from. */
function linkCommand() {
  const link = at("node_modules/.bin/polaris");
  if (existsSync(link)) return;
  rmSync(link, { force: true });
  try {
    symlinkSync("../../bin/polaris.mjs", link);
  } catch (error) {
    // Another process was quicker.
    if (error.code !== "EEXIST") throw error;
  }
}
