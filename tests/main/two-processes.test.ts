import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsoleMessages } from "../../sandbox/slack/console-types.js";
import { ADMIN, MANAGERS } from "./setting.js";

let folder: string;
let bot: ChildProcess;
let address: string;

function run(script: string, ...words: string[]): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, POLARIS_DATA_DIR: folder };
  for (const name of Object.keys(env)) if (/^(SLACK|SALESFORCE|DATABASE)_/.test(name)) delete env[name];
  return spawn(process.execPath, [script, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** What a process said and how it ended. */
async function ended(child: ChildProcess): Promise<{ status: number | null; said: string }> {
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
  const [status] = (await once(child, "close")) as [number | null];
  return { status, said };
}

async function startBot(): Promise<void> {
  bot = run("bin/start.mjs");
  bot.stderr?.pipe(process.stderr);
  for await (const line of createInterface({ input: bot.stdout as NonNullable<ChildProcess["stdout"]> })) {
    const found = /Open\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (found === undefined) continue;
    address = found;
    bot.stdout?.resume();
    return;
  }
  throw new Error("npm start ended before it printed an address");
}

async function stopBot(): Promise<void> {
  if (bot.exitCode !== null) return;
  const exit = once(bot, "exit");
  bot.kill("SIGINT");
  await exit;
}

const announced = () => existsSync(path.join(folder, "sandbox/running.json"));

describe("two processes with the same sample data", () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "polaris-two-"));
    await startBot();
  }, 120_000);

  afterAll(async () => {
    await stopBot();
    rmSync(folder, { recursive: true, force: true });
  });

  it("refuses a second bot, naming the address of the first", async () => {
    for (const [script, ...words] of [["bin/start.mjs"], ["bin/polaris.mjs", "serve"]] as const) {
      const { status, said } = await ended(run(script, ...words));
      expect(said.trimEnd().split("\n").at(-1)).toBe(`Polaris already runs here, with sample data: open ${address}`);
      expect(status).toBe(1);
    }
    expect(announced()).toBe(true);
  });

  it("posts a job of the terminal into the workspace of the bot that runs", async () => {
    const { status, said } = await ended(run("bin/polaris.mjs", "job", "weekly-metrics"));
    expect({ status, said }).toMatchObject({ status: 0 });
    const posted = async () => {
      const answer = await fetch(`${address}/console/api/messages?user=${ADMIN}&channel=${MANAGERS}`);
      const { messages } = (await answer.json()) as ConsoleMessages;
      return messages.filter(({ user }) => user === "U0POLARIS01");
    };
    // Either of the two may have taken it out of the outbox: where it was the bot, the terminal does not wait for it.
    await expect.poll(posted, { timeout: 20_000 }).toHaveLength(1);
    expect(announced()).toBe(true);
  });

  it("lets lines at the terminal take turns when no bot runs", async () => {
    await stopBot();
    expect(announced()).toBe(false);
    const both = await Promise.all([1, 2].map(() => ended(run("bin/polaris.mjs", "volunteers", "skill:stem"))));
    for (const { status, said } of both) {
      expect({ status, said }).toMatchObject({ status: 0 });
      expect(said).toMatch(/\d+ volunteers for skill stem/);
    }
    expect(announced()).toBe(false);
    expect(existsSync(path.join(folder, "sandbox/lock"))).toBe(false);
  }, 60_000);
});
