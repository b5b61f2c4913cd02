import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { App, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { SAMPLE_PEOPLE } from "../../../sandbox/sample/index.js";
import { POLARIS_APP, SlackWorkspace } from "../../../sandbox/slack/index.js";
import { type BoltApp, boltIn, DATA, GENERAL, ROBIN } from "./bolt-app.js";

const nothing = async () => {};
let stop: () => Promise<void> = nothing;
afterEach(async () => {
  await stop();
  stop = nothing;
});

const answering = (app: BoltApp) => {
  app.command("/polaris", async ({ ack }) => ack("pong"));
};

describe("Socket Mode", () => {
  it("tells the person when no app is connected", async () => {
    const slack = new SlackWorkspace({ data: DATA, pageFolder: null });
    await slack.listen();
    stop = () => slack.close();
    const seen = await slack.as(ROBIN).slash("/polaris", "help", GENERAL);
    expect(seen.result).toEqual({
      ok: false,
      error: "dispatch_failed",
      text: '/polaris failed with the error "dispatch_failed"',
    });
  });

  it("lets in nobody without a fresh ticket", async () => {
    const slack = new SlackWorkspace({ data: DATA, pageFolder: null });
    await slack.listen();
    stop = () => slack.close();
    const opened = await fetch(`${slack.apiUrl}apps.connections.open`, {
      method: "POST",
      headers: { authorization: "Bearer xapp-sandbox" },
    });
    const { url } = (await opened.json()) as { url: string };
    slack.advance(30_001);
    for (const address of [url, `${url}x`]) {
      const socket = new WebSocket(address);
      const refused = await new Promise((resolve) => socket.once("error", (error) => resolve(error.message)));
      expect(refused).toBe("Unexpected server response: 403");
    }
  });

  it("spreads payloads over several connections of the app", async () => {
    const heardBy: string[] = [];
    const listeners = (name: string) => (app: BoltApp) => {
      app.command("/polaris", async ({ ack }) => {
        heardBy.push(name);
        await ack();
      });
    };
    const first = await boltIn("socket", listeners("first"));
    const second = new App({
      token: "xoxb-sandbox",
      appToken: "xapp-sandbox",
      socketMode: true,
      clientOptions: { slackApiUrl: first.slack.apiUrl },
    });
    listeners("second")(second);
    await second.start();
    await first.slack.connected(2);
    stop = async () => {
      await second.stop();
      await first.stop();
    };
    for (const _ of [1, 2, 3, 4]) await first.slack.as(ROBIN).slash("/polaris", "", GENERAL, { until: "ack" });
    expect([...heardBy].sort()).toEqual(["first", "first", "second", "second"]);
  });

  it("has the app connect anew when it asks for that", async () => {
    const slack = new SlackWorkspace({ data: DATA, pageFolder: null });
    await slack.listen();
    const receiver = new SocketModeReceiver({
      appToken: "xapp-sandbox",
      clientPingTimeout: 50,
      installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
      logLevel: LogLevel.ERROR,
    });
    const app = new App({
      token: "xoxb-sandbox",
      receiver,
      clientOptions: { slackApiUrl: slack.apiUrl },
      logLevel: LogLevel.ERROR,
    });
    answering(app);
    await app.start();
    await slack.connected();
    stop = async () => {
      await app.stop();
      await slack.close();
    };
    slack.disconnect("refresh_requested");
    await slack.until(() => (slack.connections === 0 ? true : undefined));
    await slack.connected();
    expect((await slack.as(ROBIN).slash("/polaris", "help", GENERAL)).message.text).toBe("pong");
  });
});

describe("signed HTTP", () => {
  it("is believed by Bolt only with the right secret and a fresh timestamp", async () => {
    const started = await boltIn("http", answering);
    stop = started.stop;
    const { slack } = started;
    const payload = { command: "/polaris", text: "help", user_id: ROBIN, team_id: "T0SANDBOX01", channel_id: GENERAL };
    const now = Math.floor(slack.now() / 1000);
    expect(await slack.deliver("slash_commands", payload, {})).toMatchObject({ outcome: "acknowledged", body: "pong" });
    for (const forgery of [{ secret: "guessed" }, { timestamp: now - 301 }]) {
      expect(await slack.deliver("slash_commands", payload, forgery)).toMatchObject({
        outcome: "refused",
        status: 401,
      });
    }
  });

  /** An app that answers each request with the next of these statuses; what it was told of retries is kept. */
  async function appAnswering(statuses: readonly { status: number; headers?: Record<string, string> }[]) {
    const retries: (readonly unknown[])[] = [];
    const app = createServer((request, response) => {
      request.resume();
      const { status, headers = {} } = statuses[retries.length] ?? { status: 200 };
      retries.push([request.headers["x-slack-retry-num"], request.headers["x-slack-retry-reason"]]);
      response.writeHead(status, headers).end();
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    const { port } = app.address() as AddressInfo;
    const slack = new SlackWorkspace({
      data: DATA,
      pageFolder: null,
      delivery: { mode: "http", requestUrl: `http://127.0.0.1:${port}/` },
    });
    await slack.listen();
    stop = async () => {
      await slack.close();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    };
    const delivered = (count: number) =>
      slack.until(() =>
        slack.deliveries("app_mention").filter(({ answer }) => answer !== null).length === count ? true : undefined,
      );
    return { slack, retries, delivered };
  }

  it("sends an event again, at once, after a minute and after five, until it is acknowledged", async () => {
    const { slack, retries, delivered } = await appAnswering([{ status: 500 }, { status: 500 }, { status: 302 }]);
    await slack.as(ROBIN).mention(GENERAL, "help", { until: "ack" });
    await delivered(2);
    slack.advance(60_000);
    await delivered(3);
    slack.advance(300_000);
    await delivered(4);
    slack.advance(3_600_000);
    expect(retries).toEqual([
      [undefined, undefined],
      ["1", "http_error"],
      ["2", "http_error"],
      ["3", "http_error"],
    ]);
    expect(slack.deliveries("app_mention")[0]?.answer).toEqual({ outcome: "acknowledged", body: null });
  });

  it("does not send again what the app does not want again", async () => {
    const { slack, retries, delivered } = await appAnswering([{ status: 500, headers: { "x-slack-no-retry": "1" } }]);
    await slack.as(ROBIN).mention(GENERAL, "help", { until: "ack" });
    await delivered(1);
    slack.advance(3_600_000);
    expect(retries).toHaveLength(1);
  });
});

describe("the stand-in itself", () => {
  it("refuses to start in production", () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = "production";
    try {
      expect(() => new SlackWorkspace()).toThrow("refuses to run in production");
    } finally {
      process.env.NODE_ENV = before;
    }
  });

  it("holds the sample organisation's people as they are", async () => {
    const slack = new SlackWorkspace({ data: SAMPLE_PEOPLE, pageFolder: null });
    await slack.listen();
    stop = () => slack.close();
    const { users, channels } = SAMPLE_PEOPLE;
    for (const { id } of users) expect(slack.as(id).dm).toMatch(/^D/);
    expect(channels.every(({ members }) => members.includes(POLARIS_APP.bot_user_id))).toBe(true);
  });

  it("refuses people and channels that Slack could not hold", () => {
    const [general] = DATA.channels;
    const channels = [{ ...general, id: "general", members: ["U0NOBODY001"] }].map((channel) => ({
      ...DATA.channels[0],
      ...channel,
    }));
    const data = { ...DATA, channels: channels as typeof DATA.channels };
    expect(() => new SlackWorkspace({ data })).toThrow(/general is not of the form.*U0NOBODY001 is nobody's id/);
  });

  it("is steered from outside", async () => {
    const slack = new SlackWorkspace({ data: DATA, pageFolder: null });
    await slack.listen();
    stop = () => slack.close();
    const control = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${slack.url}/_control/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const before = slack.now();
    await control("POST", "clock", { ms: 3_600_000 });
    expect(slack.now() - before).toBeGreaterThanOrEqual(3_600_000);
    await control("POST", "faults", { on: "api.test", error: "fatal_error", times: 1 });
    expect(await (await fetch(`${slack.apiUrl}api.test`)).json()).toEqual({ ok: false, error: "fatal_error" });
    expect(await control("GET", "requests")).toMatchObject({ entries: [{ what: "api.test" }] });
    expect(await control("POST", "faults", { on: 7 })).toMatchObject({ ok: false, error: "malformed" });
    await control("POST", "plan", { userGroups: false });
    expect(await control("GET", "connections")).toEqual({ ok: true, connections: 0 });
  });
});
