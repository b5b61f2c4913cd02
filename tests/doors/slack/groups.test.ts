import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADMIN, GENERAL, runningSetting, type Setting, STAFF, STRANGER } from "../../main/setting.js";
import { ask, onlyEphemeral } from "./looking.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting({ slack: { userGroupsPlan: false } });
});
afterAll(() => setting.close());

const said = async (user: string, line: string) => onlyEphemeral(await ask(setting.slack.as(user), line, GENERAL)).text;

describe("a workspace without user groups", () => {
  it("lets organization.yml and the roles table decide", async () => {
    expect(await said(STAFF, "status")).toMatch(/you have no role here yet/);
    expect(await said(ADMIN, "status")).toMatch(/^Salesforce was last read /);
    await ask(setting.slack.as(ADMIN), "roles set @sam staff", GENERAL);
    expect(await said(STAFF, "status")).toMatch(/^Salesforce was last read /);
    expect(await said(STRANGER, "status")).toMatch(/you have no role here yet/);
  });

  it("tells the admins once", async () => {
    const ada = setting.slack.as(ADMIN);
    const told = ada.messages(ada.dm).filter((message) => /user groups/.test(message.text));
    expect(told).toHaveLength(1);
  });
});
