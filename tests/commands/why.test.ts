import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine);

  describe("volunteers … why", () => {
    const line = "volunteers skill:stem local:yes";

    it("is offered under the list, and names the nearest left out under the very same list", async () => {
      const plain = await office().reply(line, { at: "terminal" });
      expect(plain.actions.map(({ label, line: to }) => [label, to])).toEqual([
        ["Why not more?", "volunteers skill:stem local:yes why:yes"],
        ["Save this search", 'search save line:"volunteers skill:stem local:yes"'],
      ]);
      const why = await office().json(plain.actions[0]?.line ?? "", { at: "terminal" });
      expect(rowsOf(why, "volunteers")).toEqual(rowsOf(await office().json(line, { at: "terminal" }), "volunteers"));
      const left = rowsOf(why, "left_out");
      expect(left.length).toBeGreaterThan(0);
      expect(left.length).toBeLessThanOrEqual(25);
      expect(new Set(left.map(({ by }) => by))).toEqual(new Set(["ruling S1", "skill stem", "local status local"]));
      const listed = new Set(rowsOf(why, "volunteers").map(({ salesforce }) => salesforce));
      expect(left.filter(({ salesforce }) => listed.has(salesforce))).toEqual([]);
      expect(why.provenance?.filters).toEqual((await office().json(line, { at: "terminal" })).provenance?.filters);
      const back = (await office().reply(`${line} why`)).actions;
      expect(back.map(({ label, line: to }) => [label, to])).toEqual([
        ["The list alone", "volunteers skill:stem local:yes"],
        ["Save this search", 'search save line:"volunteers skill:stem local:yes"'],
      ]);
    });

    it.each(["volunteers skill:stem local:yes why", "volunteers skill:stem local:yes why:yes"])(
      "understands %s",
      async (said) => {
        expect((await office().reply(said)).tables.map(({ key }) => key)).toEqual(["volunteers", "left_out"]);
      },
    );

    it("says where somebody lives only where an address may stand, and names nobody where no name may", async () => {
      const asked = { as: "staff" } as const;
      expect(columnsOf(await office().json(`${line} why`, { ...asked, at: "direct" }), "left_out")).toContain("zip");
      const trusted = columnsOf(await office().json(`${line} why`, { ...asked, at: "trusted" }), "left_out");
      expect(trusted).toContain("name");
      expect(trusted).not.toContain("zip");
      const open = await office().json(`${line} why`, { ...asked, at: "channel" });
      expect(columnsOf(open, "left_out")).toEqual(["by", "organisation"]);
    });

    it("says of a search that finds nobody which filter takes out how many", async () => {
      const json = await office().json("volunteers skill:stem skill:zzzz why", { at: "terminal" });
      const filters = rowsOf(json, "filters");
      expect(filters.map(({ filter }) => filter)).toEqual(["skill stem", "skill zzzz"]);
      expect(filters[1]?.leaves).toBe(0);
      expect(Number(filters[0]?.leaves)).toBeGreaterThan(0);
      expect(rowsOf(json, "left_out").every(({ by }) => by === "skill zzzz")).toBe(true);
    });
  });

  describe("metric … records why", () => {
    const line = "metric M20 SY25-26";

    it("lists the records that count, and under them those that one rule alone kept out", async () => {
      const records = await office().reply(`${line} records`, { at: "terminal" });
      const offered = records.actions.find(({ label }) => label === "Why not more?");
      expect(offered?.line).toMatch(/^metric .*records:yes .*why:yes/);
      const why = await office().json(offered?.line ?? "", { at: "terminal" });
      expect(rowsOf(why, "records")).toEqual(
        rowsOf(await office().json(`${line} records`, { at: "terminal" }), "records"),
      );
      const left = rowsOf(why, "left_out");
      expect(left.map(({ rule }) => rule)).toContain("not attended (ruling A1)");
      expect(columnsOf(why, "left_out").slice(0, 3)).toEqual(["rule", "has", "person_name"]);
      expect(why.notices.map(({ text }) => text).join()).toContain("Left out by one rule alone: not attended");
    });

    it("needs no other word than why", async () => {
      expect((await office().reply(`${line} why`)).tables.map(({ key }) => key)).toEqual(["records", "left_out"]);
    });

    it("is for nobody who sees aggregates alone, and shows no student", async () => {
      const failure = await office().failure(`${line} why`, {
        as: "district",
        districts: ["Grandview C-4 School District"],
      });
      expect(failure.code).toBe("not_allowed");
      for (const at of ["direct", "terminal", "channel"] as const)
        expect((await office().reply("metric M10 SY25-26 records why", { as: "admin", at })).tables, at).toEqual([]);
    });

    it("names nobody where no name may stand", async () => {
      const open = await office().json(`${line} why`, { at: "channel" });
      expect(columnsOf(open, "left_out")).not.toContain("person_name");
    });
  });
});
