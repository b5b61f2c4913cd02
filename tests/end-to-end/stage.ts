import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { BROWSER_ARGS, CHROMIUM } from "../sandbox/console/browser.js";

/** Sample people and channels of the sandbox's workspace. */
export const ADMIN = "U0ADMIN01";
export const STAFF = "U0STAFF01";
export const COORDINATOR = "U0COORD01";
export const STRANGER = "U0NOBODY1";
export const GENERAL = "C0GENERAL1";
export const CONNECTOR = "C0CONNECT1";
export const DATA_FILES = "C0DATAFILE";

/** `npm start` in an empty folder, and a browser with its console: everything a person does there. */
export class Stage {
  readonly folder: string;
  readonly address: string;
  readonly page: Page;
  readonly #child: ChildProcess;
  readonly #browser: Browser;

  private constructor(folder: string, address: string, page: Page, child: ChildProcess, browser: Browser) {
    this.folder = folder;
    this.address = address;
    this.page = page;
    this.#child = child;
    this.#browser = browser;
  }

  /** From nothing configured; `environment` is given the folder. */
  static async open(environment: (folder: string) => NodeJS.ProcessEnv = () => ({})): Promise<Stage> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-start-"));
    const { child, address } = await start(folder, environment(folder));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: BROWSER_ARGS });
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    page.setDefaultTimeout(20_000);
    return new Stage(folder, address, page, child, browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGINT");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The pool of the bot that runs here. */
  get poolUrl(): string {
    return `file:${path.join(this.folder, "sandbox/polaris.db")}`;
  }

  get messages(): Locator {
    return this.page.getByRole("region", { name: "Messages" });
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  /** Opens a channel as somebody, and waits until the page has it: only then does the message box stay. */
  async go(user: string, where: string): Promise<void> {
    await this.page.goto("about:blank");
    const loaded = this.page.waitForResponse((answer) => answer.url().includes(`/console/api/messages?user=${user}`));
    await this.page.goto(`${this.address}/#/${user}/${where}`);
    await loaded;
    await this.page.getByText("Polaris is connected").waitFor();
    await this.page.locator("#composer").waitFor();
  }

  /** The direct messages of somebody with Polaris. */
  async withPolaris(user: string): Promise<string> {
    const state = (await (await fetch(`${this.address}/console/api/state?user=${user}`)).json()) as {
      app: { botUser: string };
      channels: { id: string; kind: string; withUser?: string }[];
    };
    return state.channels.find(({ kind, withUser }) => kind === "dm" && withUser === state.app.botUser)?.id ?? "";
  }

  async type(line: string): Promise<void> {
    await this.page.locator("#composer").fill(line);
    await this.page.locator("#composer").press("Enter");
  }

  /** What Polaris answers to `doing`: the message that was not there before and holds `words`. */
  async answerTo(doing: () => Promise<void>, words: RegExp): Promise<Locator> {
    const matching = this.messages.getByRole("article").filter({ hasText: words });
    const before = await matching.count();
    await doing();
    await matching.nth(before).waitFor();
    return matching.nth(before);
  }

  say(line: string, words: RegExp): Promise<Locator> {
    return this.answerTo(() => this.type(line), words);
  }

  press(message: Locator, button: string | RegExp, words: RegExp): Promise<Locator> {
    return this.answerTo(() => message.getByRole("button", { name: button }).first().click(), words);
  }

  /** Opens a command's form by its name alone, as whoever knows no syntax does; the first field has the focus. */
  async openForm(command: string): Promise<void> {
    await this.type(`/polaris ${command}`);
    await this.dialog.locator("input:focus").waitFor();
  }

  /** Types into the field that has the focus, takes the first that is offered, and goes on to the next field, by keyboard alone. */
  async pick(words: string): Promise<void> {
    const { keyboard } = this.page;
    await keyboard.type(words);
    await this.dialog.locator("[role=option]:not([aria-disabled]):visible", { hasText: words }).first().waitFor();
    await keyboard.press("Enter");
    await keyboard.press("Tab");
  }

  /** Types into the field that has the focus, and goes on to the next one. */
  async fill(words: string): Promise<void> {
    await this.page.keyboard.type(words);
    await this.page.keyboard.press("Tab");
  }

  /** Sends the open form with Enter from the field that has the focus, and returns the answer. */
  send(words: RegExp): Promise<Locator> {
    return this.answerTo(() => this.page.keyboard.press("Enter"), words);
  }

  /** Sends the open form, and returns the answer. */
  submit(button: string, words: RegExp): Promise<Locator> {
    return this.answerTo(() => this.dialog.getByRole("button", { name: button, exact: true }).click(), words);
  }
}

/** Cells of a message's first table without its header. */
export async function cellsOf(message: Locator): Promise<string[][]> {
  const rows = await message.getByRole("table").first().locator("tbody tr").all();
  return Promise.all(rows.map((row) => row.locator("td, th").allTextContents()));
}

async function start(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, POLARIS_DATA_DIR: folder, ...environment };
  for (const name of Object.keys(env)) if (/^(SLACK|SALESFORCE|DATABASE)_/.test(name)) delete env[name];
  const child = spawn(process.execPath, ["bin/start.mjs"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const address = /Open\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address) return { child, address };
  }
  throw new Error("npm start ended before it printed an address");
}
