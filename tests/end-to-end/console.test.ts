import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import exceljs from "exceljs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_ARGS, CHROMIUM, missingBrowser } from "../sandbox/console/browser.js";

const STAFF = "U0STAFF01";
const STRANGER = "U0NOBODY1";
const GENERAL = "C0GENERAL1";
const missing = missingBrowser();

/** `npm start`, from nothing configured to the address it prints. */
async function start(folder: string): Promise<{ child: ChildProcess; address: string }> {
  const env: NodeJS.ProcessEnv = { ...process.env, POLARIS_DATA_DIR: folder };
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
  `from npm start to an answer in the console${missing ? ` (skipped: ${missing})` : ""}`,
  () => {
    let folder: string;
    let child: ChildProcess;
    let address: string;
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(os.tmpdir(), "polaris-start-"));
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

    const messages = () => page.getByRole("region", { name: "Messages" });
    /** Opens a channel as somebody, and waits until the page has it: only then does the message box stay. */
    const go = async (user: string, where: string) => {
      await page.goto("about:blank");
      const loaded = page.waitForResponse((answer) => answer.url().includes(`/console/api/messages?user=${user}`));
      await page.goto(`${address}/#/${user}/${where}`);
      await loaded;
      await page.getByText("Polaris is connected").waitFor();
      await page.locator("#composer").waitFor();
    };
    const type = async (line: string) => {
      await page.locator("#composer").fill(line);
      await page.locator("#composer").press("Enter");
    };

    it("lists volunteers whose skills match, and turns the page", async () => {
      await go(STAFF, GENERAL);
      await type("/polaris volunteers skill:stem");
      await messages()
        .getByText(/^\d+ volunteers for skill stem; \d+ of them local/)
        .first()
        .waitFor();
      const table = messages().getByRole("table").last();
      expect(await table.getByRole("columnheader").allTextContents()).toContain("Skills that match");
      expect(await table.locator("tbody tr").count()).toBe(10);
      const first = await table.locator("tbody tr").first().textContent();
      await messages().getByRole("button", { name: /^Next/ }).last().click();
      await messages()
        .getByText(/11–20 of \d+/)
        .waitFor();
      expect(await messages().getByRole("table").last().locator("tbody tr").first().textContent()).not.toBe(first);
      await messages()
        .getByText(/SAMPLE DATA/)
        .first()
        .waitFor();
    });

    it("reports on Hill's: a sentence, a table, a chart with its words, and a workbook with typed cells", async () => {
      await type(`/polaris report org "Hill's" 3y`);
      await messages()
        .getByText(/^Hill's Pet Nutrition: 10 volunteers gave 63 hours at 11 sessions \(7 in person, 4 virtual\)/)
        .first()
        .waitFor();
      const years = await messages().getByRole("table").last().locator("tbody tr").allTextContents();
      expect(years).toHaveLength(4);
      await messages().getByRole("button", { name: "Export to Excel" }).last().click();
      await messages()
        .getByText(/the file is in your direct messages/)
        .waitFor();

      const state = (await (await fetch(`${address}/console/api/state?user=${STAFF}`)).json()) as {
        app: { botUser: string };
        channels: { id: string; kind: string; withUser?: string }[];
      };
      const direct = state.channels.find((c) => c.kind === "dm" && c.withUser === state.app.botUser);
      await go(STAFF, direct?.id ?? "");
      const chart = messages()
        .getByRole("img", { name: /Stacked bars of sessions held with Hill's/ })
        .first();
      await chart.waitFor();
      expect(await chart.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(
        600,
      );

      const href = await messages()
        .getByRole("link", { name: /Download .*\.xlsx/ })
        .first()
        .getAttribute("href");
      const bytes = await (await fetch(new URL(href ?? "", address))).arrayBuffer();
      const book = new exceljs.Workbook();
      await book.xlsx.load(bytes);
      const sheet = book.worksheets.find((each) => /school year/i.test(each.name));
      const rows = sheet?.getSheetValues() as (unknown[] | undefined)[];
      const header = rows.find((row) => row?.includes("Volunteers")) ?? [];
      const total = rows.find((row) => row?.[1] === "Total") ?? [];
      expect(total[header.indexOf("Volunteers")]).toBe(10);
      expect(total[header.indexOf("Hours")]).toBe(63);
      const people = book.worksheets.find((each) => /volunteer/i.test(each.name));
      expect(people?.autoFilter).toBeTruthy();
      expect(people?.views[0]).toMatchObject({ state: "frozen" });
      const dates = people?.getColumn((people.getRow(1).values as unknown[]).indexOf("Last activity")).values ?? [];
      expect(dates.some((value) => value instanceof Date)).toBe(true);
    });

    it("answers a stranger without any data", async () => {
      await go(STRANGER, GENERAL);
      await type(`/polaris report org "Hill's" 3y`);
      await messages()
        .getByText(/you have no role here yet/)
        .waitFor();
      expect(await messages().getByRole("table").count()).toBe(0);
    });

    it("opens the form where the organisation is missing, and answers it", async () => {
      await go(STAFF, GENERAL);
      await type("/polaris report org");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      const field = dialog.getByRole("combobox", { name: /Organisation/ }).first();
      await field.click();
      await field.pressSequentially("hil");
      await page.getByRole("option", { name: "Hill's Pet Nutrition" }).click();
      await dialog.getByRole("button", { name: "Show report" }).click();
      await messages()
        .getByText(/^Hill's Pet Nutrition: 10 volunteers/)
        .first()
        .waitFor();
    });
  },
);
