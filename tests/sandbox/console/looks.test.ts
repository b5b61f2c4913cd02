import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GENERAL, ROBIN } from "../slack/bolt-app.js";
import { missingBrowser, type Stage, say, setStage } from "./browser.js";
import { faintTexts } from "./contrast.js";

const missing = missingBrowser();
const inGeneral = `#/${ROBIN}/${GENERAL}`;

describe.skipIf(missing !== null)(`the console's looks${missing === null ? "" : ` (skipped: ${missing})`}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.close());

  const sight = async (page: Page, name: string) => {
    await stage.shoot(page, name);
    expect(await faintTexts(page), name).toEqual([]);
  };

  it.each(["light", "dark"] as const)(
    "has enough contrast everywhere when %s",
    async (colorScheme) => {
      const page = await stage.open(inGeneral, { colorScheme, reducedMotion: "reduce" });
      await say(page, "Good morning! Who has the *stem* list for @Sasha Vale?");
      await say(page, "/polaris volunteers");
      await page.getByRole("table").last().waitFor();
      await sight(page, `volunteers-${colorScheme}`);
      await say(page, "/polaris report");
      await page.getByText("Hill's sessions").last().waitFor();
      await sight(page, `report-${colorScheme}`);
      await say(page, "/polaris blocks");
      await page.getByText("Every kind of block").last().waitFor();
      await page.locator("#composer").fill("/");
      await page.locator(".pane .hints").waitFor();
      await page.keyboard.press("ArrowDown");
      await sight(page, `hints-${colorScheme}`);
      await say(page, "@Polaris help");
      await page.getByRole("button", { name: "1 reply" }).last().click();
      await page.locator(".thread .message").nth(1).waitFor();
      await sight(page, `thread-${colorScheme}`);
      await page.getByRole("button", { name: "Close thread" }).click();
      await page.locator(".pane .message").filter({ hasText: "Amara" }).last().hover();
      await page.getByRole("button", { name: "More actions" }).nth(1).press("Enter");
      await sight(page, `menu-${colorScheme}`);
      await page.getByRole("menuitem", { name: "Raw JSON" }).click();
      await page.locator(".json").first().waitFor();
      await sight(page, `raw-${colorScheme}`);
      await page.keyboard.press("Escape");
      await say(page, "/polaris form");
      await page.getByRole("combobox", { name: "Organization" }).fill("hi");
      await page.getByRole("option", { name: "Hillcrest" }).waitFor();
      await sight(page, `form-${colorScheme}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Run report" }).click();
      await page.locator(".field-error:visible").waitFor();
      await sight(page, `errors-${colorScheme}`);
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.locator(".dialog.modal").waitFor({ state: "hidden" });
      await page.locator(".sidebar").getByRole("link", { name: "Home" }).click();
      await page.getByRole("heading", { name: "Good morning" }).waitFor();
      await page.getByRole("button", { name: /^Acting as/ }).click();
      await sight(page, `home-${colorScheme}`);
      await page.context().close();
    },
    60_000,
  );

  it("fits a phone: nothing is wider than the screen, and the sidebar opens over it", async () => {
    const page = await stage.open(inGeneral, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      reducedMotion: "reduce",
    });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await say(page, "/polaris volunteers");
    await page.getByRole("table").last().waitFor();
    await sight(page, "phone");
    expect(await width()).toBe(390);
    await say(page, "/polaris blocks");
    await page.getByText("Every kind of block").last().waitFor();
    await sight(page, "phone-blocks");
    expect(await width()).toBe(390);
    expect(await page.locator(".sidebar").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Channels and people" }).click();
    await page.getByRole("link", { name: "quiet" }).waitFor();
    await sight(page, "phone-sidebar");
    await page.getByRole("link", { name: "general" }).click();
    await expect.poll(() => page.locator(".sidebar").isVisible()).toBe(false);
    await say(page, "/polaris form");
    await page.getByRole("dialog", { name: "Report" }).waitFor();
    await sight(page, "phone-form");
    expect(await width()).toBe(390);
    await page.getByRole("button", { name: "Cancel" }).click();
    await say(page, "@Polaris help");
    await page.getByRole("button", { name: "1 reply" }).last().click();
    await page.locator(".thread .message").nth(1).waitFor();
    await sight(page, "phone-thread");
    await page.context().close();
  }, 60_000);
});
