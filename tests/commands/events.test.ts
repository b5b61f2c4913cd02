import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../../src/domain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

const TODAY = "2026-11-20";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const list = async (line: string) => rowsOf(await office().json(line), "events");
  const days = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ date }) => String(date));
  let ofKeva: string;

  /** Eight more to come, three days apart; nobody is signed up for every other one. */
  const planSome = () =>
    office().pool.transaction(async (tx) => {
      const past = await tx.query<{ id: number }>(sql`
        SELECT e.id FROM event e WHERE e.deleted_at IS NULL AND e.status = 'Completed' AND e.local_date < '2026-01-01'
          AND EXISTS (SELECT 1 FROM participation p WHERE p.event_id = e.id AND p.role = 'volunteer' AND p.deleted_at IS NULL AND p.counts = TRUE)
        ORDER BY e.local_date DESC, e.id LIMIT 8`);
      for (const [place, { id }] of past.entries()) {
        await tx.run(
          sql`UPDATE event SET local_date = ${addDays(TODAY, 3 * place)}, status = 'Confirmed', format = 'in_person' WHERE id = ${id}`,
        );
        if (place % 2 === 1)
          await tx.run(sql`UPDATE participation SET deleted_at = '2026-11-01T00:00:00.000Z' WHERE event_id = ${id}`);
      }
    });

  beforeAll(async () => {
    await planSome();
    const [coming] = await office().pool.query<{ source_id: string }>(
      sql`SELECT source_id FROM event WHERE deleted_at IS NULL AND local_date >= ${TODAY} AND status = 'Confirmed' ORDER BY local_date, id LIMIT 1`,
    );
    ofKeva = coming?.source_id ?? "";
    await office().pool.transaction((tx) =>
      tx.run(sql`INSERT INTO event_owner (source, source_id, owner, owner_name, since, assigned_by)
        VALUES ('salesforce', ${ofKeva}, 'U0KEVA', 'Keva', '2026-11-01T00:00:00.000Z', 'U0KEVA')`),
    );
  });

  describe("events", () => {
    it("shows the next 30 days, soonest first, each with its status by mark and word, and what it needs", async () => {
      const json = await office().json("events");
      const rows = rowsOf(json, "events");
      expect(rows.length).toBeGreaterThan(3);
      expect(days(rows)).toEqual([...days(rows)].sort());
      expect(days(rows)[0]).toBeDefined();
      expect(rows.every(({ date }) => String(date) >= TODAY && String(date) <= "2026-12-19")).toBe(true);
      for (const { status } of rows) expect(status).toMatch(/^[○◐●▲✓✕⊘■?] [A-Z]/);
      expect(rows.filter(({ event }) => event === ofKeva)).toMatchObject([{ owner: "Keva" }]);
      expect(json.facts.find(({ key }) => key === "events")?.value).toBe(rows.length);
      expect((await office().reply("events")).text).toContain("the next 30 days (20 Nov 2026 – 19 Dec 2026)");
    });

    it("keeps names where names may stand", async () => {
      const open = await office().json("events", { at: "channel" });
      expect(columnsOf(open, "events")).not.toContain("owner");
      expect(columnsOf(open, "events")).not.toContain("who");
      expect(columnsOf(open, "events")).toContain("presenters");
      expect(await office().everythingTold("events", { at: "trusted" })).toContain("Keva");
      for (const line of ["events", "events month:2026-11"])
        expect(await office().everythingTold(line, { at: "channel" })).not.toContain("Keva");
      expect(
        (await office().failure("events", { as: "district", districts: ["Grandview School District"] })).code,
      ).toBe("not_allowed");
    });

    it("shows the past, newest first, and a period wherever it stands in the line", async () => {
      const rows = await list("events past");
      expect(days(rows)).toEqual([...days(rows)].sort().reverse());
      expect(rows.every(({ date, days: left }) => String(date) < TODAY && left === null)).toBe(true);
      const october = await list("events past 2026-10");
      expect(october.length).toBeGreaterThan(0);
      expect(october.every(({ date }) => String(date).startsWith("2026-10"))).toBe(true);
      const word = String(october[0]?.title).split(" ")[0] ?? "";
      const narrowed = await list(`events past 2026-10 "${word}"`);
      expect(narrowed.length).toBeGreaterThan(0);
      expect(narrowed.length).toBeLessThanOrEqual(october.length);
      expect(await list(`events past ${word} 2026-10`)).toEqual(narrowed);
    });

    it("shows what has no owner, with a Claim for each of the first", async () => {
      const reply = await office().json("events unowned");
      const rows = rowsOf(reply, "events");
      expect(rows.map(({ event }) => event)).not.toContain(ofKeva);
      expect(rows.every(({ needs }) => String(needs).startsWith("owner"))).toBe(true);
      expect(rows.some(({ status }) => String(status).includes("Cancelled"))).toBe(false);
      expect(rowsOf(await office().json("events owner:none upcoming"), "events").length).toBeGreaterThanOrEqual(
        rows.length,
      );
    });

    it("shows what lacks a presenter, with how pressing it is", async () => {
      const rows = await list("events needs-presenter");
      expect(rows.length).toBeGreaterThan(0);
      for (const { needs, days: left, presenters } of rows) {
        expect(presenters).toBe(0);
        expect(String(needs).includes("‼ urgent")).toBe(Number(left) <= 7);
        expect(String(needs).includes("! soon")).toBe(Number(left) > 7 && Number(left) <= 14);
      }
      const named = await list("events upcoming needs:presenter");
      expect(named).toEqual(rows);
    });

    it("shows mine, in Slack alone", async () => {
      const mine = rowsOf(await office().json("events mine", { who: "U0KEVA" }), "events");
      expect(mine.map(({ event }) => event)).toEqual([ofKeva]);
      expect((await list("events owner:U0KEVA 2026-11..2027-01")).map(({ event }) => event)).toEqual([ofKeva]);
      const others = await office().reply("events mine", { who: "U0OTHER" });
      expect(others.text).toContain("You own no event");
      expect((await office().failure("events mine", { at: "terminal", as: "admin" })).text).toContain("owner:");
      expect((await office().failure("events mine owner:U0KEVA")).text).toContain("leave one out");
    });

    it("filters by type, format, status, district and school, and turns them round", async () => {
      const all = await list("events SY26-27");
      const virtual = await list("events SY26-27 format:virtual");
      const inPerson = await list("events SY26-27 -format:virtual");
      expect(virtual.length + inPerson.length).toBe(all.length);
      expect(virtual.every(({ format }) => format === "Virtual")).toBe(true);
      const confirmed = await list("events SY26-27 status:Confirmed,Cancelled");
      expect(confirmed.length).toBe(all.filter(({ status }) => /Confirmed|Cancelled/.test(String(status))).length);
      const named = all.find(({ district }) => district !== null && !String(district).includes(","));
      const there = await list(`events SY26-27 district:"${named?.district}"`);
      expect(there.length).toBe(
        all.filter(({ district }) => String(district).split(", ").includes(String(named?.district))).length,
      );
      const school = all.find((row) => row.school !== null)?.school;
      expect(new Set((await list(`events SY26-27 school:"${school}"`)).map((row) => row.school))).toEqual(
        new Set([school]),
      );
      expect((await office().failure("events status:Sideways")).text).toContain("Confirmed");
    });

    it("reads the view as the first plain word, and leaves values of keys alone", async () => {
      const unowned = await list("events unowned format:virtual,in_person");
      expect(await list("events format: virtual, in_person unowned")).toEqual(unowned);
      expect(await list("events show: unowned format:virtual, in_person")).toEqual(unowned);
      expect(await list('events "unowned"')).toEqual([]);
    });

    it("sorts by a column, and pages", async () => {
      const byTitle = (await list("events sort:title")).map(({ title }) => String(title));
      expect(byTitle).toEqual([...byTitle].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      const reply = await office().reply("events SY26-27 page:2");
      expect(reply.page).toMatchObject({ number: 2, size: 10 });
    });

    it("says what was searched and what to try when nothing fits", async () => {
      const none = await office().reply("events zzyzx");
      expect(none.text).toContain("There is no event that fits words zzyzx");
      const far = await office().reply("events 2031-01");
      expect(far.text).toMatch(/There is no event, .*2031/);
      expect((await office().failure("events upcoming 2020-01")).text).toContain("is over");
      expect((await office().failure("events past 2031-01")).text).toContain("still to come");
    });

    it("shows a month as text and as a picture with words for it", async () => {
      const reply = await office().reply("events month:2026-11");
      const [month, events] = reply.tables;
      expect(reply.title).toBe("November 2026");
      expect(reply.provenance).toMatchObject({ period: { label: "November 2026" }, filters: {} });
      expect(month?.columns.map(({ label }) => label)).toEqual(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);
      const numbers = (month?.rows ?? [])
        .flat()
        .map((cell) => Number.parseInt(String(cell), 10))
        .filter((number) => number > 0);
      expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
      const marks =
        (month?.rows ?? [])
          .flat()
          .join("")
          .match(/[○◐●▲✓✕⊘■?]|\+\d+/g) ?? [];
      const shown = marks.reduce((sum, mark) => sum + (mark.startsWith("+") ? Number(mark.slice(1)) : 1), 0);
      expect(shown).toBe(events?.rows.length);
      const [picture] = reply.charts;
      expect(picture?.altText.length).toBeLessThanOrEqual(2_000);
      expect(picture?.altText).toContain("Calendar of November 2026");
      expect(picture?.takeaway).toContain("in November 2026");
      expect(reply.actions.map(({ label }) => label)).toEqual(["October 2026", "December 2026"]);
      expect((await office().reply("events 2026-11 as:chart")).charts).toHaveLength(1);
    });

    it("is a form that needs no syntax, with at most five fields first", async () => {
      const form = await office().form("events");
      expect(form.fields.map(({ label }) => label)).toEqual([
        "Show",
        "Period",
        "Words of the title",
        "District",
        "Still needs",
      ]);
      expect(form.more).toBeGreaterThan(0);
    });
  });
});
