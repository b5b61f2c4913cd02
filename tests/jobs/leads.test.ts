import path from "node:path";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConsoleMessage } from "../../sandbox/slack/index.js";
import { openPool } from "../../src/pool/index.js";
import { ask, buttonsOf, fromPolaris, onlyEphemeral, tableOf, wordsOf } from "../doors/slack/looking.js";
import { fillFiles, fillLeads, MONTHS } from "../leads/list/filled.js";
import {
  ADMIN,
  COORDINATOR,
  GENERAL,
  OTHER_STAFF,
  runningSetting,
  type Setting,
  STAFF,
  STRANGER,
} from "../main/setting.js";

/** A channel that somebody without a role reads too. */
const SALES = GENERAL;

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting({ configuration: { slack: { salesChannel: SALES } } });
  const pool = openPool(`file:${path.join(setting.folder, "polaris.db")}`);
  await fillFiles(pool, [{ id: 1, source: "source_1", date: MONTHS[0] }]);
  await fillLeads(pool, [
    { id: 1, company: "Little Stars", person: "Maria Garcia", email: "maria@example.org" },
    { id: 2, company: "Sunny Days", state: "TX" },
  ]);
  await pool.close();
});
afterAll(() => setting.close());

/** What everybody there reads: answers to one person stand beside it. */
const inSales = (): ConsoleMessage[] =>
  fromPolaris(setting.slack.messages(SALES)).filter(({ text }) => text.includes("for Sales"));
const theMessage = (): ConsoleMessage => {
  const [message, ...others] = inSales();
  if (message === undefined || others.length > 0)
    throw new Error(`expected one message, but there are ${inSales().length}`);
  return message;
};

describe("the month's leads in the sales channel", () => {
  it("are one message with figures and buttons, and nothing of anybody", async () => {
    const seen = await ask(setting.slack.as(ADMIN), "job leads", GENERAL, () => inSales().length > 0);
    expect(onlyEphemeral(seen).text).toMatch(/^leads: 2 new leads of .* are on their way$/);
    const message = theMessage();
    expect(message.text).toMatch(/^2 new leads for Sales \(.*\)\. SAMPLE DATA\.$/);
    expect(tableOf(message).slice(1)).toEqual([
      ["NV", "1", "1"],
      ["TX", "1", "1"],
      ["Total", "2", "2"],
    ]);
    expect(buttonsOf(message)).toEqual(["Open the list", "Get the workbook"]);
    expect(JSON.stringify(message)).not.toMatch(/Maria|example\.org|Little Stars|555/);
  });

  it("come as a workbook to the direct messages of whoever presses for it, as Salesforce imports it", async () => {
    const seen = await setting.slack.as(COORDINATOR).click("Get the workbook", theMessage(), {
      until: ({ dms }) => dms.some(({ files }) => files.length > 0),
      timeoutMs: 20_000,
    });
    const [file] = seen.dms.flatMap(({ files }) => files);
    expect(file?.name).toMatch(/^leads-\d{4}-\d{2}\.xlsx$/);
    const stored = setting.slack.files().find(({ name }) => name === file?.name);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(stored?.bytes as unknown as ExcelJS.Buffer);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      "Summary",
      "New",
      "Updates to import",
      "Updated",
      "Method",
    ]);
    const rows = workbook.getWorksheet("New")?.getSheetValues().slice(1) as unknown[][];
    expect(rows[0]?.slice(1, 5)).toEqual(["First Name", "Last Name", "Company", "Street"]);
    expect(rows[1]?.slice(1, 5)).toEqual(["Maria", "Garcia", "Little Stars", "1 Main St"]);
    expect(inSales().flatMap(({ files }) => files)).toEqual([]);
  });

  it("are refused to whoever has no role", async () => {
    const seen = await setting.slack.as(STRANGER).click("Get the workbook", theMessage(), {
      until: ({ ephemerals, dms }) => ephemerals.length + dms.length > 0,
    });
    expect(JSON.stringify([seen.ephemerals, seen.dms])).toContain("you have no role here yet");
    expect(seen.dms.flatMap(({ files }) => files)).toEqual([]);
  });

  it("are taken from the list, which the message then says; who comes second is told kindly", async () => {
    const sam = setting.slack.as(STAFF);
    const other = setting.slack.as(OTHER_STAFF);
    const hasList = (seen: { readonly ephemerals: readonly ConsoleMessage[] }) =>
      seen.ephemerals.some((message) => buttonsOf(message).some((label) => label.startsWith("I take")));
    const opened = onlyEphemeral(await sam.click("Open the list", theMessage(), { until: hasList }));
    expect(wordsOf(opened.blocks)).toContain("Maria Garcia");
    const others = onlyEphemeral(await other.click("Open the list", theMessage(), { until: hasList }));
    const taken = await sam.click("I take these 2", opened, {
      until: ({ ephemerals }) => ephemerals.some(({ text }) => /Yours now/.test(text)),
    });
    expect(onlyEphemeral(taken).text).toBe("Yours now: Little Stars, Mesquite, NV and Sunny Days, Mesquite, TX.");
    const second = await other.click("I take these 2", others, {
      until: ({ ephemerals }) => ephemerals.some(({ text }) => /faster/.test(text)),
    });
    expect(onlyEphemeral(second).text).toMatch(/was faster: Little Stars, Mesquite, NV is theirs since .*Thank you/);
    await setting.slack.awaitMessage(
      (message) => message.ts === theMessage().ts && wordsOf(message.blocks).includes("2 of 2"),
    );
    expect(theMessage().text).toContain("2 new leads");
  });
});
