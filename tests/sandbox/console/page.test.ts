import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GENERAL, GUEST, QUIET, ROBIN, SASHA } from "../slack/bolt-app.js";
import { missingBrowser, type Stage, say, setStage } from "./browser.js";
import { HOSTILE } from "./every-kind.js";

const missing = missingBrowser();
const inGeneral = `#/${ROBIN}/${GENERAL}`;

describe.skipIf(missing !== null)(`the console page${missing === null ? "" : ` (skipped: ${missing})`}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.close());

  const heardLast = (what: string) => stage.heard.findLast((each) => each.what === what)?.body;

  it("answers a slash command with a message that only the person sees, its table a real one", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris volunteers");
    const message = page.locator(".message.ephemeral").last();
    await message.getByText("143 volunteers have a skill in stem.").waitFor();
    expect(await message.locator(".only-you").textContent()).toContain("Only visible to you");
    expect(await message.locator("thead th[scope=col]").allTextContents()).toEqual([
      "Name",
      "Skills",
      "Sessions",
      "Hours",
    ]);
    expect(await message.locator("tbody th[scope=row]").first().textContent()).toBe("Amara Lindqvist");
    expect(await message.getByRole("link", { name: "Amara Lindqvist" }).getAttribute("href")).toBe(
      "https://example.org/contact/1",
    );
    const alignment = (column: number) =>
      message
        .locator(`tbody tr:first-child > :nth-child(${column})`)
        .evaluate((cell) => getComputedStyle(cell).textAlign);
    expect([await alignment(2), await alignment(4)]).toEqual(["left", "right"]);

    const other = await stage.open(`#/${SASHA}/${GENERAL}`);
    await other.getByText("This is the beginning of #general.").waitFor();
    expect(await other.getByText("143 volunteers").count()).toBe(0);
    await other.context().close();
    await page.context().close();
  });

  it("replaces a message when its button is pressed, and keeps the focus there", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris volunteers");
    await page.getByRole("button", { name: "Next, page 2 of 15" }).last().press("Enter");
    await page.getByText("(page 2)").waitFor();
    expect(heardLast("next")).toMatchObject({ actions: [{ action_id: "next", value: "next" }] });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Next");
    await page.context().close();
  });

  it("asks before a button that wants it, and sends nothing when the person declines", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris volunteers");
    const share = page.getByRole("button", { name: "Share in Channel" }).last();
    await share.click();
    await page.getByRole("dialog", { name: "Are you sure?" }).getByText("Everybody in #general will see it.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(heardLast("share")).toBeUndefined();
    await share.click();
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.locator(".message:not(.ephemeral)").getByText("Shared: 143 volunteers").waitFor();
    await page.context().close();
  });

  it("sends the choice of a select and of an overflow menu at once", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris volunteers");
    await page.getByRole("combobox", { name: "School" }).last().fill("sec");
    await page.getByRole("option", { name: "Second School" }).click();
    await expect.poll(() => heardLast("static_select")).toMatchObject({ selected_option: { value: "2" } });
    await page.getByRole("button", { name: "More", exact: true }).last().click();
    await page.getByRole("menuitem", { name: "Forget" }).click();
    await expect.poll(() => heardLast("overflow")).toMatchObject({ selected_option: { value: "forget" } });
    await page.context().close();
  });

  it("draws every block, and what it does not know as its JSON", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris blocks");
    const message = page.locator(".message").filter({ hasText: "Every kind of block" }).last();
    await message.waitFor();
    expect(await message.locator(".blocks :is(strong, em, s)").allTextContents()).toEqual([
      "bold",
      "italic",
      "struck",
      "two",
    ]);
    expect(await message.locator(".mention").allTextContents()).toEqual(["@Sasha Vale", "#general", "@channel"]);
    expect(await message.locator("blockquote").allTextContents()).toEqual(["quoted", "Quoted@channel"]);
    expect(await message.locator("pre.preformatted").textContent()).toBe("SELECT 1");
    expect(await message.getByRole("img", { name: "Sessions by month" }).textContent()).toContain("example.org");
    expect(await message.locator("input[type=date]").inputValue()).toBe("2026-02-15");
    expect(await message.locator("details.unknown pre").textContent()).toContain('"type": "video"');
    expect(await message.locator('a[href^="javascript"]').count()).toBe(0);
    await message.getByRole("radio", { name: "Virtual" }).check();
    await expect.poll(() => heardLast("radio_buttons")).toMatchObject({ selected_option: { value: "virtual" } });
    await message.getByRole("checkbox", { name: "With hours" }).check();
    await expect.poll(() => heardLast("checkboxes")).toMatchObject({ selected_options: [{ value: "hours" }] });
    await message.getByRole("combobox", { name: "Person" }).fill("sash");
    await page.getByRole("option", { name: "Sasha Vale" }).click();
    await expect.poll(() => heardLast("users_select")).toMatchObject({ selected_user: SASHA });
    await message.locator("input[type=date]").fill("2026-03-01");
    await expect.poll(() => heardLast("datepicker")).toMatchObject({ selected_date: "2026-03-01" });
    await page.context().close();
  });

  it("shows a picture with its alt text, and a file that can be downloaded", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris report");
    const picture = page.getByRole("img", { name: "Hours per month, highest in March with 168" });
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((image) => (image as { naturalWidth?: number }).naturalWidth)).toBe(640);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download hills.csv" }).click();
    expect((await download).suggestedFilename()).toBe("hills.csv");
    await page.context().close();
  });

  it("fills a form: type-ahead, errors beside the fields, values kept through an update and a pushed form", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris form");
    const dialog = page.getByRole("dialog", { name: "Report" });
    await dialog.waitFor();
    const organization = dialog.getByRole("combobox", { name: "Organization" });
    expect(await organization.evaluate((input) => input === document.activeElement)).toBe(true);

    await dialog.getByRole("button", { name: "Run report" }).click();
    await dialog.getByText("Please complete this required field.").waitFor();
    expect(await organization.getAttribute("aria-invalid")).toBe("true");
    const described = (await organization.getAttribute("aria-describedby")) ?? "";
    expect(
      await page
        .locator(
          described
            .split(" ")
            .map((id) => `#${id}`)
            .join(", "),
        )
        .allTextContents(),
    ).toEqual(["Please complete this required field.", "Type the first letters of its name."]);

    await organization.pressSequentially("gar");
    await page.getByRole("option", { name: "Garmin" }).waitFor();
    await organization.press("Enter");
    expect(await organization.inputValue()).toBe("Garmin");
    const note = dialog.getByLabel("Note");
    await note.fill("For Friday");
    await dialog.getByRole("button", { name: "More (1)" }).click();
    await dialog.getByLabel("District").waitFor();
    expect([await organization.inputValue(), await note.inputValue()]).toEqual(["Garmin", "For Friday"]);

    await dialog.getByRole("combobox", { name: "Schools" }).click();
    await page.getByRole("option", { name: "First School" }).click();
    await page.getByRole("option", { name: "Third School" }).click();
    await page.keyboard.press("Escape");
    expect(await dialog.locator(".chip").allTextContents()).toEqual(["First School", "Third School"]);
    await dialog
      .getByLabel("List of people")
      .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("name\n") });
    await dialog.getByText("people.csv").waitFor();
    await dialog.getByRole("radio", { name: "Virtual" }).check();
    await dialog.getByRole("button", { name: "Run report" }).click();
    await dialog.getByText("Garmin has no sessions in this period.").waitFor();

    await organization.fill("hill");
    await page.getByRole("option", { name: "Hill's Pet Nutrition" }).click();
    await dialog.getByRole("button", { name: "Run report" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(heardLast("submission")).toMatchObject({
      view: {
        state: {
          values: {
            organization: { organization: { selected_option: { value: "Hill's Pet Nutrition" } } },
            period: { period: { selected_option: { value: "3y" } } },
            schools: { schools: { selected_options: [{ value: "1" }, { value: "3" }] } },
            format: { format: { selected_option: { value: "virtual" } } },
            note: { note: { value: "For Friday" } },
            list: { list: { files: [{ name: "people.csv" }] } },
          },
        },
      },
    });
    await page.context().close();
  });

  it("stacks forms: Escape goes back to the one below, which keeps what was typed", async () => {
    const page = await stage.open(inGeneral);
    await page.getByRole("button", { name: "Shortcuts" }).first().click();
    await page.getByRole("menuitem", { name: "Report Build a report" }).click();
    const report = page.getByRole("dialog", { name: "Report" });
    await report.getByLabel("Note").fill("kept");
    await report.getByRole("button", { name: "Help" }).click();
    const help = page.getByRole("dialog", { name: "Help" });
    await help.getByText("A report shows every session.").waitFor();
    await page.keyboard.press("Escape");
    await report.waitFor();
    expect(await report.getByLabel("Note").inputValue()).toBe("kept");
    await page.keyboard.press("Escape");
    await report.waitFor({ state: "hidden" });
    await page.context().close();
  });

  it("says when the app did not respond, and that a command is unknown", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris silent");
    const notice = page.locator(".message.notice").last();
    await notice.getByText("/polaris didn't respond (operation_timeout)").waitFor();
    expect(await notice.textContent()).toContain("Only visible to you");
    await say(page, "/polars help");
    await page.getByText("/polars is not a valid command.").waitFor();
    expect(await page.locator("#composer").inputValue()).toBe("/polars help");
    await page.context().close();
  });

  it("opens a thread, writes in it, and keeps it through a reload", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "@Polaris what is new?");
    await page.getByRole("button", { name: "1 reply" }).last().click();
    const thread = page.getByRole("complementary", { name: "Thread" });
    await thread.getByText("Here in the thread.").waitFor();
    await thread.getByLabel("Message").fill("Thank you");
    await thread.getByLabel("Message").press("Enter");
    await thread.getByText("Thank you").waitFor();
    await page.getByRole("button", { name: "2 replies" }).last().waitFor();
    expect(await page.locator("main").getByText("Thank you").count()).toBe(0);
    await page.reload();
    await thread.getByText("Thank you").waitFor();
    await thread.getByLabel("Message").fill("/polaris help");
    await thread.getByLabel("Message").press("Enter");
    await thread.getByText("/polaris is not supported in threads. Sorry!").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await thread.waitFor({ state: "hidden" });
    await page.context().close();
  });

  it("shows the Home tab, which a button renews", async () => {
    const page = await stage.open(inGeneral);
    await page.locator(".sidebar").getByRole("link", { name: "Home" }).click();
    await page.getByRole("heading", { name: "Good morning" }).waitFor();
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByRole("heading", { name: "Fresh figures" }).waitFor();
    await page.context().close();
  });

  it("acts as another person, who sees their own channels; the address keeps both", async () => {
    const page = await stage.open(inGeneral);
    await page.getByRole("button", { name: /^Acting as/ }).click();
    await page.getByRole("menuitemradio", { name: "Sasha Vale" }).click();
    await page.getByRole("button", { name: /^Acting as.*Sasha Vale/ }).waitFor();
    expect(new URL(page.url()).hash).toBe(`#/${SASHA}/${GENERAL}`);
    expect(await page.locator(".sidebar").getByRole("link", { name: "secret" }).count()).toBe(0);
    await page.getByRole("link", { name: "quiet" }).click();
    await page.getByText("You are not in #quiet.").waitFor();
    await page.getByRole("button", { name: "Join channel" }).click();
    await page.getByRole("button", { name: "Add Polaris" }).click();
    await page.locator("#composer").waitFor();
    await page.reload();
    await page.getByText("This is the beginning of #quiet.").waitFor();
    expect(new URL(page.url()).hash).toBe(`#/${SASHA}/${QUIET}`);
    await page.getByRole("button", { name: /^Acting as/ }).click();
    await page.getByRole("menuitemradio", { name: "Gale Vale" }).click();
    await page.getByRole("button", { name: /^Acting as.*Gale Vale.*Guest/ }).waitFor();
    expect(new URL(page.url()).hash).toMatch(new RegExp(`^#/${GUEST}/`));
    await page.context().close();
  });

  it("gets what others write at once, counts it elsewhere, and says it to a screen reader", async () => {
    const page = await stage.open(inGeneral);
    await page.getByText("This is the beginning of #general.").waitFor();
    await stage.slack.as(SASHA).say(GENERAL, "Live from Sasha");
    await page.locator(".message").getByText("Live from Sasha").waitFor();
    await expect.poll(() => page.locator("#announcer").textContent()).toContain("Sasha Vale: Live from Sasha");
    await page.getByRole("link", { name: "secret" }).click();
    await stage.slack.as(SASHA).say(GENERAL, "While you were away");
    await page.getByRole("link", { name: "general 1 new" }).click();
    await page.locator(".message").getByText("While you were away").waitFor();
    await page.context().close();
  });

  it("takes files dropped on the channel and sends them with the message", async () => {
    const page = await stage.open(inGeneral);
    await page.locator("#composer").waitFor();
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(["name\nRobin\n"], "dropped.csv", { type: "text/csv" }));
      return data;
    });
    await page.locator("main").dispatchEvent("drop", { dataTransfer: dropped });
    await page.getByRole("button", { name: "Remove dropped.csv" }).waitFor();
    await say(page, "The list");
    await page.getByRole("link", { name: "Download dropped.csv" }).waitFor();
    const message = page.locator(".message").filter({ hasText: "dropped.csv" }).last();
    await message.hover();
    await message.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Import" }).click();
    await expect
      .poll(() => heardLast("import"))
      .toMatchObject({ message: { text: "The list", files: [{ name: "dropped.csv" }] } });
    await page.getByRole("link", { name: "quiet" }).dispatchEvent("drop", { dataTransfer: dropped });
    await page.getByText("This is the beginning of #quiet.").waitFor();
    await page.getByRole("link", { name: "Download dropped.csv" }).waitFor();
    await page.context().close();
  });

  it("shows a message's JSON and what a screen reader says, tables row by row", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris volunteers");
    const message = page.locator(".message").filter({ hasText: "Amara Lindqvist" }).last();
    const choose = async (name: string) => {
      await message.getByRole("button", { name: "More actions" }).press("Enter");
      await page.getByRole("menuitem", { name }).press("Enter");
      return page.getByRole("dialog", { name });
    };
    const heard = await choose("Screen-reader text");
    const lines = await heard.locator("dd").allTextContents();
    expect(lines).toContain("6 rows, 4 columns");
    expect(lines).toContain("Name: Amara Lindqvist; Skills: Robotics, mathematics; Sessions: 24; Hours: 36.5");
    expect(lines).toContain("Next, page 2 of 15");
    await page.keyboard.press("Escape");
    const raw = await choose("Raw JSON");
    await raw.getByText('"bot_id"').first().waitFor();
    await page.keyboard.press("Escape");
    await page.context().close();
  });

  it("shows hostile text as text", async () => {
    const page = await stage.open(inGeneral);
    await say(page, "/polaris hostile");
    await page.getByRole("heading", { name: HOSTILE }).last().waitFor();
    const message = page.locator(".message").filter({ hasText: "click me" }).last();
    expect(await message.locator("tbody th").textContent()).toBe(HOSTILE);
    expect(await message.locator(".block-section").first().textContent()).toBe(`${HOSTILE} <!channel>`);
    expect(await message.locator("img, script, a, .mention").count()).toBe(0);
    await say(page, `${HOSTILE} <b>me</b>`);
    await page.locator(".message").getByText(`${HOSTILE} <b>me</b>`).waitFor();
    expect(await page.title()).not.toBe("owned");
    await page.context().close();
  });

  it("goes everywhere by keyboard", async () => {
    const page = await stage.open(inGeneral);
    await page.getByText("This is the beginning of #general.").waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Skip to the message box");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("composer");

    await page.keyboard.type("/");
    await page.getByRole("option", { name: "/polaris help" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.locator("#composer").inputValue()).toBe("/polaris help");
    await page.keyboard.press("Enter");
    await page.locator(".message").getByText("You said help").last().waitFor();
    await page.keyboard.press("ArrowUp");
    expect(await page.locator("#composer").inputValue()).toBe("/polaris help");
    await page.keyboard.press("ArrowDown");
    expect(await page.locator("#composer").inputValue()).toBe("");
    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    expect(await page.locator("#composer").inputValue()).toBe("one\ntwo");
    await page.keyboard.press("Enter");
    await page.locator(".message").getByText("one\ntwo").waitFor();

    await page.locator(".message").last().focus();
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("message");
    expect(await focused()).toContain("You said help");
    expect(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe(
      "solid",
    );
    await page.locator("a.place[aria-current]").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("This is the beginning of #quiet.").waitFor();
    await page.getByRole("button", { name: /^Acting as/ }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("s");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Acting as.*Sasha Vale/ }).waitFor();
    await page.context().close();
  });
});
