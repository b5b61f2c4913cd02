import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { ask } from "../doors/slack/looking.js";
import { ADMIN, ALERTS, GENERAL, openSetting, type Setting, STAFF, sampleRows } from "./setting.js";

let setting: Setting;
afterEach(() => setting.close());

/** What tells a person of the sample organisation: whole names, addresses and numbers long enough to mean nobody else. */
function tellingTexts(): readonly string[] {
  const texts = sampleRows().Contact.flatMap((row) => [
    row.FirstName && row.LastName ? `${row.FirstName} ${row.LastName}` : null,
    row.Email,
    row.Phone,
    row.MobilePhone,
  ]);
  return [...new Set(texts)].filter((text) => text !== null && text.trim().length > 7) as string[];
}

it("the log of a busy day, at its most talkative, names nobody", async () => {
  const rows = sampleRows();
  setting = await openSetting({ rows });
  const environment = { ...process.env, ...setting.environment, LOG_LEVEL: "debug" };
  const bot = spawn(process.execPath, ["bin/polaris.mjs", "serve"], {
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  bot.stderr.on("data", (text) => {
    log += text;
  });
  await setting.slack.connected(1, 60_000);
  const sam = setting.slack.as(STAFF);
  const known = rows.Contact.find((row) => row.FirstName !== null && row.Contact_Type__c === "Volunteer");
  for (const line of [
    "volunteers skill:stem",
    `volunteer ${known?.FirstName} ${known?.LastName}`,
    `trace ${known?.Email ?? known?.LastName}`,
    `report org "Hill's" 3y`,
    "metric M20 records",
    "quarantine",
    `volunteers times:${known?.LastName}`,
  ])
    await ask(sam, line, GENERAL);
  setting.slack.addFault({ on: "response_url", status: 500, times: 3 });
  await sam.slash("/polaris", `volunteer ${known?.LastName}`, GENERAL, { until: ({ dms }) => dms.length > 0 });
  setting.org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" });
  await setting.slack.as(ADMIN).slash("/polaris", "job sync-salesforce", GENERAL, { until: "ack" });
  await setting.slack.awaitMessage(({ channel }) => channel === ALERTS);
  bot.kill("SIGTERM");
  await once(bot, "exit");
  expect(log).toContain("a job failed");
  expect(tellingTexts().filter((text) => log.includes(text))).toEqual([]);
}, 120_000);
