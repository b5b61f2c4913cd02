// Which Polaris is meant: the production one, whose settings stand in the environment or in .env, or, when there is no
// Slack or Salesforce setting at all, the sandbox. Half a configuration is not decided here: Polaris refuses it by name.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { contentOf, isAlive, stuck, tryLock } from "./lock.mjs";
import { root } from "./prepare.mjs";

const file = path.join(root, ".env");
if (existsSync(file)) process.loadEnvFile(file);

/** True when nothing says where Slack or Salesforce is. */
export const isSandbox = !Object.entries(process.env).some(
  ([name, value]) => /^(SLACK|SALESFORCE)_/.test(name) && value?.trim(),
);

const folder = path.resolve(root, process.env.POLARIS_DATA_DIR?.trim() || "data", "sandbox");
const running = path.join(folder, "running.json");

/** Whoever holds it has the stand-ins of this folder open. */
const lock = path.join(folder, "lock");
const LONGEST_WAIT = 120_000;

/** The settings of the sandbox of the bot that runs in this folder, or null. */
export async function runningSandbox() {
  const text = contentOf(running);
  if (text === null) return null;
  try {
    const known = JSON.parse(text);
    // Another sandbox may by now answer at that port: its process must live too.
    if (!isAlive(known.pid)) return null;
    const answer = await fetch(new URL("/_control/state", known.salesforce), { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? known : null;
  } catch {
    return null;
  }
}

/** The sandbox for a bot: its own, which others find while it runs. A second bot in the same folder is refused. */
export async function sandboxForBot() {
  const { other, own } = await runningOrOwn();
  if (other) {
    console.error(`Polaris already runs here, with sample data: open ${other.console}`);
    process.exit(1);
  }
  return announce(own);
}

/** The sandbox for one command line: that of the bot that runs here, or an own one for as long as the line takes. */
export async function sandboxForLine() {
  const { other, own } = await runningOrOwn();
  return other ? { ...other, stop: async () => undefined } : own;
}

/** Of several processes one opens the stand-ins; the others find them announced, or wait until they are closed. */
async function runningOrOwn() {
  refuseProduction();
  const since = performance.now();
  while (performance.now() - since < LONGEST_WAIT) {
    const other = await runningSandbox();
    if (other) return { other };
    const release = tryLock(lock);
    if (release) return { own: await openSandbox(release) };
    await setTimeout(100);
  }
  console.error(stuck(lock));
  process.exit(1);
}

function refuseProduction() {
  if (process.env.NODE_ENV !== "production") return;
  console.error(
    "NODE_ENV is production, but no Slack or Salesforce setting is given. Expected a filled .env; the sandbox never starts in production.",
  );
  process.exit(1);
}

/** Opens the stand-ins as a process of their own, which ends when this one does. */
async function openSandbox(release) {
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [path.join(root, "dist/sandbox/main.js"), folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const announced = await Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([line]) => JSON.parse(line)),
    ended.then(([code]) => {
      throw new Error(`the sandbox ended with ${code} before it was ready`);
    }),
  ]);
  return {
    ...announced,
    pid: child.pid,
    async stop() {
      child.stdin.end();
      await ended;
      release();
    },
  };
}

/** Says where the sandbox is, until it stops. */
function announce(own) {
  const { stop, ...known } = own;
  const text = JSON.stringify(known);
  // In one piece: a reader never finds half of it.
  writeFileSync(`${running}.next`, text);
  renameSync(`${running}.next`, running);
  return {
    ...own,
    async stop() {
      if (contentOf(running) === text) rmSync(running, { force: true });
      await stop();
    },
  };
}

/** Puts the sandbox's settings where Polaris reads settings. */
export function useSandbox({ environment }) {
  Object.assign(process.env, { POLARIS_MODE: "sandbox", POLARIS_DATA_DIR: folder, ...environment });
  process.env.POLARIS_CONFIG ??= path.join(root, "sandbox/organization.yml");
}
