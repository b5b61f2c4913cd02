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
    expect(tableOf(message)[0]).toEqual(["Figure", "This week", "Week before", "Change"]);
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

describe("a job that fails", () => {
  it("is posted as an alert, with the id under which the log has it", async () => {
    setting.org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" });
    const ada = setting.slack.as(ADMIN);
    const seen = await ask(ada, "job sync-salesforce", GENERAL, () => alerts().length > 0);
    setting.org.refuseLogin(null);
    const [alert, ...others] = alerts();
    expect(others).toEqual([]);
    expect(alert?.text).toMatch(/^The job sync-salesforce failed: Salesforce .* \(id [a-z0-9]{4}-[a-z0-9]{4}\)$/);
    const id = /id (\S+)\)$/.exec(alert?.text ?? "")?.[1] ?? "?";
    expect(onlyEphemeral(seen).text).toContain(id);
  });

  it("fails too when an object could not be read, and says which and why", async () => {
    const before = alerts().length;
    setting.org.hideField("Session__c", "Session_Status__c");
    const seen = await ask(setting.slack.as(ADMIN), "job sync-salesforce", GENERAL, () => alerts().length > before);
    setting.org.hideField("Session__c", "Session_Status__c", false);
    expect(alerts().at(-1)?.text).toContain("Session_Status__c");
    expect(onlyEphemeral(seen).text).toContain("Session_Status__c");
  });

  it("says which jobs there are when the name is wrong", async () => {
    const seen = await setting.slack.as(ADMIN).slash("/polaris", "job weekly-metric", GENERAL, { until: isAnswered });
    expect(onlyEphemeral(seen).text).toBe(
      'There is no job "weekly-metric". Expected one of: sync-salesforce, weekly-metrics.',
    );
  });
});
