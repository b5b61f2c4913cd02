import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, fromPolaris, isAnswered, onlyEphemeral, smallPrintOf, tableOf } from "../doors/slack/looking.js";
import { ADMIN, ALERTS, GENERAL, MANAGERS, runningSetting, type Setting } from "../main/setting.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());

const inManagers = () => fromPolaris(setting.slack.messages(MANAGERS));
const alerts = () => fromPolaris(setting.slack.messages(ALERTS));

describe("the job weekly-metrics", () => {
  it("posts one message with the table and the chart of the week, and its words for who cannot see them", async () => {
    const ada = setting.slack.as(ADMIN);
    const seen = await ask(ada, "job weekly-metrics", GENERAL, () => inManagers().length > 0);
    expect(onlyEphemeral(seen).text).toMatch(/^weekly-metrics: The week of .* is on its way$/);
    const [message, ...others] = inManagers();
    if (message === undefined) throw new Error("nothing was posted");
    expect(others).toEqual([]);
    expect(message.text).toMatch(
      /: \d+ sessions? held \(.*\), with \d+ volunteers? giving [\d.,]+ hours? and \d+ students? on the rosters\.$|^No session was held/,
    );
    expect(tableOf(message)[0]).toEqual(["Figure", "This week", "Week before", "Change", "Change in percent"]);
    expect(tableOf(message)).toHaveLength(9);
    const image = message.blocks.find((block) => block.type === "image");
    expect(image?.alt_text).toMatch(/^Sessions held per week: \d+ \w+ \d+, /);
    const file = setting.slack.files().find((each) => each.mimetype === "image/png");
    expect(file?.bytes?.subarray(1, 4).toString()).toBe("PNG");
    expect(smallPrintOf(message).join("\n")).toContain("SAMPLE DATA");
    expect(setting.slack.requests("chat.postMessage")).toHaveLength(1);
  });

  it("is posted each time it is asked for by hand", async () => {
    await ask(setting.slack.as(ADMIN), "job weekly-metrics", GENERAL, () => inManagers().length === 2);
    expect(inManagers()).toHaveLength(2);
  });

  it("tells the admins when the channel cannot be written to", async () => {
    setting.slack.addFault({ on: "chat.postMessage", channel: MANAGERS, error: "not_in_channel" });
    const ada = setting.slack.as(ADMIN);
    const seen = await ask(ada, "job weekly-metrics", GENERAL, (now) => now.dms.length > 0);
    expect(seen.dms.map((message) => message.text)).toEqual([
      "A digest to <#C0MANAGERS> could not be delivered: Polaris is not a member of the channel. Invite it there: /invite @Polaris",
    ]);
    setting.slack.clearFaults();
    expect(inManagers()).toHaveLength(2);
  });
});

describe("the job backup", () => {
  it("makes a backup beside the bot that goes on, and tells it to who asked alone", async () => {
    const seen = await ask(setting.slack.as(ADMIN), "backup", GENERAL);
    expect(onlyEphemeral(seen).text).toMatch(/^polaris-.+Z\.db is whole and checked, \d+(\.\d)? MB\.$/);
  });
});

describe("a job that fails", () => {
  it("is told as an alert, with what to do about it, and the asker has the id under which the log has it", async () => {
    setting.org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" });
    const ada = setting.slack.as(ADMIN);
    const seen = await ask(ada, "job sync-salesforce", GENERAL, () => alerts().length > 0);
    setting.org.refuseLogin(null);
    const [alert, ...others] = alerts();
    expect(others).toEqual([]);
    expect(alert?.text).toMatch(
      /^Critical: Reading Salesforce failed\. Salesforce .* Figures rest on what was read before\.$/,
    );
    expect(onlyEphemeral(seen).text).toMatch(/ \(id [a-z0-9]{4}-[a-z0-9]{4}\)/);
  });

  it("is told once, however often it fails", async () => {
    setting.org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" });
    await ask(setting.slack.as(ADMIN), "job sync-salesforce", GENERAL, (seen) => /failed/.test(seen.text));
    setting.org.refuseLogin(null);
    expect(alerts()).toHaveLength(1);
  });

  it("is taken up by a press on the alert's button, which the message then shows", async () => {
    const [alert] = alerts();
    if (alert === undefined) throw new Error("no alert was posted");
    const ada = setting.slack.as(ADMIN);
    await ada.click("Acknowledge", alert, { until: (seen) => /You have taken up alert/.test(seen.text) });
    await setting.slack.awaitMessage(
      (message) => message.ts === alert.ts && JSON.stringify(message.blocks).includes("acknowledged"),
    );
  });

  it("fails too when an object could not be read, says which and why, and has the first one resolved in its thread", async () => {
    setting.org.hideField("Session__c", "Session_Status__c");
    const isTold = () =>
      ["Session_Status__c", "Resolved: "].every((words) => alerts().some(({ text }) => text.includes(words)));
    const seen = await ask(setting.slack.as(ADMIN), "job sync-salesforce", GENERAL, isTold);
    setting.org.hideField("Session__c", "Session_Status__c", false);
    expect(alerts().find(({ text }) => text.includes("Session_Status__c"))?.text).toMatch(
      /^Warning: Events could not be read\. /,
    );
    expect(onlyEphemeral(seen).text).toContain("Session_Status__c");
    const [first] = alerts();
    const resolved = alerts().find(({ text }) => text.startsWith("Resolved: Reading Salesforce failed."));
    expect(resolved?.threadTs).toBe(first?.ts);
  });

  it("says which jobs there are when the name is wrong", async () => {
    const seen = await setting.slack.as(ADMIN).slash("/polaris", "job weekly-metric", GENERAL, { until: isAnswered });
    expect(onlyEphemeral(seen).text).toBe(
      'There is no job "weekly-metric". Expected one of: backup, sync-salesforce, sync-sheets, sync-analytics, reconcile, quality, duplicates, skills, heartbeat, housekeeping, sign-ups, lead-files, lead-statuses, weekly-metrics, events-without-owner, leads, reminders.',
    );
  });
});
