import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GENERAL, runningSetting, type Setting, STAFF } from "../../main/setting.js";
import { ask, onlyEphemeral } from "./looking.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());

describe("Socket Mode", () => {
  it.each(["refresh_requested", "warning", "cut"] as const)("goes on after Slack's %s", async (reason) => {
    const before = setting.slack.requests("apps.connections.open").length;
    setting.slack.disconnect(reason);
    await setting.slack.until(
      () =>
        (setting.slack.requests("apps.connections.open").length > before && setting.slack.connections > 0) || undefined,
    );
    const seen = await ask(setting.slack.as(STAFF), "status", GENERAL);
    expect(onlyEphemeral(seen).text).toMatch(/^Salesforce was last read /);
  });
});
