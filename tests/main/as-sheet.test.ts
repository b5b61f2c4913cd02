import { afterAll, beforeAll, expect, it } from "vitest";
import type { GoogleCloud } from "../../sandbox/google/index.js";
import { EXPORT_FOLDER } from "../../sandbox/google-sample.js";
import { ask, onlyEphemeral, wordsOf } from "../doors/slack/looking.js";
import { COORDINATOR, GENERAL, runningSetting, type Setting, STAFF } from "./setting.js";

let setting: Setting;
let google: GoogleCloud;
beforeAll(async () => {
  setting = await runningSetting({ google: true, environment: { GOOGLE_EXPORT_FOLDER_ID: EXPORT_FOLDER } });
  if (setting.google === null) throw new Error("no Google was asked for");
  google = setting.google;
});
afterAll(() => setting.close());

const address = (words: string): string => /<(http[^|>]+)\|Open the Google Sheet>/.exec(words)?.[1] ?? "";

it("a report asked for as a Google Sheet in Slack is answered with its address, and the sheet holds the report", async () => {
  const seen = await ask(setting.slack.as(STAFF), "metric M20 3y by:district as:sheet", GENERAL);
  const message = onlyEphemeral(seen);
  const url = address(wordsOf(message.blocks));
  const sheet = google.sheet(/\/d\/([\w-]+)\//.exec(url)?.[1] ?? "");
  expect(sheet.folder).toBe(EXPORT_FOLDER);
  expect(sheet.tabs).toEqual(["Summary", expect.any(String), "Method"]);
  const [first = ""] = sheet.tabs.slice(1);
  expect(sheet.look(first)).toEqual({ frozenRows: 1, hasFilter: true });
  const [total] = sheet.rows(first).slice(-1);
  expect(total?.[0]).toBe("Total");
  expect(typeof total?.[1]).toBe("number");
  expect((await fetch(url)).status).toBe(200);
});

it("says what to do when the folder is not shared with the account, and offers the workbook", async () => {
  const refusal = { domain: "global", reason: "insufficientFilePermissions" };
  google.fault({ match: "POST /upload/", status: 403, body: { error: { code: 403, message: "", errors: [refusal] } } });
  const message = onlyEphemeral(await ask(setting.slack.as(COORDINATOR), "metric M20 3y as:sheet", GENERAL));
  expect(wordsOf(message.blocks)).toContain("Add polaris");
  expect(wordsOf(message.blocks)).toContain("As a workbook instead");
});
