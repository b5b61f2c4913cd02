import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPages } from "../../../src/doors/index.js";
import { openLog } from "../../../src/runtime/index.js";
import { TeacherOffice } from "../../people/teacher-desk.js";
import { openOfficePages } from "./office-pages.js";

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The pages over the house of fixture F1, at a port of their own. */
class Site {
  readonly office: TeacherOffice;
  readonly port: number;
  readonly #close: () => Promise<void>;
  /** Resolves when the opening of a page has been noted. */
  noted: Promise<void> = Promise.resolve();

  private constructor(office: TeacherOffice, port: number, close: () => Promise<void>) {
    this.office = office;
    this.port = port;
    this.#close = close;
  }

  static async open(): Promise<Site> {
    const office = await TeacherOffice.open("sqlite");
    let site: Site | null = null;
    const { port, close } = await openOfficePages(office, (link) => {
      if (site !== null) site.noted = office.desk.opened(link);
    });
    site = new Site(office, port, close);
    return site;
  }

  async get(path: string, options: RequestInit = {}): Promise<Got> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, { redirect: "manual", ...options });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  }

  send(token: string, fields: Readonly<Record<string, string>>): Promise<Got> {
    return this.get(`/teacher/${token}`, { method: "POST", body: new URLSearchParams(fields) });
  }

  async close(): Promise<void> {
    await this.#close();
    await this.office.close();
  }
}

const REMARK = { kind: "other", session: "", text: "Please look." };

