import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SAMPLE_PEOPLE } from "../../sandbox/sample/index.js";
import { SANDBOX_TOKENS, SlackWorkspace } from "../../sandbox/slack/index.js";
import { renderParcel } from "../../src/answers.js";
import { Courier, enqueue, lease, type Parcel, settle, unknownParcels } from "../../src/delivery/index.js";
import { openSlackSender } from "../../src/doors/index.js";
import type { Engine } from "../../src/pool/index.js";
import { openLog, organizationSchema } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const ADMIN = "U0ADMIN01";
const OWNER = "U0STAFF01";
const MANAGERS = "C0MANAGERS";
const NOON = "2026-02-15T18:00:00.000Z";
const MINUTE = 60_000;
const log = openLog("silent");

onBothEngines((engine: Engine) => {
  let slack: SlackWorkspace;
  let home: EmptyPool;
  let folder: string;
  let now = NOON;
  const clock = { now: () => now };
  const later = (milliseconds: number) => {
    now = new Date(Date.parse(now) + milliseconds).toISOString();
  };

  beforeEach(async () => {
    now = NOON;
    home = await emptyPool(engine);
    folder = mkdtempSync(path.join(os.tmpdir(), "polaris-outbox-"));
    slack = new SlackWorkspace({ data: SAMPLE_PEOPLE, pageFolder: null });
    await slack.listen(0);
  });
  afterEach(async () => {
    await slack.close();
    await home.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const organization = organizationSchema.parse({ slack: { admins: [ADMIN], alertsChannel: "C0PALERTS1" } });

  function courier(): Courier {
    const mailroom = {
      lease: () => lease(home.pool, now),
      settle: (id: number, settlement: Parameters<typeof settle>[2]) => settle(home.pool, id, settlement, now),
      unknown: () => unknownParcels(home.pool, now),
    };
    const sender = openSlackSender({
      slack: {
        botToken: SANDBOX_TOKENS.botToken,
        apiUrl: slack.apiUrl,
        transport: { kind: "socket", appToken: SANDBOX_TOKENS.appToken },
      },
      organization,
      house: {
        parcel: (payload, place) => renderParcel(payload, place, { folder, timeZone: "America/Chicago", lines: [] }),
      },
      log,
      clock,
    });
    return new Courier(mailroom, sender, (error) => {
      throw error;
    });
  }

  const post = (text: string, change: Partial<Parcel> = {}) =>
    enqueue(
      home.pool,
      {
        dedupeKey: text,
        kind: "digest",
        recipient: MANAGERS,
        owner: null,
        payload: JSON.stringify({ title: text, text, sensitivity: "open" }),
        ...change,
      },
      now,
    );

  const textsIn = (channel: string) => slack.messages(channel).map((message) => message.text);
  const toldTo = (user: string) => textsIn(slack.as(user).dm);
  const rows = () =>
    home.pool.query<{ state: string; error_code: string | null; attempts: number; due_at: string }>(
      sql`SELECT state, error_code, attempts, due_at FROM outbox_message ORDER BY id`,
    );

  it("sends what is due once, in order, and the same key never again", async () => {
    expect(await post("The first.")).toBe(true);
    expect(await post("The second.")).toBe(true);
    expect(await post("The first.")).toBe(false);
    await courier().deliver();
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual(["The first.", "The second."]);
    expect((await rows()).map(({ state }) => state)).toEqual(["sent", "sent"]);
  });

  it("sends each message once when two couriers work at the same time", async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) await post(`Message ${n}.`);
    await Promise.all([courier().deliver(), courier().deliver()]);
    await courier().deliver();
    expect([...textsIn(MANAGERS)].sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Message ${n}.`));
  });

  it("tells the admins what cannot be delivered and why, and does not count it as sent", async () => {
    slack.addFault({ on: "chat.postMessage", channel: MANAGERS, error: "not_in_channel" });
    await post("The week.");
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual([]);
    expect((await rows())[0]).toMatchObject({ state: "failed", error_code: "not_in_channel", attempts: 1 });
    expect(toldTo(ADMIN)).toEqual([
      "A digest to <#C0MANAGERS> could not be delivered: Polaris is not a member of the channel. Invite it there: /invite @Polaris",
    ]);
    await courier().deliver();
    expect(toldTo(ADMIN)).toHaveLength(1);
  });

  it("tells the owner instead, when there is one", async () => {
    slack.archive(MANAGERS);
    await post("The week.", { owner: OWNER });
    await courier().deliver();
    expect(toldTo(OWNER)).toEqual(["A digest to <#C0MANAGERS> could not be delivered: The channel is archived."]);
    expect(toldTo(ADMIN)).toEqual([]);
  });

  it("waits as long as Slack says when it is too busy", async () => {
    slack.addFault({ on: "chat.postMessage", status: 429, retryAfter: 90, times: 1 });
    await post("The week.");
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual([]);
    expect((await rows())[0]).toMatchObject({
      state: "queued",
      error_code: "ratelimited",
      due_at: "2026-02-15T18:01:30.000Z",
    });
    later(89_000);
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual([]);
    later(1_000);
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual(["The week."]);
    expect(slack.requests("chat.postMessage")).toHaveLength(2);
  });

  it("gives up after twelve attempts, and says so", async () => {
    slack.addFault({ on: "chat.postMessage", channel: MANAGERS, status: 503 });
    await post("The week.");
    for (let attempt = 1; attempt <= 12; attempt++) {
      await courier().deliver();
      later(31 * MINUTE);
    }
    expect((await rows())[0]).toMatchObject({ state: "failed", attempts: 12 });
    expect(toldTo(ADMIN)[0]).toMatch(/could not be delivered: Slack did not take it in 12 attempts: /);
    expect(toldTo(ADMIN)).toHaveLength(1);
  });

  it("never repeats a digest whose line broke: its owner is told that it may not have arrived", async () => {
    slack.addFault({ on: "chat.postMessage", channel: MANAGERS, drop: true });
    await post("The week.");
    await courier().deliver();
    slack.clearFaults();
    later(60 * MINUTE);
    await courier().deliver();
    expect(
      slack.requests("chat.postMessage").filter(({ body }) => JSON.stringify(body).includes("The week.")),
    ).toHaveLength(1);
    expect(textsIn(MANAGERS)).toEqual([]);
    expect((await rows())[0]).toMatchObject({ state: "unknown_told", attempts: 1 });
    expect(toldTo(ADMIN)).toEqual(["A digest to <#C0MANAGERS> may not have arrived"]);
  });

  it("sends an alert whose line broke once more, marked for eyes and ears", async () => {
    slack.addFault({ on: "chat.postMessage", channel: MANAGERS, drop: true, times: 1 });
    await post("The sync failed.", { kind: "alert" });
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual([]);
    later(MINUTE);
    await courier().deliver();
    const [message, ...others] = slack.messages(MANAGERS);
    expect(others).toEqual([]);
    expect(message?.text).toBe("(possibly repeated) The sync failed.");
    expect(JSON.stringify(message?.blocks[0])).toContain("(possibly repeated)");
    expect(toldTo(ADMIN)).toEqual([]);
  });

  it("gives a message up to doubt when its process died between sending and noting it", async () => {
    await post("The week.");
    await post("The sync failed.", { kind: "alert" });
    // The process that took these never comes back.
    expect((await lease(home.pool, now))?.dedupeKey).toBe("The week.");
    expect((await lease(home.pool, now))?.dedupeKey).toBe("The sync failed.");
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual([]);

    later(4 * MINUTE);
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual(["(possibly repeated) The sync failed."]);
    expect(toldTo(ADMIN)).toEqual(["A digest to <#C0MANAGERS> may not have arrived"]);
    expect((await rows()).map(({ state }) => state)).toEqual(["unknown_told", "sent"]);
  });

  it("repeats an alert once only, however often its process dies", async () => {
    await post("The sync failed.", { kind: "alert" });
    await lease(home.pool, now);
    later(4 * MINUTE);
    expect((await lease(home.pool, now))?.possiblyRepeated).toBe(true);
    later(4 * MINUTE);
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual([]);
    expect(toldTo(ADMIN)).toEqual(["An alert to <#C0MANAGERS> may not have arrived"]);
  });

  it("goes on after a round that failed", async () => {
    const errors: unknown[] = [];
    let isBroken = true;
    const mailroom = {
      async lease() {
        if (isBroken) throw new Error("the database is locked");
        return lease(home.pool, now);
      },
      settle: (id: number, settlement: Parameters<typeof settle>[2]) => settle(home.pool, id, settlement, now),
      unknown: () => unknownParcels(home.pool, now),
    };
    const sender = {
      send: async () => ({ kind: "sent", receipt: "C1/1.0" }) as const,
      tell: async () => undefined,
    };
    const one = new Courier(mailroom, sender, (error) => errors.push(error));
    await post("The week.");
    await one.deliver();
    isBroken = false;
    await one.deliver();
    expect(errors).toHaveLength(1);
    expect((await rows()).map(({ state }) => state)).toEqual(["sent"]);
  });

  it("says nothing that calls a channel, whatever stands in a message", async () => {
    await post("<!channel> & <@U0ADMIN01> & <https://example.org|here>");
    await courier().deliver();
    expect(textsIn(MANAGERS)).toEqual([
      "&lt;!channel&gt; &amp; &lt;@U0ADMIN01&gt; &amp; &lt;https://example.org|here&gt;",
    ]);
  });
});
