import { writeFileSync } from "node:fs";
import path from "node:path";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPool } from "../../src/pool/index.js";
import { missingBrowser } from "../sandbox/console/browser.js";
import { ADMIN, cellsOf, DATA_FILES, GENERAL, STAFF, Stage } from "./stage.js";

const REPORT = "Pathful Session Report.xlsx";
const DAY = 86_400_000;
const missing = missingBrowser();

/** Settings of Google and mail alone: they lead nowhere, and the sandbox's own win. */
const leadingNowhere = (folder: string): NodeJS.ProcessEnv => ({
  GOOGLE_SERVICE_ACCOUNT_FILE: path.join(folder, "no-such-key.json"),
  SMTP_URL: "smtp://mail.invalid",
});

describe.skipIf(missing !== null)(
  `files, sheets and their questions in the console${missing ? ` (skipped: ${missing})` : ""}`,
  () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open(leadingNowhere);
    }, 120_000);
    afterAll(() => stage?.close());

    const messages = () => stage.messages;
    const dialog = () => stage.dialog;
    const openForm = async (file: string) => {
      const message = messages().getByRole("article").filter({ hasText: file }).first();
      await message.hover();
      await message.getByRole("button", { name: "More actions" }).click();
      await stage.page.getByRole("menuitem", { name: /^Import this file/ }).click();
      await dialog().waitFor();
      expect(await fileChosen().inputValue()).toBe(file);
    };
    const submit = (words: RegExp) => stage.submit("Import", words);
    const fileChosen = () => dialog().getByRole("combobox", { name: /^File/ });

    it("has read the sheets and the website's figures by the time it answers", async () => {
      await stage.go(STAFF, GENERAL);
      const sheets = await stage.say("/polaris sheets", /Students reached/);
      const names = (await cellsOf(sheets)).map(([name]) => name);
      expect(names).toEqual(
        expect.arrayContaining(["Roster Grandview", "School levels", "Pathway roster", "Diploma+"]),
      );
      const pool = openPool(stage.poolUrl, { readOnly: true });
      // Lists of leads, which the watched folders bring meanwhile, are another matter.
      const where = { origin: { not: null }, NOT: { source: { startsWith: "lead:" } } };
      const read = await pool.db.syncBatch.findMany({ where }).finally(() => pool.close());
      expect(new Set(read.map(({ origin }) => origin)).size).toBe(9);
      expect(read.filter(({ state }) => state !== "ok")).toEqual([]);
    });

    it("takes a Pathful report in by the message's shortcut, and counts every row", async () => {
      await stage.go(STAFF, DATA_FILES);
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
      await stage.page
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
      const person = await stage.say("/polaris tickets kind:volunteer", /questions? open|Who is this volunteer\?/);
      const question = await stage.press(person, /^Open \d+/, /Question \d+: Who is this volunteer\?/);
      await stage.press(question, /^It is /, /The volunteer is known now\. \d+ rows? went in\./);

      await openForm(REPORT);
      const again = await submit(/Read \d+ rows[^:]*: 0 created, 0 updated, \d+ unchanged/);
      for (const [, , created, changed, , deleted] of await cellsOf(again))
        expect([created, changed, deleted]).toEqual(["0", "0", "0"]);
    });

    it("says when an answer has come below what is being read, and leads there", async () => {
      await stage.go(STAFF, DATA_FILES);
      await openForm("session-survey.csv");
      const answer = await submit(/Read \d+ rows[^:]*: [1-9]\d* created/);
      const newest = stage.page.getByRole("button", { name: "New messages" });
      await newest.waitFor();
      await newest.click();
      await newest.waitFor({ state: "hidden" });
      expect(await answer.getByRole("table").evaluate((table) => table.getBoundingClientRect().bottom)).toBeLessThan(
        900,
      );
    });

    it("takes a file from the disk, and shows how far it is meanwhile", async () => {
      const file = path.join(stage.folder, "instagram-of-all-years.csv");
      const days = Array.from({ length: 10_950 }, (_, index) =>
        new Date(Date.UTC(1990, 0, 1) + index * DAY).toISOString().slice(0, 10),
      );
      writeFileSync(
        file,
        `Date,Reach,Impressions,Likes,Follows\n${days.map((day, at) => `${day},${at},${at + 7},${at % 9},${at % 3}\n`).join("")}`,
      );
      await stage.go(STAFF, GENERAL);
      await stage.page.locator("#composer").fill("/polaris import");
      await stage.page.locator("#composer").press("Enter");
      await dialog().waitFor();
      await dialog().locator("input[type=file]").setInputFiles(file);
      await dialog().getByText("instagram-of-all-years.csv").waitFor();
      const answer = await submit(/Read 10,950 rows[^:]*: 43,800 created/);
      expect(await answer.textContent()).toContain("Web and social figures");
      const sent = await (await fetch(`${stage.address}/console/api/log?limit=500`)).text();
      expect(sent).toContain('"text":"Web and social figures: ');
    });

    it("shows the board of quality, and after two days its chart", async () => {
      await stage.go(ADMIN, GENERAL);
      await stage.say("/polaris job quality", /quality: \d+ figures kept/);
      // The first run was yesterday's.
      const pool = openPool(stage.poolUrl);
      const yesterday = new Date(Date.now() - DAY).toISOString();
      await pool
        .transaction((tx) => tx.run(sql`UPDATE data_quality_metrics SET at = ${yesterday}`))
        .finally(() => pool.close());
      await stage.say("/polaris job quality", /quality: \d+ figures kept/);
      const board = await stage.say("/polaris quality", /Quality of the data/);
      const objects = (await cellsOf(board)).map(([object]) => object);
      expect(objects).toEqual(expect.arrayContaining(["events", "participations"]));
      await stage.go(ADMIN, await stage.withPolaris(ADMIN));
      const chart = messages().getByRole("img", { name: /^A line for each of open flags, rows set aside/ });
      await chart.waitFor();
      const width = await chart.evaluate((picture) => (picture as unknown as { naturalWidth: number }).naturalWidth);
      expect(width).toBeGreaterThan(600);
    });
  },
);
