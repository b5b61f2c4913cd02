import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask, onlyEphemeral, wordsOf } from "../doors/slack/looking.js";
import { ADMIN, GENERAL, runningSetting, type Setting, STAFF, sampleRows } from "./setting.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());
afterEach(() => {
  setting.org.clearFaults();
  setting.org.refuseTokens(false);
  setting.org.refuseLogin(null);
});

const HILLS = `report org "Hill's" 3y`;
/** Polaris tries a few times before it says that Salesforce does not answer. */
const PATIENCE = 90_000;
const sync = async () =>
  onlyEphemeral(await ask(setting.slack.as(ADMIN), "sync salesforce", GENERAL, () => true, PATIENCE));
const figures = async () => onlyEphemeral(await ask(setting.slack.as(STAFF), HILLS, GENERAL)).text;

describe("sync salesforce", () => {
  it(
    "says that Salesforce does not answer, and the figures stay",
    async () => {
      const before = await figures();
      setting.org.fault({ match: ".*", destroy: true, times: 50 });
      expect((await sync()).text).toMatch(/^Salesforce cannot be reached .* Nothing is lost: /);
      setting.org.clearFaults();
      expect(await figures()).toBe(before);
      expect((await sync()).text).toMatch(/^The sync finished in /);
    },
    PATIENCE,
  );

  it("says that the log-in is refused, with the variable to look at", async () => {
    const before = await figures();
    setting.org.expireTokens();
    setting.org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" });
    expect((await sync()).text).toMatch(/SALESFORCE_CLIENT/);
    expect(await figures()).toBe(before);
  });

  it("says that every token is refused, and does not go round in circles", async () => {
    const before = await figures();
    setting.org.clearRequests();
    setting.org.refuseTokens(true);
    expect((await sync()).text).toMatch(/^Salesforce /);
    expect(setting.org.requests.length).toBeLessThan(10);
    setting.org.refuseTokens(false);
    expect(await figures()).toBe(before);
    expect((await sync()).text).toMatch(/^The sync finished in /);
  });

  it("pauses when the org has used its share of API calls, says so, and goes on when there is room again", async () => {
    setting.org.setApiLimit({ used: 12_000, max: 15_000 });
    const paused = await sync();
    expect(paused.text).toMatch(/^The sync paused in /);
    expect(wordsOf(paused)).toMatch(/The Salesforce org has used 12,00\d of the 15,000 API calls of 24 hours/);
    expect(wordsOf(paused)).toMatch(/goes on with the next run: until then figures rest in part/);
    setting.org.setApiLimit({ used: 0 });
    expect((await sync()).text).toMatch(/^The sync finished in /);
  });

  it("brings a record that was edited, and one that was deleted, into the next answer", async () => {
    const [person] = sampleRows().Contact.filter(
      ({ FirstName, LastName }) => `${FirstName} ${LastName}` === "Marisol Whitfield",
    );
    setting.org.edit("Contact", person?.Id ?? "", { LastName: "Whitfield-Aster" });
    expect((await sync()).text).toMatch(/: 1 record changed/);
    const asked = () => ask(setting.slack.as(STAFF), "volunteer Marisol Whitfield-Aster", GENERAL);
    expect(onlyEphemeral(await asked()).text).toContain("Marisol Whitfield-Aster");
    setting.org.delete("Contact", person?.Id ?? "");
    expect((await sync()).text).toMatch(/^The sync finished in .*: [1-9]\d* records? changed/);
    expect(onlyEphemeral(await asked()).text).not.toContain("events");
    expect(onlyEphemeral(await asked()).text).toMatch(/^No volunteer/);
  });

  it("is refused while another one runs", async () => {
    setting.org.fault({ match: "GET .*/query", delayMs: 500, times: 1 });
    const first = ask(setting.slack.as(ADMIN), "sync salesforce", GENERAL, (seen) => /sync finished/.test(seen.text));
    await setting.slack.until(() => (setting.slack.deliveries("slash_commands")[0]?.answer ? true : undefined));
    const second = onlyEphemeral(await ask(setting.slack.as(STAFF), "sync salesforce", GENERAL));
    expect(second.text).toMatch(/already|under way|running/i);
    await first;
  });

  it("names a field that was renamed; the other objects go on, and nothing of that one changes", async () => {
    const before = await figures();
    setting.org.renameField("Session__c", "Session_Status__c", "Status_Renamed__c");
    const message = await sync();
    expect(message.text).toMatch(/^The sync finished in part in /);
    const words = wordsOf(message.blocks);
    expect(words).toContain("Session_Status__c");
    expect(await figures()).toBe(before);
    const status = onlyEphemeral(await ask(setting.slack.as(STAFF), "status", GENERAL));
    expect(wordsOf(status.blocks)).toMatch(/Session/);
  });
});
