import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { type Asked, rowsOf, withOffice } from "./office.js";

const HILLS = "Hill's Pet Nutrition";
const EVERYTHING = { at: "terminal" } as const satisfies Asked;

onBothEngines((engine) => {
  const office = withOffice(engine);
  type Row = ReturnType<typeof rowsOf>[number];
  const listed = async (line: string, asked: Asked = EVERYTHING): Promise<Row[]> =>
    rowsOf(await office().json(line, asked), "organisations");
  const names = async (line: string, asked: Asked = EVERYTHING) =>
    (await listed(line, asked)).map(({ organisation }) => organisation);
  let all: Row[];

  beforeAll(async () => {
    const { pool } = office();
    const [first] = await pool.query<{ id: number }>(sql`SELECT MIN(id) AS id FROM organization WHERE name = ${HILLS}`);
    await pool.write((db) =>
      db.organization.update({
        where: { id: first?.id ?? 0 },
        data: { type: "Business", billing_zip: "64108", billing_country: "USA" },
      }),
    );
    all = await listed("orgs");
  });

  describe("orgs", () => {
    it("lists every organisation once, and says how active they are", async () => {
      const accounts = await office().pool.query<{ name: string }>(
        sql`SELECT DISTINCT name FROM organization WHERE deleted_at IS NULL`,
      );
      expect(all.map(({ organisation }) => organisation).sort()).toEqual(accounts.map(({ name }) => name).sort());
      const marked = (mark: string) => all.filter(({ activity }) => activity === mark).length;
      const { text, facts } = await office().reply("orgs");
      expect(text).toMatch(new RegExp(`^${all.length} organisations: ${marked("active")} active`));
      expect(facts.map(({ label, value }) => [label, value])).toEqual([
        ["Organisations", all.length],
        ["Active", marked("active")],
        ["Quiet", marked("quiet")],
        ["Lapsed", marked("lapsed")],
        ["Never active", marked("never active")],
      ]);
    });

    it("says of each what its report says", async () => {
      const [busiest] = await listed("orgs sort:hours");
      for (const name of [HILLS, String(busiest?.organisation)]) {
        const report = await office().json(`report org org:"${name}" this year`, EVERYTHING);
        const facts = Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
        expect(all.find(({ organisation }) => organisation === name)).toMatchObject({
          activity: facts.activity,
          X60: facts.X60,
          M20: facts.M20,
          M30: facts.M30,
          X26: facts.X26,
          X27: facts.X27,
          X28: rowsOf(report, "upcoming").length,
        });
      }
    });

    it("begins with who was there last, and puts in another order on request", async () => {
      const days = all.map(({ X27 }) => X27).filter((day) => day !== null);
      expect(days).toEqual([...days].sort().reverse());
      expect(all.slice(days.length).every(({ X27 }) => X27 === null)).toBe(true);
      const hours = (await listed("orgs sort:hours")).map(({ M30 }) => Number(M30));
      expect(hours).toEqual([...hours].sort((a, b) => b - a));
      const upcoming = (await listed("orgs sort:-upcoming")).map(({ X28 }) => Number(X28));
      expect(upcoming).toEqual([...upcoming].sort((a, b) => a - b));
      expect(await names("orgs sort:-name")).toEqual((await names("orgs sort:name")).reverse());
    });

    it("turns its pages, with the figures of those that are shown", async () => {
      const shown = await office().reply("orgs sort:name");
      expect(shown.tables[0]?.rows).toHaveLength(10);
      expect(shown.page).toMatchObject({ number: 1, of: all.length });
      const whole = await listed("orgs sort:name");
      expect(await listed("orgs sort:name", { at: "direct" })).toEqual(whole.slice(0, 10));
      expect(await listed("orgs sort:name page:2", { at: "direct" })).toEqual(whole.slice(10, 20));
      expect(await listed("orgs sort:name as:csv", { at: "direct" })).toEqual(whole);
    });

    it("looks for rows by what stands in them among all, not on the page alone", async () => {
      const wanted = all.filter(({ M20 }) => Number(M20) === 1).map(({ organisation }) => organisation);
      expect(wanted.length).toBeGreaterThan(0);
      expect(await names("orgs where:volunteers=1", { at: "direct" })).toEqual(wanted);
    });

    it("finds by words of the name, by what staff call it, and by its place", async () => {
      expect(await names("orgs hill pet")).toEqual([HILLS]);
      await office().reply(`alias "the pet food people" means:"${HILLS}"`);
      expect(await names("orgs the pet food people")).toEqual([HILLS]);
      expect(await names("orgs hill local:yes type:business")).toEqual([HILLS]);
      expect(await names("orgs hill local:no,unknown")).toEqual([]);
      expect(await names("orgs hill -type:Business")).toEqual([]);
    });

    it("filters by type, in any writing", async () => {
      const types = [...new Set(all.map(({ type }) => String(type)))];
      for (const type of types)
        expect((await names(`orgs type:"${type.toUpperCase()}"`)).sort()).toEqual(
          all
            .filter((row) => row.type === type)
            .map(({ organisation }) => organisation)
            .sort(),
        );
      expect(await office().suggested("orgs", "type", "bus")).toEqual(["Business"]);
    });

    it("filters by how active they are, and by when they were last", async () => {
      const marked = (...marks: string[]) =>
        all.filter(({ activity }) => marks.includes(String(activity))).map(({ organisation }) => organisation);
      expect(await names("orgs active:yes")).toEqual(marked("active"));
      expect(await names("orgs active:quiet,never")).toEqual(marked("quiet", "never active"));
      expect(await names("orgs -active:active")).toEqual(marked("quiet", "lapsed", "never active"));
      expect(await names("orgs last:never")).toEqual(marked("never active"));
      const within = all.filter(({ X27 }) => X27 !== null && String(X27) >= "2025-08-01").length;
      expect(await names("orgs last:2025-08-01..")).toHaveLength(within);
      expect(await names("orgs -last:2025-08-01..")).toHaveLength(all.length - within);
      const before = (await listed("orgs last:..2025-07-31")).map(({ X27 }) => String(X27));
      expect(before.filter((day) => day > "2025-07-31")).toEqual([]);
    });

    it("leads on from each row to its report", async () => {
      const { actions } = await office().reply("orgs hill");
      expect(actions.map(({ label, line, does }) => [label, line, does])).toEqual([
        [HILLS, `report org org:"${HILLS}"`, "run"],
        ["Report of an organisation", "report org", "form"],
      ]);
      expect((await office().reply(actions[0]?.line ?? "")).title).toBe(`${HILLS}: sessions, volunteers and reach`);
    });

    it("says what fits nothing, with names that are near", async () => {
      const none = await office().reply("orgs Qwxyz active:lapsed");
      expect(none.text).toBe("No organisation fits “Qwxyz”, activity lapsed. Try fewer words or filters.");
      expect(none.tables[0]).toMatchObject({ rows: [], empty: none.text });
      const near = await office().reply("orgs Hils Pett Nutrition");
      expect(near.text).toBe(`No organisation fits “Hils Pett Nutrition”. Names that are near: ${HILLS}.`);
      expect(await names(near.actions[0]?.line ?? "")).toEqual([HILLS]);
    });

    it("refuses a type that no organisation has, with the nearest", async () => {
      const failure = await office().failure("orgs hill type:Busines");
      expect(failure).toMatchObject({ code: "argument_invalid" });
      expect(failure.text).toMatch(
        /^No organisation is of type “Busines”\. Did you mean Business\? Expected one of .*Business/,
      );
      expect(await names(failure.suggestions[0]?.line ?? "")).toEqual([HILLS]);
      expect((await office().failure("orgs active:sleepy")).text).toContain("one of active, quiet, lapsed");
      expect((await office().failure("orgs", { as: "district" })).code).toBe("not_allowed");
    });

    it("shows the same in a channel: it names no person", async () => {
      expect(await listed("orgs hill", { at: "channel" })).toEqual(await listed("orgs hill"));
    });
  });

  describe("orgs after people decided", () => {
    it("has two that are one under the name that stays", async () => {
      const [gone, stays] = ["Prairie Signal Software, Inc.", "Prairie Signal Software"];
      expect(await names("orgs prairie signal sort:name")).toEqual([stays, gone]);
      const ids = await office().pool.query<{ id: number; source_id: string }>(
        sql`SELECT id, source_id FROM organization WHERE name IN (${gone}, ${stays}) AND deleted_at IS NULL ORDER BY LENGTH(name) DESC`,
      );
      await office().reply(`merge ${ids[0]?.source_id} into:${ids[1]?.source_id}`);
      expect(await names("orgs prairie signal")).toEqual([stays]);
      expect(await names("orgs prairie signal software inc")).toEqual([stays]);
    });

    it("leaves out what Salesforce deleted", async () => {
      const [last] = await listed("orgs sort:-name");
      const name = String(last?.organisation);
      await office().pool.write((db) =>
        db.organization.updateMany({ where: { name }, data: { deleted_at: "2026-01-01T00:00:00.000Z" } }),
      );
      expect(await names("orgs")).not.toContain(name);
    });
  });
});
