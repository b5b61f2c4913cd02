import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { buildPage } from "../../../bin/page.mjs";
import type { SlackWorkspace } from "../../../sandbox/slack/index.js";
import { APP, boltIn, DATA } from "../slack/bolt-app.js";
import { everyKind, type Heard } from "./every-kind.js";

export const CHROMIUM = "/usr/bin/chromium";
const SHOTS = path.join(import.meta.dirname, "../../.artifacts/console");
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why the browser's tests cannot run here; null when they can. In CI a missing browser is a failure. */
export function missingBrowser(): string | null {
  if (existsSync(CHROMIUM)) return null;
  if (process.env.CI) throw new Error("CI drives the console in Chromium: install it (apt-get install chromium).");
  return "no Chromium is installed (apt-get install chromium)";
}

export interface Stage {
  readonly slack: SlackWorkspace;
  readonly heard: Heard[];
  /** A new window on the console. Anything the page logs as an error, or the policy refuses, fails `close`. */
  open(hash?: string, options?: BrowserContextOptions): Promise<Page>;
  shoot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

/** The built page, a workspace, an app that answers with every kind of block, and a browser. */
export async function setStage(): Promise<Stage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-page-"));
  mkdirSync(SHOTS, { recursive: true });
  const heard: Heard[] = [];
  const { slack, stop } = await boltIn("socket", (app) => everyKind(app, heard), {
    data: { ...DATA, team: { ...DATA.team, name: "Polaris Sample" } },
    app: APP,
    pageFolder: buildPage(folder),
    ackLimitMs: 1_000,
  });
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: BROWSER_ARGS });
  const complaints: string[] = [];
  return {
    slack,
    heard,
    open: async (hash = "", options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: "en-US", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(8_000);
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(`${slack.url}/${hash}`);
      await page.locator(".switcher").waitFor({ state: "attached" });
      return page;
    },
    shoot: async (page, name) => {
      await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
    },
    close: async () => {
      await browser.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
      if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join(" | ")}`);
    },
  };
}

/** Types into the composer and sends. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator("#composer").fill(text);
  await page.locator("#composer").press("Enter");
}
