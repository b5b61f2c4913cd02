import { describe, expect, it } from "vitest";
import { decide } from "../../src/identity/index.js";
import { onBothEngines } from "../pool/engines.js";
import { type Office, rowsOf, withOffice } from "./office.js";

const listed = async (office: Office, line: string) =>
  rowsOf(await office.json(line, { at: "terminal" }), "volunteers");
const namesOf = async (office: Office, line: string) => (await listed(office, line)).map(({ name }) => String(name));

onBothEngines((engine) => {
  const office = withOffice(engine);

  describe("volunteers", () => {
    it("says local at a glance: every status, adding up to all", async () => {
      const { text } = await office().reply("volunteers");
      const [, all] = /^([\d,]+) volunteers/.exec(text) ?? [];
      const glance =
        /; ([\d,]+) of ([\d,]+) local \((\d+)%\)(?:, ([\d,]+) partial)?(?:, ([\d,]+) not)?(?:, ([\d,]+) unknown)?\.$/;
      const [, local, of, share, ...others] = glance.exec(text) ?? [];
      const number = (said: string | undefined) => Number((said ?? "0").replaceAll(",", ""));
      expect(number(of)).toBe(number(all));
      expect([local, ...others].reduce((sum, each) => sum + number(each), 0)).toBe(number(all));
      expect(number(share)).toBe(Math.round((100 * number(local)) / number(all)));
    });

    it("says of everybody why they fit", async () => {
      const rows = await listed(office(), "volunteers title:engineer skill:stem");
      expect(rows.length).toBeGreaterThan(0);
      for (const { title, matches } of rows) {
        expect(String(matches)).toContain(`title: ${title}`);
        expect(String(matches)).toMatch(/skill: [^;]+/);
      }
    });

    it("T16: any:yes finds all that either word finds", async () => {
      const [engineers, nurses] = [
        await namesOf(office(), "volunteers engineer"),
        await namesOf(office(), "volunteers nurse"),
      ];
      const either = await namesOf(office(), "volunteers engineer nurse any:yes");
      expect(new Set(either)).toEqual(new Set([...engineers, ...nurses]));
      const both = await namesOf(office(), "volunteers engineer nurse");
      expect(both.every((name) => engineers.includes(name) && nurses.includes(name))).toBe(true);
    });

    it.each([
      ["title:engineer", "-title:engineer"],
      ["industry:technology", "-industry:technology"],
      ["interest:mentoring", "-interest:mentoring"],
      ["pathway:stem", "-pathway:stem"],
      ["available:mornings", "-available:mornings"],
      ["connector:yes", "connector:no"],
      ["connector:yes", "-connector:yes"],
      ["virtual-only:yes", "virtual-only:no"],
      ["virtual-only:yes", "-virtual-only:yes"],
      ["consent:email", "-consent:email"],
      ["consent:call", "-consent:call"],
      ["last:1y", "-last:1y"],
      ["last:never", "-last:never"],
      ["last-email:1y", "-last-email:1y"],
      ["last-activity:1y", "-last-activity:1y"],
      ["times:2+", "-times:2+"],
      ["org:hill at:2024-10-01", "-org:hill at:2024-10-01"],
    ])("%s and %s part everybody", async (one, other) => {
      const [all, first, second] = [
        await listed(office(), "volunteers"),
        await listed(office(), `volunteers ${one}`),
        await listed(office(), `volunteers ${other}`),
      ];
      expect(first.length + second.length).toBe(all.length);
    });

    it.each(["name", "organisation", "last", "times", "last-email", "title"])(
      "sorts by %s, and the other way round with a minus",
      async (key) => {
        const there = await listed(office(), `volunteers skill:stem sort:${key}`);
        const back = await listed(office(), `volunteers skill:stem sort:-${key}`);
        expect(there.length).toBeGreaterThan(1);
        expect(back).toEqual([...there].reverse());
      },
    );

    it("finds who can come at a time, as it was said of them", async () => {
      const { pool } = office();
      const person = await pool.db.contact.findFirst({
        where: { kind: "volunteer", deleted_at: null, full_name: "Marisol Whitfield" },
      });
      if (person === null) throw new Error("the sample has no Marisol Whitfield");
      const { source, source_id: sourceId } = person;
      const fact = { kind: "availability", subject: "contact", source, sourceId, value: "tue afternoon" } as const;
      await pool.transaction((tx) => decide(tx, { ...fact, by: "U1", now: office().world.now }));
      const [row] = await listed(office(), 'volunteers available:"tuesday afternoons"');
      expect(row).toMatchObject({ name: "Marisol Whitfield", matches: "available: tue afternoon" });
      expect(await namesOf(office(), "volunteers available:mon")).toEqual([]);
    });

    it.each([
      ["volunteers available:whenever", "“available:” takes days and parts of days"],
      ["volunteers pathway:cooking", "No pathway is called “cooking”. Expected one of STEM"],
      ["volunteers at:2024-10-01", "expected org: beside it"],
      ["volunteers consent:fax", "one of email, call"],
      ["volunteers last-email:often", "often"],
    ])("says of %s what was expected", async (line, said) => {
      const failure = await office().failure(line);
      expect(failure.status).toBe(2);
      expect(failure.text).toContain(said);
    });

    it("exports every row, not the page alone", async () => {
      const reply = await office().reply("volunteers skill:stem page:2", { at: "terminal" });
      const [, all] = /^([\d,]+) volunteers/.exec(reply.text) ?? [];
      expect(reply.tables[0]?.rows).toHaveLength(Number((all ?? "").replaceAll(",", "")));
      expect(reply.files.map(({ kind }) => kind)).toEqual(["xlsx", "csv"]);
    });

    it("keeps why somebody fits as private as their title", async () => {
      const open = await office().everythingTold("volunteers title:engineer", { at: "channel" });
      expect(open).not.toMatch(/title: \w/);
    });

    it("says nothing of somebody whose name was asked for where anybody reads along", async () => {
      const [name = ""] = await namesOf(office(), "volunteers local:yes");
      const last = name.split(" ").at(-1) ?? "";
      for (const line of [`volunteers ${last}`, `volunteers ${last} why`]) {
        expect((await office().reply(line, { at: "terminal" })).text).toContain(last);
        expect(JSON.stringify(await office().json(line, { at: "channel" }))).not.toContain(last);
      }
    });
  });

  describe("volunteers recent", () => {
    it("lists who came within 90 days, the latest first", async () => {
      const json = await office().json("volunteers recent", { at: "terminal" });
      const rows = rowsOf(json, "volunteers");
      expect(rows.length).toBeGreaterThan(0);
      const days = rows.map(({ last }) => String(last));
      expect(days).toEqual([...days].sort().reverse());
      expect(json.provenance?.period).toBeDefined();
      expect(days.every((day) => day >= "2026-08-23")).toBe(true);
    });
    it("of another period, and with a Pathful profile or without one", async () => {
      const all = await namesOf(office(), "volunteers recent 3y");
      const [connectors, others] = [
        await namesOf(office(), "volunteers recent 3y connector:yes"),
        await namesOf(office(), "volunteers recent 3y connector:no"),
      ];
      expect(all.length).toBeGreaterThan((await namesOf(office(), "volunteers recent")).length);
      expect([...connectors, ...others].sort()).toEqual([...all].sort());
    });
    it("says in words when nobody came", async () => {
      const reply = await office().reply("volunteers recent 2001");
      expect(reply.text).toMatch(/^Nobody last came within 1 Jan 2001 – 31 Dec 2001/);
      expect((await office().reply("volunteers recent 2001-05-03")).text).toMatch(/^Nobody last came on 3 May 2001/);
      expect(reply.tables[0]?.empty).toContain("Try a longer period");
    });
  });
});
