import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPool } from "../../src/pool/index.js";
import { BROWSER_ARGS, CHROMIUM, missingBrowser } from "../sandbox/console/browser.js";

const STAFF = "U0STAFF01";
const ADMIN = "U0ADMIN01";
const GENERAL = "C0GENERAL1";
const DATA_FILES = "C0DATAFILE";
const REPORT = "Pathful Session Report.xlsx";
const DAY = 86_400_000;
const missing = missingBrowser();

/** `npm start` with settings of Google and mail alone: they lead nowhere, and the sandbox's own win. */
async function start(folder: string): Promise<{ child: ChildProcess; address: string }> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    POLARIS_DATA_DIR: folder,
    GOOGLE_SERVICE_ACCOUNT_FILE: path.join(folder, "no-such-key.json"),
    SMTP_URL: "smtp://mail.invalid",
  };
  for (const name of Object.keys(env)) if (/^(SLACK|SALESFORCE|DATABASE)_/.test(name)) delete env[name];
  const child = spawn(process.execPath, ["bin/start.mjs"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const address = /Open\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (address) return { child, address };
  }
  throw new Error("npm start ended before it printed an address");
}

describe.skipIf(missing !== null)(
  `files, sheets and their questions in the console${missing ? ` (skipped: ${missing})` : ""}`,
  () => {
    let folder: string;
    let child: ChildProcess;
    let address: string;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(os.tmpdir(), "polaris-import-"));
      ({ child, address } = await start(folder));
      browser = await chromium.launch({ executablePath: CHROMIUM, args: BROWSER_ARGS });
      page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
      page.setDefaultTimeout(20_000);
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    });

    const poolUrl = () => `file:${path.join(folder, "sandbox/polaris.db")}`;
    /** The direct messages of somebody with Polaris. */
    const withPolaris = async (user: string): Promise<string> => {
      const state = (await (await fetch(`${address}/console/api/state?user=${user}`)).json()) as {
        app: { botUser: string };
        channels: { id: string; kind: string; withUser?: string }[];
      };
      return state.channels.find(({ kind, withUser }) => kind === "dm" && withUser === state.app.botUser)?.id ?? "";
    };
    const messages = () => page.getByRole("region", { name: "Messages" });
    const dialog = () => page.getByRole("dialog");
    const go = async (user: string, where: string) => {
      await page.goto("about:blank");
      const loaded = page.waitForResponse((answer) => answer.url().includes(`/console/api/messages?user=${user}`));
      await page.goto(`${address}/#/${user}/${where}`);
      await loaded;
      await page.getByText("Polaris is connected").waitFor();
      await page.locator("#composer").waitFor();
    };
    /** What Polaris answers to `doing`: the message that was not there before and holds `words`. */
    const answerTo = async (doing: () => Promise<void>, words: RegExp): Promise<Locator> => {
      const matching = messages().getByRole("article").filter({ hasText: words });
      const before = await matching.count();
      await doing();
      await matching.nth(before).waitFor();
      return matching.nth(before);
    };
    const say = (line: string, words: RegExp) =>
      answerTo(async () => {
        await page.locator("#composer").fill(line);
        await page.locator("#composer").press("Enter");
      }, words);
    const press = (message: Locator, button: string | RegExp, words: RegExp) =>
      answerTo(() => message.getByRole("button", { name: button }).first().click(), words);
    const openForm = async (file: string) => {
      const message = messages().getByRole("article").filter({ hasText: file }).first();
      await message.hover();
      await message.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: /^Import this file/ }).click();
      await dialog().waitFor();
      expect(await fileChosen().inputValue()).toBe(file);
    };
    const submit = (words: RegExp) =>
      answerTo(() => dialog().getByRole("button", { name: "Import", exact: true }).click(), words);
    const fileChosen = () => dialog().getByRole("combobox", { name: /^File/ });
    /** Cells of a message's table without its header. */
    const cellsOf = async (message: Locator): Promise<string[][]> => {
      const rows = await message.getByRole("table").first().locator("tbody tr").all();
      return Promise.all(rows.map((row) => row.locator("td, th").allTextContents()));
    };

    it("has read the sheets and the website's figures by the time it answers", async () => {
      await go(STAFF, GENERAL);
      const sheets = await say("/polaris sheets", /Students reached/);
      const names = (await cellsOf(sheets)).map(([name]) => name);
      expect(names).toEqual(
        expect.arrayContaining(["Roster Grandview", "School levels", "Pathway roster", "Diploma+"]),
      );
      const pool = openPool(poolUrl(), { readOnly: true });
      const read = await pool.db.syncBatch.findMany({ where: { origin: { not: null } } }).finally(() => pool.close());
      expect(new Set(read.map(({ origin }) => origin)).size).toBe(9);
      expect(read.filter(({ state }) => state !== "ok")).toEqual([]);
    });

    it("takes a Pathful report in by the message's shortcut, and counts every row", async () => {
      await go(STAFF, DATA_FILES);
      await openForm(REPORT);
      const answer = await submit(/Read \d+ rows[^:]*:/);
      const rows = await cellsOf(answer);
      expect(rows.map(([object]) => object)).toEqual([
        "sessions",
        "people new from virtual sessions",
        "people in sessions",
      ]);
      for (const [, ...cells] of rows) {
        const [read = 0, ...ends] = cells.map(Number);
        expect(read).toBeGreaterThan(0);
        expect(ends.reduce((sum, count) => sum + count, 0)).toBe(read);
      }
      const [, read, created, , , , waiting] = (rows[2] ?? []).map(Number);
      expect(Number(created) / Number(read)).toBeGreaterThan(0.8);
      expect(waiting).toBeGreaterThan(5);
      expect(waiting).toBeLessThan(50);
    });

    it("asks what it cannot tell, takes an answer, and changes nothing when the file comes again", async () => {
      await page
        .getByRole("button", { name: /^Questions \(\d+\)/ })
        .last()
        .click();
      const questions = messages()
        .getByRole("article")
        .filter({ hasText: /questions open/ })
        .last();
      await questions.waitFor();
      const asked = await cellsOf(questions);
      expect(asked.map(([, kind]) => kind)).toContain("Which school is this?");
      const person = await say("/polaris tickets kind:volunteer", /questions? open|Who is this volunteer\?/);
      const question = await press(person, /^Open \d+/, /Question \d+: Who is this volunteer\?/);
      await press(question, /^It is /, /The volunteer is known now\. \d+ rows? went in\./);

      await openForm(REPORT);
      const again = await submit(/Read \d+ rows[^:]*: 0 created, 0 updated, \d+ unchanged/);
      for (const [, , created, changed, , deleted] of await cellsOf(again))
        expect([created, changed, deleted]).toEqual(["0", "0", "0"]);
    });

    it("says when an answer has come below what is being read, and leads there", async () => {
      await go(STAFF, DATA_FILES);
      await openForm("session-survey.csv");
      const answer = await submit(/Read \d+ rows[^:]*: [1-9]\d* created/);
      const newest = page.getByRole("button", { name: "New messages" });
      await newest.waitFor();
      await newest.click();
      await newest.waitFor({ state: "hidden" });
      expect(await answer.getByRole("table").evaluate((table) => table.getBoundingClientRect().bottom)).toBeLessThan(
        900,
      );
    });

    it("takes a file from the disk, and shows how far it is meanwhile", async () => {
      const file = path.join(folder, "instagram-of-all-years.csv");
      const days = Array.from({ length: 10_950 }, (_, index) =>
        new Date(Date.UTC(1990, 0, 1) + index * DAY).toISOString().slice(0, 10),
      );
      writeFileSync(
        file,
        `Date,Reach,Impressions,Likes,Follows\n${days.map((day, at) => `${day},${at},${at + 7},${at % 9},${at % 3}\n`).join("")}`,
      );
      await go(STAFF, GENERAL);
      await page.locator("#composer").fill("/polaris import");
      await page.locator("#composer").press("Enter");
      await dialog().waitFor();
      await dialog().locator("input[type=file]").setInputFiles(file);
      await dialog().getByText("instagram-of-all-years.csv").waitFor();
      const answer = await submit(/Read 10,950 rows[^:]*: 43,800 created/);
      expect(await answer.textContent()).toContain("Web and social figures");
      const sent = await (await fetch(`${address}/console/api/log?limit=500`)).text();
      expect(sent).toContain('"text":"Web and social figures: ');
    });

    it("shows the board of quality, and after two days its chart", async () => {
      await go(ADMIN, GENERAL);
      await say("/polaris job quality", /quality: \d+ figures kept/);
      // The first run was yesterday's.
      const pool = openPool(poolUrl());
      const yesterday = new Date(Date.now() - DAY).toISOString();
      await pool
        .transaction((tx) => tx.run(sql`UPDATE data_quality_metrics SET at = ${yesterday}`))
        .finally(() => pool.close());
      await say("/polaris job quality", /quality: \d+ figures kept/);
      const board = await say("/polaris quality", /Quality of the data/);
      const objects = (await cellsOf(board)).map(([object]) => object);
      expect(objects).toEqual(expect.arrayContaining(["events", "participations"]));
      await go(ADMIN, await withPolaris(ADMIN));
      const chart = messages().getByRole("img", { name: /^A line for each of open flags, rows set aside/ });
      await chart.waitFor();
      const width = await chart.evaluate((picture) => (picture as unknown as { naturalWidth: number }).naturalWidth);
      expect(width).toBeGreaterThan(600);
    });
  },
);
