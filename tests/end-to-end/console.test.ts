import exceljs from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingBrowser } from "../sandbox/console/browser.js";
import { GENERAL, STAFF, STRANGER, Stage } from "./stage.js";

const missing = missingBrowser();

describe.skipIf(missing !== null)(
  `from npm start to an answer in the console${missing ? ` (skipped: ${missing})` : ""}`,
  () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open();
    }, 120_000);
    afterAll(() => stage?.close());

    const messages = () => stage.messages;

    it("lists volunteers whose skills match, and turns the page", async () => {
      await stage.go(STAFF, GENERAL);
      await stage.type("/polaris volunteers skill:stem");
      await messages()
        .getByText(/^\d+ volunteers for skill stem; \d+ of \d+ local/)
        .first()
        .waitFor();
      const table = messages().getByRole("table").last();
      expect(await table.getByRole("columnheader").allTextContents()).toContain("Matches");
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
      await stage.type(`/polaris report org "Hill's" 3y`);
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

      await stage.go(STAFF, await stage.withPolaris(STAFF));
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
      const bytes = await (await fetch(new URL(href ?? "", stage.address))).arrayBuffer();
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
      await stage.go(STRANGER, GENERAL);
      await stage.type(`/polaris report org "Hill's" 3y`);
      await messages()
        .getByText(/you have no role here yet/)
        .waitFor();
      expect(await messages().getByRole("table").count()).toBe(0);
    });

    it("opens the form where the organisation is missing, and answers it", async () => {
      await stage.go(STAFF, GENERAL);
      await stage.type("/polaris report org");
      const { dialog, page } = stage;
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
