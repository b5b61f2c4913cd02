import { afterEach, beforeEach, expect, it } from "vitest";
import { MailServer } from "../../sandbox/mail/index.js";
import {
  Carriers,
  Courier,
  enqueue,
  lease,
  MailSender,
  type Sender,
  settle,
  unknownParcels,
} from "../../src/delivery/index.js";
import { openLog } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOON = "2026-02-15T18:00:00.000Z";
const log = openLog("silent");

onBothEngines((engine) => {
  let mail: MailServer;
  let home: EmptyPool;
  let now = NOON;
  const told: (string | null)[] = [];
  const later = (minutes: number) => {
    now = new Date(Date.parse(now) + minutes * 60_000).toISOString();
  };

  beforeEach(async () => {
    now = NOON;
    told.length = 0;
    home = await emptyPool(engine);
    mail = await new MailServer().listen();
  });
  afterEach(async () => {
    await mail.close();
    await home.drop();
  });

  /** A Slack that nobody reaches. */
  const silent: Sender = {
    send: async () => ({ kind: "later", dueAt: new Date(Date.parse(now) + 60_000).toISOString(), code: "unreachable" }),
    tell: async (_lost, reason) => void told.push(reason),
  };

  function courier(url = mail.url, slack: Sender = silent): Courier {
    const sender = new MailSender({
      mail: { url, to: ["robin@sample.example", "sam@sample.example"] },
      organizationName: "Sample Organization",
      timeZone: "America/Chicago",
      log,
      clock: { now: () => now },
    });
    return new Courier(
      {
        lease: () => lease(home.pool, now),
        settle: (id, settlement) => settle(home.pool, id, settlement, now, { mail: true }),
        unknown: () => unknownParcels(home.pool, now, { mail: true }),
      },
      new Carriers(slack, sender),
      (error) => {
        throw error;
      },
    );
  }

  const alert = (by: "slack" | "mail") =>
    enqueue(
      home.pool,
      {
        dedupeKey: "alert:1",
        kind: "alert",
        by,
        recipient: "C0PALERTS1",
        owner: null,
        payload: JSON.stringify({
          title: "Reading Salesforce failed",
          text: "Björn's key expired.",
          openText: "A key expired.",
          sensitivity: "name",
        }),
      },
      now,
    );

  const states = async () =>
    (await home.pool.db.outboxMessage.findMany({ orderBy: { id: "asc" } })).map(
      ({ sender, state }) => `${sender} ${state}`,
    );

  it("sends an alert as a plain text to everybody named, without what is personal", async () => {
    await alert("mail");
    await courier().deliver();
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]).toMatchObject({
      from: "polaris@sample.example",
      to: ["robin@sample.example", "sam@sample.example"],
      headers: { subject: "Sample Organization: Reading Salesforce failed", "auto-submitted": "auto-generated" },
    });
    expect(mail.mails[0]?.text).toContain("A key expired.");
    expect(mail.mails[0]?.text).not.toContain("Björn");
    expect(await states()).toEqual(["mail sent"]);
  });

  it("sends by mail what Slack has not taken three times, once", async () => {
    await alert("slack");
    const post = courier();
    for (const expected of [0, 0, 1, 1]) {
      await post.deliver();
      expect(mail.mails).toHaveLength(expected);
      later(2);
    }
    expect(await states()).toEqual(["slack queued", "mail sent"]);
  });

  it("sends by mail what may never have arrived in Slack, once it is given up there", async () => {
    await alert("slack");
    const broken: Sender = { send: async () => ({ kind: "unknown" }), tell: silent.tell };
    const post = courier(mail.url, broken);
    await post.deliver();
    expect(mail.mails).toEqual([]);
    later(2);
    await post.deliver();
    await post.deliver();
    expect(await states()).toEqual(["slack unknown_told", "mail sent"]);
    expect(told).toEqual([null]);
  });

  it("tells why a mail server refuses, and does not try for ever", async () => {
    mail.refuse({ at: "login", code: 535, text: "no" });
    await alert("mail");
    await courier().deliver();
    expect(await states()).toEqual(["mail failed"]);
    expect(told).toEqual([
      "The mail server refused it (EAUTH). Expected SMTP_URL with a user that may send, and addresses in ALERT_EMAIL_TO that exist.",
    ]);
  });

  it("tries again later when the server is busy or away", async () => {
    mail.refuse({ at: "message", code: 451, text: "try later" });
    await alert("mail");
    const post = courier();
    await post.deliver();
    expect(mail.mails).toEqual([]);
    mail.refuse(null);
    later(61);
    await post.deliver();
    expect(mail.mails).toHaveLength(1);
  });

  it("keeps what belongs to a thread until the first message is there", async () => {
    const payload = JSON.stringify({ title: "t", text: "t", sensitivity: "open" });
    const parcel = { kind: "alert", by: "mail", recipient: "mail", owner: null, payload } as const;
    await enqueue(home.pool, { ...parcel, dedupeKey: "first" }, now);
    await enqueue(home.pool, { ...parcel, dedupeKey: "second", threadKey: "first" }, now);
    const first = await lease(home.pool, now);
    expect(first?.dedupeKey).toBe("first");
    expect(await lease(home.pool, now)).toBeNull();
    await settle(home.pool, first?.id ?? 0, { kind: "sent", receipt: "C1/1.2" }, now);
    expect(await lease(home.pool, now)).toMatchObject({ dedupeKey: "second", thread: "C1/1.2" });
  });

  it("brings what is said of one message in its order: a change that waits is not overtaken by the next", async () => {
    const payload = JSON.stringify({ title: "t", text: "t", sensitivity: "open" });
    const parcel = { kind: "alert", recipient: "C1", owner: null, payload } as const;
    await enqueue(home.pool, { ...parcel, dedupeKey: "first" }, now);
    await settle(home.pool, (await lease(home.pool, now))?.id ?? 0, { kind: "sent", receipt: "C1/1.2" }, now);
    await enqueue(home.pool, { ...parcel, dedupeKey: "acknowledged", replacesKey: "first" }, now);
    await enqueue(home.pool, { ...parcel, dedupeKey: "resolved", replacesKey: "first" }, now);
    const early = await lease(home.pool, now);
    const dueAt = new Date(Date.parse(now) + 60_000).toISOString();
    await settle(home.pool, early?.id ?? 0, { kind: "later", dueAt, code: "ratelimited" }, now);
    expect(await lease(home.pool, now)).toBeNull();
    later(2);
    expect(await lease(home.pool, now)).toMatchObject({ dedupeKey: "acknowledged", replaces: "C1/1.2" });
  });

  it("does not send a change as a message of its own where the first never arrived", async () => {
    const payload = JSON.stringify({ title: "t", text: "t", sensitivity: "open" });
    const parcel = { kind: "alert", recipient: "C1", owner: null, payload } as const;
    await enqueue(home.pool, { ...parcel, dedupeKey: "first" }, now);
    const lost = { kind: "failed", code: "is_archived", text: "The channel is archived." } as const;
    await settle(home.pool, (await lease(home.pool, now))?.id ?? 0, lost, now);
    await enqueue(home.pool, { ...parcel, dedupeKey: "acknowledged", replacesKey: "first" }, now);
    expect(await lease(home.pool, now)).toBeNull();
    expect(await states()).toEqual(["slack failed", "slack dropped"]);
  });
});
