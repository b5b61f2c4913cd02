import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../bin/free-port.mjs";
import { ask, fromPolaris, onlyEphemeral } from "../doors/slack/looking.js";
import { ADMIN, GENERAL, MANAGERS, openSetting, type Setting, STAFF } from "./setting.js";

let setting: Setting;
let polaris: { stop(): Promise<void> };
beforeEach(async () => {
  setting = await openSetting();
  polaris = await setting.start();
  await setting.slack.connected();
});
afterEach(() => setting.close());

describe("a stop", () => {
  it("waits for the answer under way, with its chart", async () => {
    setting.slack.addFault({ on: "response_url", delayMs: 400, times: 1 });
    const sam = setting.slack.as(STAFF);
    const seen = await sam.slash("/polaris", `report org "Hill's" 3y`, GENERAL, { until: "ack" });
    await polaris.stop();
    expect(seen.ephemerals.map((message) => message.text).join()).toContain("Hill's Pet Nutrition");
    expect(seen.dms.flatMap((message) => message.blocks).filter((block) => block.type === "image")).toHaveLength(1);
    expect(setting.slack.connections).toBe(0);
  });

  it("empties the outbox before it ends", async () => {
    setting.slack.addFault({ on: "response_url", delayMs: 400, times: 1 });
    await setting.slack.as(ADMIN).slash("/polaris", "job weekly-metrics", GENERAL, { until: "ack" });
    await polaris.stop();
    expect(fromPolaris(setting.slack.messages(MANAGERS))).toHaveLength(1);
  });

  it("leaves a pool that the next start goes on with", async () => {
    await polaris.stop();
    await setting.start();
    await setting.slack.connected();
    const seen = await ask(setting.slack.as(STAFF), "volunteers skill:stem", GENERAL);
    expect(onlyEphemeral(seen).text).toMatch(/^\d+ volunteers/);
  });

  it("tells a supervisor until its end that it is alive and takes nothing more", async () => {
    await polaris.stop();
    const port = await freePort();
    const watched = await setting.start({ OPS_PORT: String(port) });
    await setting.slack.connected();
    const health = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(5_000) });
      return [answer.status, await answer.json()];
    };
    expect(await health()).toEqual([200, { alive: true, ready: true, text: "ready" }]);
    setting.slack.addFault({ on: "response_url", delayMs: 400, times: 1 });
    await setting.slack.as(STAFF).slash("/polaris", "volunteers skill:stem", GENERAL, { until: "ack" });
    const stopping = watched.stop();
    expect(await health()).toEqual([503, { alive: true, ready: false, text: "stopping" }]);
    await stopping;
    await expect(health()).rejects.toThrow();
  });
});
