import { WebClient } from "@slack/web-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SANDBOX_TOKENS } from "../../../sandbox/slack/index.js";
import {
  ADMIN,
  COORDINATOR,
  DISTRICT_VIEWER,
  FOREIGNER,
  GENERAL,
  GUEST,
  PARTNERS,
  runningSetting,
  type Setting,
  STAFF,
  STRANGER,
} from "../../main/setting.js";
import { ask, buttonsOf, isAnswered, linesOf, onlyEphemeral, tableOf } from "./looking.js";

let setting: Setting;
beforeAll(async () => {
  setting = await runningSetting();
});
afterAll(() => setting.close());

const said = async (user: string, line: string, channel = GENERAL) =>
  onlyEphemeral(await ask(setting.slack.as(user), line, channel));

const REFUSAL =
  "Polaris answers people who work with Sample Organization, and you have no role here yet. An administrator can give you one.";

describe("who may ask what", () => {
  it.each([ADMIN, STAFF])("shows %s names and addresses", async (user) => {
    const [header] = tableOf(await said(user, "volunteers skill:stem"));
    expect(header).toContain("Volunteer");
    expect(header).toContain("E-mail");
  });

  it("shows a coordinator names and addresses, and keeps what is for others", async () => {
    expect(tableOf(await said(COORDINATOR, "volunteers skill:stem"))[0]).toContain("E-mail");
    expect((await said(COORDINATOR, "sync salesforce")).text).toBe(
      "“sync” is for administrators and staff. If you need it, ask an administrator.",
    );
    expect((await said(STAFF, "job weekly-metrics")).text).toBe(
      "“job” is for administrators. If you need it, ask an administrator.",
    );
  });

  it("shows a district viewer their own district's figures, and no volunteer", async () => {
    const own = await said(DISTRICT_VIEWER, "metric M20 3y");
    expect(own.text).toMatch(/^Unique volunteers reached: \d+ in .*, district Grandview School District\.$/);
    const other = await said(DISTRICT_VIEWER, 'metric M20 3y district:"Olathe Public Schools"');
    expect(other.text).toBe("You can see Grandview School District, and “Olathe Public Schools” is not among them.");
    for (const line of ["volunteers skill:stem", "volunteer Marisol Whitfield", "trace Marisol Whitfield"]) {
      const refused = await said(DISTRICT_VIEWER, line);
      expect(refused.text).toMatch(/^“\w+” is for administrators(, staff)? and /);
      expect(JSON.stringify(refused.blocks)).not.toContain("Whitfield");
    }
  });

  it.each([
    ["a stranger", STRANGER, GENERAL],
    ["a guest", GUEST, PARTNERS],
    ["a person of another workspace", FOREIGNER, PARTNERS],
  ])("refuses %s, whatever they type, and shows no data and no way on", async (_who, user, channel) => {
    for (const line of ["volunteers skill:stem", 'report org "Hill\'s" 3y', "status", "help", "", "nonsense"]) {
      const refused = await said(user, line, channel);
      expect(refused.text).toBe(REFUSAL);
      expect(buttonsOf(refused)).toEqual([]);
    }
  });

  it("whispers the refusal of a mention to who asked", async () => {
    const seen = await setting.slack.as(GUEST).mention(PARTNERS, "volunteers skill:stem", { until: isAnswered });
    expect(onlyEphemeral(seen).text).toBe(REFUSAL);
  });

  it("counts a guest out although a user group has them", async () => {
    setting.slack.changeUser("U0STAFF02", { is_restricted: true });
    expect((await said("U0STAFF02", "status")).text).toBe(REFUSAL);
    setting.slack.changeUser("U0STAFF02", { is_restricted: false });
  });
});

describe("a button", () => {
  const status = async (user: string) => buttonsOf(await said(user, "status"));

  it("stands only before those who may use it", async () => {
    expect(await status(STAFF)).toContain("Sync now");
    expect(await status(DISTRICT_VIEWER)).not.toContain("Sync now");
    expect(await status(DISTRICT_VIEWER)).toContain("Share in Channel");
  });

  it("never offers to run again, for everyone to see, what changes something", async () => {
    const synced = await said(ADMIN, "sync salesforce");
    expect(synced.text).toMatch(/sync finished/);
    expect(linesOf(synced).filter((line) => line.startsWith("sync"))).toEqual([]);
    expect(buttonsOf(synced)).not.toContain("Share in Channel");
  });

  it.each(["share:0", "export:0", "page:0", "table:0:jobs"])(
    "%s of an earlier day does not either",
    async (pressed) => {
      const client = new WebClient(SANDBOX_TOKENS.botToken, { slackApiUrl: setting.slack.apiUrl });
      const text = `An answer of an earlier day (${pressed})`;
      const button = { type: "button", text: { type: "plain_text", text: "Again" }, action_id: pressed } as const;
      await client.chat.postEphemeral({
        channel: GENERAL,
        user: ADMIN,
        text,
        blocks: [{ type: "actions", elements: [{ ...button, value: "roles set @noor staff" }] }],
      });
      const ada = setting.slack.as(ADMIN);
      const old = ada.messages(GENERAL).find((message) => message.text === text);
      if (old === undefined) throw new Error("the old answer is not there");
      const seen = await ada.click("Again", old, { until: isAnswered });
      expect(onlyEphemeral(seen).text).toMatch(
        /^“roles set” changes something each time it runs, .* type the command\.$/,
      );
      expect(seen.public).toEqual([]);
      expect((await said(STRANGER, "status")).text).toBe(REFUSAL);
    },
  );
});

describe("a role that changes", () => {
  it("holds at once when a user group changes, also for a button of an earlier answer", async () => {
    const cleo = setting.slack.as(COORDINATOR);
    const before = await said(COORDINATOR, "volunteers skill:stem");
    await setting.slack.setUserGroup("S0COORDS01", []);
    const pressed = await cleo.click("Next", before, { until: (now) => now.ephemerals.length > 0 });
    expect(onlyEphemeral(pressed).text).toBe(REFUSAL);
    expect(onlyEphemeral(pressed).key).not.toBe(before.key);
    const exported = await cleo.click("Export to Excel", before, { until: isAnswered });
    expect(onlyEphemeral(exported).text).toBe(REFUSAL);
    expect(exported.dms).toEqual([]);
    const shared = await cleo.click("Share in Channel", before, { until: isAnswered });
    expect(onlyEphemeral(shared).text).toBe(REFUSAL);
    expect(shared.public).toEqual([]);
    expect((await said(COORDINATOR, "status")).text).toBe(REFUSAL);
    await setting.slack.setUserGroup("S0COORDS01", [COORDINATOR]);
    expect((await said(COORDINATOR, "status")).text).toMatch(/^Salesforce was last read /);
  });

  it("is given and taken by the roles command", async () => {
    const given = await said(ADMIN, "roles set @noor coordinator");
    expect(given.text).toMatch(/coordinator/);
    expect(tableOf(await said(STRANGER, "volunteers skill:stem"))[0]).toContain("E-mail");
    await said(ADMIN, "roles set @noor none");
    expect((await said(STRANGER, "volunteers skill:stem")).text).toBe(REFUSAL);
  });

  it("is believed once: nobody is refused while the groups are being read", async () => {
    await setting.slack.setUserGroup("S0STAFF001", [STAFF]);
    const answers = await Promise.all([said(STAFF, "status"), said(COORDINATOR, "status"), said(ADMIN, "status")]);
    for (const answer of answers) expect(answer.text).toMatch(/^Salesforce was last read /);
  });
});
