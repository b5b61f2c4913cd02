import sql from "sql-template-tag";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openPages } from "../../../src/doors/index.js";
import { publicFeed } from "../../../src/events/index.js";
import { openLog, organizationSchema } from "../../../src/runtime/index.js";
import { one, readCalendarFile } from "../../events/feeds/calendar-file-reader.js";
import { SmallOrganization } from "../../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const ORGANIZATION = organizationSchema.parse({
  name: "Careers; and, schools",
  districtAliases: { "Kansas City Kansas": ["KCK"] },
});
const NOBODYS_PAGES = { page: async () => null, opened: () => undefined, remark: async () => null };
const TITLE = "K-2: What does a <vet> do, and why; with “quotes”, accents éèü and a title beyond seventy-five octets?";

interface Site {
  readonly url: string;
  close(): Promise<void>;
}

onBothEngines((engine) => {
  let empty: EmptyPool;
  let site: Site;
  let now: string;
  const clock = { now: () => now };
  const change = (statement: ReturnType<typeof sql>) => empty.pool.transaction((tx) => tx.run(statement));
  const open = async (perMinute = 1_000, feeds = true): Promise<Site> => {
    const source = {
      read: (slug: string | null) => publicFeed(empty.pool, ORGANIZATION, { slug, now }),
      cacheSeconds: 900,
      perMinute,
    };
    const opened = await openPages({
      port: 0,
      host: "127.0.0.1",
      pages: NOBODYS_PAGES,
      ...(feeds ? { feeds: source } : {}),
      sample: true,
      clock,
      log: openLog("silent"),
    });
    return { url: `http://127.0.0.1:${opened.port}`, close: opened.close };
  };
  const sessions = async (path = "/events.json"): Promise<Record<string, unknown>[]> =>
    ((await (await fetch(`${site.url}${path}`)).json()) as { sessions: Record<string, unknown>[] }).sessions;

  beforeAll(async () => {
    now = "2026-02-15T18:00:00.000Z";
    empty = await emptyPool(engine);
    const small = new SmallOrganization(empty.pool);
    const kck = small.district("Kansas City Kansas");
    small.district("Quiet District");
    const ana = small.person("Ana Privat");
    const virtual = { format: "virtual", type: "connector_session" } as const;
    const vet = small.event({
      ...virtual,
      date: "2026-02-20",
      title: TITLE,
      status: "Published",
      districts: [kck],
      minutes: 45,
    });
    small.participation({ event: vet, contact: ana, status: "registered", type: "Presenter" });
    small.event({ ...virtual, date: "2026-02-18", title: "Confirmed of no district", status: "Confirmed" });
    small.event({ ...virtual, date: "2026-02-15", title: "Draft", status: "Draft" });
    small.event({ ...virtual, date: "2026-02-14", title: "Yesterday", status: "Published" });
    small.event({ date: "2026-02-19", title: "In person", status: "Published" });
    const off = small.event({
      ...virtual,
      date: "2026-02-22",
      title: "Called off",
      status: "Cancelled",
      reason: "Presenter Cancelled",
    });
    small.event({ ...virtual, date: "2026-02-23", title: "Never public", status: "Cancelled" });
    await small.write();
    await change(
      sql`UPDATE event SET registration_link = 'https://pathful.example/s/1?a=1&b=2', career_cluster = 'Health Science', session_link = 'https://pathful.example/s/x' WHERE id = ${vet}`,
    );
    await change(sql`UPDATE event SET session_link = 'https://pathful.example/s/2' WHERE id = ${off}`);
    await change(
      sql`UPDATE event SET registration_link = 'javascript:alert(1)' WHERE title = 'Confirmed of no district'`,
    );
  });
  afterAll(() => empty.drop());
  beforeEach(async () => {
    site = await open();
    return () => site.close();
  });

  describe("the public feed of connector sessions", () => {
    it("has what is confirmed or published from today on, and what was public and is called off", async () => {
      expect(await sessions()).toMatchObject([
        { title: "Confirmed of no district", status: "confirmed", registration_link: null, grades: null },
        {
          title: TITLE,
          status: "published",
          date: "2026-02-20",
          time: "10:00",
          starts_at: "2026-02-20T16:00:00.000Z",
          ends_at: "2026-02-20T16:45:00.000Z",
          grades: "K-2",
          career_cluster: "Health Science",
          registration_link: "https://pathful.example/s/1?a=1&b=2",
        },
        { title: "Called off", status: "cancelled" },
      ]);
    });

    it("says nothing of any person, in no form", async () => {
      for (const form of ["json", "ics", "html"]) {
        const text = await (await fetch(`${site.url}/events.${form}`)).text();
        expect(text).not.toMatch(/Privat|Ana |Presenter/);
        expect(text).not.toContain("javascript:");
      }
    });

    it("is a calendar that a strict reader takes: UTC, stable ids, lines of 75 octets, everything escaped", async () => {
      const response = await fetch(`${site.url}/events.ics`);
      expect(response.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
      const calendar = readCalendarFile(await response.text());
      expect(one(calendar, "X-WR-CALNAME")).toBe("Connector sessions of Careers; and, schools");
      expect(calendar.parts.map((event) => [one(event, "SUMMARY"), one(event, "STATUS")])).toEqual([
        ["Confirmed of no district", "CONFIRMED"],
        [TITLE, "CONFIRMED"],
        ["Cancelled: Called off", "CANCELLED"],
      ]);
      const [, vet] = calendar.parts;
      if (vet === undefined) throw new Error("no event");
      expect([one(vet, "DTSTART"), one(vet, "DTEND"), one(vet, "URL")]).toEqual([
        "20260220T160000Z",
        "20260220T164500Z",
        "https://pathful.example/s/1?a=1&b=2",
      ]);
      const again = readCalendarFile(await (await fetch(`${site.url}/events.ics`)).text());
      expect(again).toEqual(calendar);
      expect(new Set(calendar.parts.map((event) => one(event, "UID"))).size).toBe(3);
    });

    it("moves on in sequence when a session is called off by a decision, under the same id", async () => {
      const published = readCalendarFile(await (await fetch(`${site.url}/events.ics`)).text()).parts[1];
      await change(sql`UPDATE event SET status = 'Cancelled' WHERE title = ${TITLE}`);
      await change(sql`INSERT INTO decision (kind, subject, source, source_id, value, decided_by, decided_at)
        SELECT 'event_status', 'event', source, source_id, 'Cancelled', 'U1', '2026-02-15T17:00:00.000Z' FROM event WHERE title = ${TITLE}`);
      const called = readCalendarFile(await (await fetch(`${site.url}/events.ics`)).text()).parts[1];
      if (published === undefined || called === undefined) throw new Error("no event");
      expect(one(called, "UID")).toBe(one(published, "UID"));
      expect(one(called, "STATUS")).toBe("CANCELLED");
      expect(Number(one(called, "SEQUENCE"))).toBeGreaterThan(Number(one(published, "SEQUENCE")));
      await change(sql`DELETE FROM decision WHERE kind = 'event_status'`);
      await change(sql`UPDATE event SET status = 'Published' WHERE title = ${TITLE}`);
    });

    it("is a page without script that stands in any frame, with everything escaped", async () => {
      const response = await fetch(`${site.url}/events.html`);
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("frame-ancestors *");
      expect(policy).toContain("default-src 'none'");
      expect(response.headers.get("x-frame-options")).toBeNull();
      const page = await response.text();
      expect(page).not.toMatch(/<script|onload=|<vet>/i);
      expect(page).toContain("What does a &lt;vet&gt; do");
      expect(page).toContain('href="https://pathful.example/s/1?a=1&amp;b=2"');
      expect(page).toContain("20 Feb 2026, 10:00");
      expect(page).toContain("Cancelled: Called off");
    });

    it("is there for a district by its name or alias as an address; another one is not found", async () => {
      expect((await sessions("/district/kansas-city-kansas/events.json")).map(({ title }) => title)).toEqual([TITLE]);
      expect(await sessions("/district/kck/events.json")).toHaveLength(1);
      expect(await sessions("/district/quiet-district/events.json")).toEqual([]);
      expect(await (await fetch(`${site.url}/district/quiet-district/events.html`)).text()).toContain(
        "No session is published",
      );
      expect((await fetch(`${site.url}/district/kansas/events.json`)).status).toBe(404);
      expect((await fetch(`${site.url}/district/../events.exe`)).status).toBe(404);
    });

    it("may be kept, and is sent again only when it changed", async () => {
      const first = await fetch(`${site.url}/events.json`);
      const [tag, since] = [first.headers.get("etag") ?? "", first.headers.get("last-modified") ?? ""];
      expect(first.headers.get("cache-control")).toBe("public, max-age=900");
      expect(tag).toMatch(/^"[\w-]{27}"$/);
      expect(since).toBe("Sun, 15 Feb 2026 18:00:00 GMT");
      const ask = (headers: Record<string, string>) => fetch(`${site.url}/events.json`, { headers });
      const same = await ask({ "if-none-match": `"other", W/${tag}` });
      expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", tag]);
      expect((await ask({ "if-modified-since": since })).status).toBe(304);
      expect((await ask({ "if-modified-since": "Sat, 14 Feb 2026 18:00:00 GMT" })).status).toBe(200);
      // A tag that does not fit beats a time that would.
      expect((await ask({ "if-none-match": '"other"', "if-modified-since": since })).status).toBe(200);

      now = "2026-02-15T18:05:00.000Z";
      await change(sql`UPDATE event SET title = 'Renamed' WHERE title = 'Confirmed of no district'`);
      const changed = await ask({ "if-none-match": tag });
      expect([changed.status, changed.headers.get("last-modified")]).toEqual([200, "Sun, 15 Feb 2026 18:05:00 GMT"]);
      expect((await ask({ "if-modified-since": since })).status).toBe(200);
      await change(sql`UPDATE event SET title = 'Confirmed of no district' WHERE title = 'Renamed'`);
    });

    it("answers HEAD without a body, and nothing that would change anything", async () => {
      const head = await fetch(`${site.url}/events.ics`, { method: "HEAD" });
      expect([head.status, await head.text()]).toEqual([200, ""]);
      expect(head.headers.get("etag")).toBeTruthy();
      const post = await fetch(`${site.url}/events.ics`, { method: "POST", body: "x" });
      expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    });

    it("lets every address ask so often a minute, and says when to come again", async () => {
      await site.close();
      site = await open(3);
      const ask = (from: string) => fetch(`${site.url}/events.json`, { headers: { "x-forwarded-for": from } });
      for (let time = 0; time < 3; time++) expect((await ask("10.9.9.9, 192.0.2.1")).status).toBe(200);
      const refused = await ask("10.1.1.1, 192.0.2.1");
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
      expect((await ask("192.0.2.2")).status).toBe(200);
      now = new Date(Date.parse(now) + 61_000).toISOString();
      expect((await ask("192.0.2.1")).status).toBe(200);
    });

    it("is not there unless it is switched on", async () => {
      await site.close();
      site = await open(60, false);
      for (const path of ["/events.json", "/events.ics", "/district/kck/events.html"])
        expect((await fetch(`${site.url}${path}`)).status).toBe(404);
    });
  });
});
