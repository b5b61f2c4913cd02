import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPool } from "../../src/pool/index.js";
import { ask, fromPolaris } from "../doors/slack/looking.js";
import { ADMIN, ALERTS, GENERAL, openSetting, type Setting } from "./setting.js";

/** Longer than the clock takes to come round. */
const A_TICK = 25_000;
const LONG_AGO = 3_600_000;

let setting: Setting;
afterEach(() => setting.close());

const alerts = () => fromPolaris(setting.slack.messages(ALERTS));
const job = (line: string) => ask(setting.slack.as(ADMIN), `job ${line}`, GENERAL);

/** Looks at the pool, or changes it, while no Polaris runs. */
async function inPool<T>(work: (pool: ReturnType<typeof openPool>) => Promise<T>): Promise<T> {
  const pool = openPool(`file:${path.join(setting.folder, "polaris.db")}`);
  return work(pool).finally(() => pool.close());
}
const runsOf = (name: string) =>
  inPool((pool) =>
    pool.query<{ trigger: string; state: string }>(
      sql`SELECT "trigger", state FROM job_run WHERE name = ${name} AND "trigger" = 'schedule' ORDER BY id`,
    ),
  );
const makeDue = (...names: string[]) =>
  inPool((pool) =>
    pool.transaction(async (tx) => {
      const at = new Date(Date.now() - LONG_AGO).toISOString();
      for (const name of names)
        await tx.run(sql`
          INSERT INTO job_due (name, due_at) VALUES (${name}, ${at}) ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at`);
    }),
  );

describe("an alert", () => {
  beforeEach(async () => {
    setting = await openSetting({ mail: true });
    await setting.start();
    await setting.slack.connected();
  });

  it("that is critical goes to Slack and by mail, and so does its end", async () => {
    setting.org.refuseLogin({ error: "invalid_client", description: "invalid client credentials" });
    await job("sync-salesforce");
    const inSlack = await setting.slack.awaitMessage(({ channel, text }) => channel === ALERTS && /failed/.test(text));
    const mail = await setting.mail?.until(({ headers }) => /Reading Salesforce failed/.test(headers.subject ?? ""));
    expect(mail?.text).toContain("Figures rest on what was read before.");
    expect(inSlack.text).toMatch(/^Critical: Reading Salesforce failed\./);
    setting.org.refuseLogin(null);
    await job("sync-salesforce");
    await setting.mail?.until(({ headers }) => /Resolved: Reading Salesforce failed/.test(headers.subject ?? ""));
    expect(setting.mail?.mails).toHaveLength(2);
  });

  it("that Slack does not take at all goes by mail, though it is only a warning", async () => {
    setting.slack.addFault({ on: "chat.postMessage", channel: ALERTS, error: "is_archived" });
    setting.org.hideField("Session__c", "Session_Status__c");
    await job("sync-salesforce");
    const mail = await setting.mail?.until(({ headers }) => /could not be read/.test(headers.subject ?? ""));
    expect(mail?.headers.subject).toContain("Warning: Events could not be read");
    expect(alerts()).toEqual([]);
  });
});

describe("the clock", () => {
  it("runs a job that is due once, though two processes look", async () => {
    setting = await openSetting({ configuration: { alerts: { missingAfterHours: { salesforce: 0.000_001 } } } });
    const first = await setting.start();
    await first.stop();
    await makeDue("heartbeat");
    const both = [await setting.start(), await setting.start()];
    await setting.slack.awaitMessage(
      ({ channel, text }) => channel === ALERTS && /Nothing new from Salesforce/.test(text),
      A_TICK,
    );
    await Promise.all(both.map((polaris) => polaris.stop()));
    expect(await runsOf("heartbeat")).toEqual([{ trigger: "schedule", state: "ok" }]);
    expect(alerts()).toHaveLength(1);
  }, 90_000);

  it("has a sync that is under way pause when Polaris stops, and tells nobody", async () => {
    setting = await openSetting();
    const first = await setting.start();
    await first.stop();
    await makeDue("sync-salesforce");
    const before = setting.org.requests.length;
    setting.org.fault({ match: "GET .*/query", delayMs: 2_000, times: 100 });
    const second = await setting.start();
    await expect
      .poll(() => setting.org.requests.slice(before).some(({ path: asked }) => /query/.test(asked)), {
        timeout: A_TICK,
        interval: 50,
      })
      .toBe(true);
    const began = performance.now();
    await second.stop();
    expect(performance.now() - began).toBeLessThan(9_000);
    const states = await inPool((pool) => pool.query<{ state: string }>(sql`SELECT state FROM sync_run ORDER BY id`));
    expect(states.at(-1)).toEqual({ state: "paused" });
    expect(await runsOf("sync-salesforce")).toEqual([{ trigger: "schedule", state: "ok" }]);
    expect(alerts()).toEqual([]);
  }, 90_000);
});