describe("a teacher's page", () => {
  let site: Site;
  let token: string;
  beforeAll(async () => {
    site = await Site.open();
    token = await site.office.linkFor("Evan");
  });
  afterAll(() => site.close());
  const kept = () => site.office.pool.db.teacherRemark.findMany({ orderBy: { id: "asc" } });

  it("shows own sessions, outcomes and progress, and notes that it was opened", async () => {
    const { status, body } = await site.get(`/teacher/${token}`);
    expect(status).toBe(200);
    expect(body).toContain("<p>Evan, School B<br>");
    expect(body).toContain("SAMPLE DATA.</p>");
    expect(body).toContain("Achieved: 1 of 1 session");
    expect(body).toContain("<tr><td>7 Oct 2025</td><td>Ask an engineer</td><td>Attended</td></tr>");
    expect(body).toContain("<tr><td>3 Mar 2026</td><td>Ask a nurse</td><td>Signed up</td></tr>");
    for (const other of ["Alice", "Ian", "Nora", "Zack", "School A", "@example.org"]) expect(body).not.toContain(other);
    await site.noted;
    expect(await site.office.pool.db.teacherLink.findFirst()).toMatchObject({ last_opened_at: site.office.now });
  });

  it("is kept by nobody, framed by nobody, found by no search, tells no other site, and runs no script", async () => {
    for (const path of [`/teacher/${token}`, "/teacher/unknown", "/"]) {
      const { headers, body } = await site.get(path);
      expect(headers, path).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      expect(headers["content-security-policy"]).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(body).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\//i);
      expect(headers["set-cookie"]).toBeUndefined();
    }
  });

  it("T6: is one neutral page for whatever opens nothing", async () => {
    const other = await site.office.linkFor("Alice");
    const removed = await site.office.linkFor("Alice");
    await site.office.reply("teacher-link remove 3");
    const [key, signature = ""] = token.split(".");
    const answers = await Promise.all(
      [
        "/",
        "/healthz",
        "/teacher/",
        "/teacher/unknown",
        `/teacher/${"A".repeat(22)}.${"B".repeat(43)}`,
        `/teacher/${key}.${other.split(".")[1]}`,
        `/teacher/${key}.${signature.replace(/^./, (first) => (first === "A" ? "B" : "A"))}`,
        `/teacher/${removed}`,
        `/teacher/${token}/more`,
        "/teacher/%00",
        `/teacher/${"x".repeat(3000)}`,
      ].map((path) => site.get(path)),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    expect(answers[0]?.body).toContain("This page cannot be shown");
    const posted = await site.send(removed, REMARK);
    expect([posted.status, posted.body]).toEqual([404, answers[0]?.body]);
    expect((await site.get(`/teacher/${token}`, { method: "DELETE" })).status).toBe(404);
    expect(await kept()).toEqual([]);
  });

  it("keeps what the teacher says is wrong, and thanks them at an address that reloads safely", async () => {
    const sent = await site.send(token, {
      kind: "not_there",
      session: "salesforce:event-1",
      text: "  I was <b>ill</b>.\r\nReally. ",
    });
    expect([sent.status, sent.headers.location]).toEqual([303, `/teacher/${token}?sent=yes`]);
    expect(await kept()).toMatchObject([
      {
        kind: "not_there",
        source: "salesforce",
        source_id: "event-1",
        text: "I was <b>ill</b>.\nReally.",
        school_year: 2025,
        answered_at: null,
      },
    ]);
    const { body } = await site.get(sent.headers.location ?? "");
    expect(body).toContain('role="status">Thank you.');
    expect(body).toContain("I was &lt;b&gt;ill&lt;/b&gt;.\nReally.");
    expect(body).not.toContain("<b>ill");
  });

  it.each([
    ["nothing chosen", { kind: "", session: "", text: "x" }, "Choose what is wrong."],
    ["no words", { ...REMARK, text: " \u200b\n " }, "Say in a sentence what is wrong."],
    ["too many words", { ...REMARK, text: "é".repeat(1001) }, "Keep it to 1000 characters; this has 1001."],
    ["no session", { ...REMARK, kind: "not_there" }, "Choose the session that you were not at."],
    [
      "a session that is not theirs",
      { ...REMARK, session: "salesforce:event-99" },
      "Choose one of the sessions listed.",
    ],
    ["a kind that there is not", { ...REMARK, kind: "<script>" }, "Choose what is wrong."],
  ])("says kindly what is missing, and loses nothing: %s", async (_, fields, words) => {
    const before = (await kept()).length;
    const { status, body } = await site.send(token, fields);
    expect(status).toBe(422);
    expect(body).toContain(`>${words}</p>`);
    expect(body).toContain('role="alert"');
    expect(body).toContain("<title>Please check: ");
    if (fields.text.trim().length > 2) expect(body).toContain(fields.text);
    expect(body).not.toContain("<script");
    expect(await kept()).toHaveLength(before);
  });

  it("takes neither another sort of body nor a long one", async () => {
    const json = await site.get(`/teacher/${token}`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(json.status).toBe(413);
    expect((await site.send(token, { ...REMARK, text: "x".repeat(20_000) })).status).toBe(413);
    const unannounced = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(
        {
          port: site.port,
          path: `/teacher/${token}`,
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
        },
        (answer) => resolve(answer.resume().statusCode),
      );
      sending.on("error", reject);
      sending.write(`text=${"x".repeat(30_000)}`);
      sending.end();
    });
    expect(unannounced).toBe(413);
    expect(await kept()).toHaveLength(1);
  });

  it("takes six remarks in ten minutes and sixty openings in a minute of one link, and others are not held up", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await site.send(token, REMARK)).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
    const busy = await site.send(token, { ...REMARK, text: "Keep these words" });
    expect(busy.body).toContain("Keep these words");
    const alice = await site.office.linkFor("Alice");
    expect((await site.send(alice, REMARK)).status).toBe(303);
    site.office.later(0.2);
    expect((await site.send(token, REMARK)).status).toBe(303);
    const opened = await Promise.all(Array.from({ length: 70 }, () => site.get(`/teacher/${alice}`)));
    expect(opened.filter(({ status }) => status === 200)).toHaveLength(60);
    expect(opened.find(({ status }) => status === 429)?.headers["retry-after"]).toBe("300");
    expect((await site.get(`/teacher/${token}`)).status).toBe(200);
  });

  it("says that it cannot be shown when the pool cannot be read, and nothing of why", async () => {
    const pages = {
      page: () => Promise.reject(new Error("secret detail")),
      opened: () => undefined,
      remark: () => Promise.reject(new Error()),
    };
    const broken = await openPages({
      port: 0,
      host: "127.0.0.1",
      pages,
      sample: true,
      clock: site.office.clock,
      log: openLog("silent"),
    });
    const answer = await fetch(`http://127.0.0.1:${broken.port}/teacher/${token}`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret detail");
    await broken.close();
  });

  it("closes although somebody has begun to send a form and does not go on", async () => {
    const office = await TeacherOffice.open("sqlite");
    const { port, close } = await openOfficePages(office);
    const stalled = connect(port, "127.0.0.1");
    const ended = once(stalled, "close");
    const head = [
      `POST /teacher/${await office.linkFor("Evan")} HTTP/1.1`,
      "host: polaris.example.org",
      "content-type: application/x-www-form-urlencoded",
      "content-length: 90",
      "expect: 100-continue",
    ];
    stalled.write(`${head.join("\r\n")}\r\n\r\n`);
    // “100 Continue”: the form is being read now.
    await once(stalled, "data");
    await close();
    stalled.destroy();
    await ended;
    await office.close();
  }, 10_000);

  it("keeps no count of links that there are not: each is the same however often it is tried", async () => {
    const unknown = `/teacher/${"a".repeat(22)}.${"b".repeat(43)}`;
    const answers = await Promise.all(Array.from({ length: 70 }, () => site.get(unknown)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  });

  it("says which setting is wrong when the port is taken", async () => {
    const taken = openPages({
      port: site.port,
      host: "127.0.0.1",
      pages: { ...site.office.desk, opened: () => undefined },
      sample: true,
      clock: site.office.clock,
      log: openLog("silent"),
    });
    await expect(taken).rejects.toThrow(
      /^Polaris cannot listen at web\.host 127\.0\.0\.1, web\.port \d+ of organization\.yml \(EADDRINUSE\)/,
    );
  });
});
