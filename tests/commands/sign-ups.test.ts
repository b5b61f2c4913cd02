import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignUpSite } from "../../sandbox/sign-ups/index.js";
import type { Outcome, Role } from "../../src/command/index.js";
import { createHouse, type House } from "../../src/house.js";
import { type Reply, renderJson } from "../../src/reply/index.js";
import { openLog, organizationSchema, readSettings } from "../../src/runtime/index.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { rowsOf } from "./office.js";

const LISTED = "a0B5f00000AbCdEAAA";
const MISSING = "a0B5f00000AbCdEBBB";

onBothEngines((engine) => {
  let empty: EmptyPool;
  let site: SignUpSite;
  let house: House;
  let now = "2026-02-15T18:00:00.000Z";
  let serial = 0;
  const houseOf = (url: string | null): House => {
    const settings = readSettings({
      POLARIS_MODE: "sandbox",
      SLACK_BOT_TOKEN: "xoxb-sandbox",
      SLACK_APP_TOKEN: "xapp-sandbox",
      SALESFORCE_LOGIN_URL: "http://127.0.0.1:9",
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    });
    const organization = organizationSchema.parse({
      signUps: url === null ? {} : { url },
      slack: { alertsChannel: "C0ALERTS1" },
    });
    return createHouse({ settings, organization, pool: empty.pool, log: openLog("silent"), clock: { now: () => now } });
  };
  const run = (line: string, role: Role = "admin"): Promise<Outcome> => {
    serial += 1;
    return house.dispatch.run({
      id: `R${serial}`,
      line,
      actor: { id: `U0ASKER${serial}`, name: "Ada", door: "slack" },
      access: { role, districts: [] },
      place: { kind: "direct", channel: "D1", isPrivate: true, isTrusted: false, canOpenForm: false },
      now,
    });
  };
  const reply = async (line: string, role?: Role): Promise<Reply> => {
    const outcome = await run(line, role);
    if (outcome.kind !== "reply") throw new Error(`no reply to “${line}”: ${JSON.stringify(outcome)}`);
    return outcome.reply;
  };

  beforeAll(async () => {
    empty = await emptyPool(engine);
    site = await new SignUpSite().listen();
    const small = new SmallOrganization(empty.pool);
    const ids = [LISTED, MISSING].map(
      (id) =>
        [
          small.event({
            date: "2026-03-01",
            title: id === LISTED ? "Career fair" : "Mock interviews",
            status: "Confirmed",
          }),
          id,
        ] as const,
    );
    await small.write();
    await empty.pool.transaction(async (tx) => {
      for (const [event, id] of ids)
        await tx.run(sql`UPDATE event SET source_id = ${id}, available_slots = 5 WHERE id = ${event}`);
    });
    site.list({
      Id: LISTED,
      Name: "Career fair",
      Start_Date__c: "2026-03-01T00:00:00",
      Available_Slots__c: 2,
      Registration_Link__c: "https://sign-up.example/s/1",
    });
    house = houseOf(site.url);
  });
  afterAll(async () => {
    await site.close();
    await empty.drop();
  });

  describe("sign-ups", () => {
    it("says that nothing was read before the first reading", async () => {
      expect((await reply("sign-ups")).text).toBe(
        "The list of VolunTeach has not been read yet: that is done every hour.",
      );
      expect((await reply("status")).notices.some(({ text }) => text.includes("VolunTeach"))).toBe(false);
    });

    it("shows what differs once the job has read the list, and so does a line of status", async () => {
      expect((await reply("job sign-ups")).text).toContain("1 events listed (1 new, 0 gone), 2 differences from ours");
      const json = renderJson(await reply("sign-ups", "coordinator"));
      expect(rowsOf(json, "differences")).toMatchObject([
        {
          what: "here, not listed there",
          title: "Mock interviews",
          date: "2026-03-01",
          ours: "5 free",
          theirs: "not listed",
          event: MISSING,
        },
        {
          what: "other free slots",
          title: "Career fair",
          ours: "5 free",
          theirs: "2 free",
          sign_up: "https://sign-up.example/s/1",
        },
      ]);
      const sentence =
        "VolunTeach lists 1 event, and 2 ought to be listed: 2 differences (read 15 Feb 2026 12:00 CST).";
      expect((await reply("sign-ups")).text).toBe(sentence);
      const status = await reply("status");
      expect(status.notices.map(({ text }) => text)).toContain(sentence);
      expect(rowsOf(renderJson(status), "sources")).toMatchObject([
        { source: "Sign-up service (VolunTeach)", state: "ok" },
      ]);
    });

    it("shows one kind of difference, in another order", async () => {
      expect(rowsOf(renderJson(await reply("sign-ups show:slots")), "differences")).toHaveLength(1);
      expect(rowsOf(renderJson(await reply("sign-ups -show:slots")), "differences")).toMatchObject([
        { event: MISSING },
      ]);
      expect(rowsOf(renderJson(await reply("sign-ups sort:title")), "differences").map(({ title }) => title)).toEqual([
        "Career fair",
        "Mock interviews",
      ]);
    });

    it("keeps what was read when a reading fails, says so, and raises one alert until it goes well again", async () => {
      now = "2026-02-15T19:00:00.000Z";
      site.fail({ status: 404 });
      expect(await run("job sign-ups")).toMatchObject({
        kind: "failed",
        failure: { code: "job_failed", text: expect.stringContaining("could not be read") },
      });
      const shown = await reply("sign-ups");
      expect(shown.text).toContain("last read whole 15 Feb 2026 12:00 CST");
      expect(shown.notices.some(({ level, text }) => level === "warning" && text.includes("status 404"))).toBe(true);
      const alerts = () =>
        empty.pool.query<{ check_name: string; state: string }>(sql`SELECT check_name, state FROM alert ORDER BY id`);
      expect(await alerts()).toEqual([{ check_name: "sign_ups", state: "open" }]);
      now = "2026-02-15T20:00:00.000Z";
      await reply("job sign-ups");
      expect(await alerts()).toEqual([{ check_name: "sign_ups", state: "resolved" }]);
    });

    it("says what is missing where no service is set up, and is not for district viewers", async () => {
      const outcome = await run("sign-ups", "district");
      expect(outcome).toMatchObject({ kind: "failed", failure: { code: "not_allowed" } });
      house = houseOf(null);
      expect(await run("sign-ups")).toMatchObject({
        kind: "failed",
        failure: { code: "configuration_invalid", text: expect.stringContaining("signUps.url") },
      });
      expect((await reply("job sign-ups")).text).toContain("No sign-up service is configured");
      expect((await reply("status")).notices.some(({ text }) => text.includes("VolunTeach"))).toBe(false);
    });
  });
});
