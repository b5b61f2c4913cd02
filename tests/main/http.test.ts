import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../bin/free-port.mjs";
import { ask, isAnswered, onlyEphemeral } from "../doors/slack/looking.js";
import { ADMIN, GENERAL, runningSetting, type Setting, STAFF } from "./setting.js";

let setting: Setting;
let health: string;
beforeAll(async () => {
  const port = await freePort();
  const opsPort = await freePort();
  health = `http://127.0.0.1:${opsPort}`;
  setting = await runningSetting({
    slack: { delivery: { mode: "http", requestUrl: `http://127.0.0.1:${port}/slack/events` } },
    environment: {
      SLACK_APP_TOKEN: undefined,
      SLACK_SIGNING_SECRET: "sandbox-signing-secret",
      PORT: String(port),
      OPS_PORT: String(opsPort),
    },
  });
});
afterAll(() => setting.close());

const command = () => ({
  command: "/polaris",
  text: "status",
  user_id: STAFF,
  channel_id: GENERAL,
  team_id: "T0SAMPLE01",
  response_url: `${setting.slack.url}/actions/none`,
  trigger_id: "1.a",
});

describe("Slack over HTTP", () => {
  it("is answered when it signs what it sends", async () => {
    const seen = await ask(setting.slack.as(STAFF), "status", GENERAL);
    expect(onlyEphemeral(seen).text).toMatch(/^Salesforce was last read /);
    const whispered = await setting.slack.as(STAFF).mention(GENERAL, "volunteers skill:stem", { until: isAnswered });
    expect(onlyEphemeral(whispered).text).toMatch(/^\d+ volunteers/);
  });

  it("is refused with another signature, or one that is old, and nothing is done", async () => {
    const before = setting.slack.requests().length;
    expect(await setting.slack.deliver("slash_commands", command(), { secret: "guessed" })).toMatchObject({
      outcome: "refused",
      status: 401,
    });
    const old = Math.floor(setting.slack.now() / 1000) - 600;
    expect(await setting.slack.deliver("slash_commands", command(), { timestamp: old })).toMatchObject({
      outcome: "refused",
      status: 401,
    });
    await ask(setting.slack.as(STAFF), "help", GENERAL);
    const calls = setting.slack.requests().slice(0, setting.slack.requests().length - before);
    expect(calls.map(({ what }) => what)).toEqual(["response_url"]);
  });

  it("is acknowledged in time and answered while everything is read anew", async () => {
    setting.org.fault({ match: "GET .*/query", delayMs: 300, times: 10 });
    const ada = setting.slack.as(ADMIN);
    let isOver = false;
    const sync = ask(ada, "sync salesforce --full", GENERAL, (seen) => /sync finished/.test(seen.text)).then((seen) => {
      isOver = true;
      return seen;
    });
    const seen = await ask(setting.slack.as(STAFF), "volunteers skill:stem", GENERAL);
    expect(isOver).toBe(false);
    expect(onlyEphemeral(seen).text).toMatch(/^\d+ volunteers/);
    expect(seen.notices).toEqual([]);
    expect((await sync).notices).toEqual([]);
    const acks = setting.slack.deliveries("slash_commands").slice(0, 2);
    expect(acks.map(({ answer }) => answer)).toEqual([
      expect.objectContaining({ outcome: "acknowledged" }),
      expect.objectContaining({ outcome: "acknowledged" }),
    ]);
  });

  it("tells a supervisor that it is ready, and nothing else", async () => {
    const answer = await fetch(`${health}/healthz`);
    expect([answer.status, await answer.json()]).toEqual([200, { alive: true, ready: true, text: "ready" }]);
    expect((await fetch(`${health}/healthz/alive`)).status).toBe(200);
    expect((await fetch(`${health}/healthz/else`)).status).toBe(404);
  });

  it("serves what it measures to Prometheus, without a name of anybody", async () => {
    const answer = await fetch(`${health}/metrics`);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = (await answer.text()).split("\n");
    const values = new Map(
      lines
        .filter((line) => !line.startsWith("#"))
        .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
    );
    const contacts = 'polaris_rows_total{source="salesforce",object="Contact",outcome="inserted"}';
    expect(values.get(contacts)).toBeGreaterThan(0);
    expect(
      values.get('polaris_sync_runs_total{source="salesforce",state="ok"}') ??
        values.get('polaris_sync_runs_total{source="salesforce",state="partial"}'),
    ).toBeGreaterThan(0);
    expect(values.get('polaris_sync_lag_seconds{source="salesforce"}')).toBeLessThan(600);
    expect(values.get("polaris_clock_age_seconds")).toBeLessThan(60);
    expect(values.get('polaris_queue_length{threads="writer"}')).toBe(0);
    expect(values.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThan(0);
    expect(
      lines.some((line) => /^polaris_answer_seconds_count\{command="volunteers",outcome="reply"\} [1-9]/.test(line)),
    ).toBe(true);
    expect(lines.join("\n")).not.toMatch(/@|xox[bp]-/);
  });
});
