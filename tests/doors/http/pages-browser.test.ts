import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TeacherOffice } from "../../people/teacher-desk.js";
import { BROWSER_ARGS, CHROMIUM, missingBrowser } from "../../sandbox/console/browser.js";
import { openOfficePages } from "./office-pages.js";

const missing = missingBrowser();
const SHOTS = path.join(import.meta.dirname, "../../.artifacts/pages");

describe.skipIf(missing !== null)(`a teacher's page on a phone${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let office: TeacherOffice;
  let close: () => Promise<void>;
  let browser: Browser;
  let page: Page;
  let address: string;
  const complaints: string[] = [];
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    office = await TeacherOffice.open("sqlite");
    const opened = await openOfficePages(office);
    close = () => opened.close();
    address = `http://127.0.0.1:${opened.port}/teacher/${await office.linkFor("Evan")}`;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: BROWSER_ARGS });
    page = await browser.newPage({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    page.setDefaultTimeout(8_000);
    page.on("console", (message) => {
      // The browser itself notes an answer of 422, which is meant.
      if (message.type() === "error" && !message.text().includes("422")) complaints.push(message.text());
    });
    await page.goto(address);
  });
  afterAll(async () => {
    await browser?.close();
    await close();
    await office.close();
  });

  it("fits the width, shows its style, and names every field", async () => {
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    expect(await page.locator("main").evaluate("(main) => getComputedStyle(main).maxWidth")).not.toBe("none");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Your sessions with PREP-KC");
    expect(await page.getByRole("table", { name: "Sessions" }).getByRole("row").count()).toBe(3);
    for (const name of ["Which session is it about?", "What should we know?"]) await page.getByLabel(name).waitFor();
    expect(await page.getByRole("radio").count()).toBe(4);
    await page.screenshot({ path: path.join(SHOTS, "teacher.png"), fullPage: true });
  });

  it("shows an error kindly beside its field, with what was written still there", async () => {
    await page.getByLabel("I was not at this session").check();
    await page.getByLabel("What should we know?").fill("I was ill that day.");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Which session is it about?").getAttribute("aria-invalid")).toBe("true");
    await page.getByText("Choose the session that you were not at.").waitFor();
    expect(await page.getByLabel("I was not at this session").isChecked()).toBe(true);
    expect(await page.getByLabel("What should we know?").inputValue()).toBe("I was ill that day.");
    await page.screenshot({ path: path.join(SHOTS, "teacher-error.png"), fullPage: true });
    expect(await office.pool.db.teacherRemark.count()).toBe(0);
  });

  it("keeps the remark once it is whole, and thanks for it", async () => {
    await page.getByLabel("Which session is it about?").selectOption({ label: "7 Oct 2025: Ask an engineer" });
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("status").waitFor();
    expect(await office.pool.db.teacherRemark.findMany()).toMatchObject([
      { kind: "not_there", source_id: "event-1", text: "I was ill that day.", answered_at: null },
    ]);
    await page.reload();
    expect(await office.pool.db.teacherRemark.count()).toBe(1);
    await page.getByText("Not answered yet.").waitFor();
    await page.screenshot({ path: path.join(SHOTS, "teacher-sent.png"), fullPage: true });
    expect(complaints).toEqual([]);
  });
});
