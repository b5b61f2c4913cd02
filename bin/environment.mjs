// Which Polaris is meant: the production one, whose settings stand in the environment or in .env, or, when there is no
// Slack or Salesforce setting at all, the sandbox. Half a configuration is not decided here: Polaris refuses it by name.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { root } from "./prepare.mjs";

const file = path.join(root, ".env");
if (existsSync(file)) process.loadEnvFile(file);

/** True when nothing says where Slack or Salesforce is. */
export const isSandbox = !Object.entries(process.env).some(
  ([name, value]) => /^(SLACK|SALESFORCE)_/.test(name) && value?.trim(),
);

const folder = path.resolve(root, process.env.POLARIS_DATA_DIR?.trim() || "data", "sandbox");
const running = path.join(folder, "running.json");

/** The settings of a sandbox that already runs in this folder, or null. */
export async function runningSandbox() {
  if (!existsSync(running)) return null;
  try {
    const known = JSON.parse(readFileSync(running, "utf8"));
    const answer = await fetch(new URL("/_control/health", known.salesforce), { signal: AbortSignal.timeout(1_000) });
    return answer.ok ? known : null;
  } catch {
    return null;
  }
}

/** Starts the stand-ins as a process of their own, which ends when this one does. */
export async function startSandbox() {
  if (process.env.NODE_ENV === "production") {
    console.error(
      "NODE_ENV is production, but no Slack or Salesforce setting is given. Expected a filled .env; the sandbox never starts in production.",
    );
    process.exit(1);
  }
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [path.join(root, "dist/sandbox/main.js"), folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const announced = await new Promise((resolve, reject) => {
    lines.once("line", (line) => resolve(JSON.parse(line)));
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code} before it was ready`)));
  });
  writeFileSync(running, JSON.stringify(announced));
  return {
    ...announced,
    stop() {
      rmSync(running, { force: true });
      child.stdin.end();
    },
  };
}

/** Puts the sandbox's settings where Polaris reads settings. */
export function useSandbox({ environment }) {
  Object.assign(process.env, { POLARIS_MODE: "sandbox", POLARIS_DATA_DIR: folder, ...environment });
  process.env.POLARIS_CONFIG ??= path.join(root, "sandbox/organization.yml");
}
