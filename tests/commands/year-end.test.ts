import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

const GRANDVIEW = "Grandview School District";
const YEAR = "SY25-26";
const viewer = { as: "district", districts: [GRANDVIEW] } as const;

onBothEngines((engine) => {
  const office = withOffice(engine, 0.15);

  describe("report district", () => {
    it("finds a district by an alias, takes several event types and leaves virtual out", async () => {
      const json = await office().json(`report district grandview ${YEAR} type:career_fair,bfi -format:virtual`);
      expect(json.title).toBe(`Year-end: ${GRANDVIEW}`);
      expect(json.provenance).toMatchObject({
        period: { start: "2025-08-01", end: "2026-07-31" },
        filters: { district: GRANDVIEW, event_type: "Career Fair or BFI", format: "not Virtual" },
      });
      const events = rowsOf(json, "events");
      expect(events.every(({ type, format }) => /Career Fair|BFI/.test(String(type)) && format === "In person")).toBe(
        true,
      );
      expect(json.facts.find(({ key }) => key === "X61")?.value).toBe(0);
    });

    it("has each figure of the metrics: what “metric” says is what the report says", async () => {
      const json = await office().json(`report district ${GRANDVIEW} ${YEAR}`);
      const facts = Object.fromEntries(json.facts.map(({ key, value }) => [key, value]));
      for (const id of ["M10", "M20", "M30", "M40", "X10", "X20", "X60", "X61", "X62", "M63", "M70", "M80", "M100"]) {
        const metric = await office().json(`metric ${id} ${YEAR} district:"${GRANDVIEW}"`);
        expect(facts[id], id).toBe(metric.facts[0]?.value);
      }
      expect(Number(facts.X60)).toBeGreaterThan(0);
    });

    it("asks for the district, and takes this school year where no period is said", async () => {
      expect((await office().ask("report district")).missing).toEqual(["district"]);
      const choices = (await office().ask("report district")).choices.map(({ label }) => label);
      expect(choices[0]).toBe("All districts, side by side");
      const form = await office().ask("report district", { at: "slash" });
      expect(form.choices).toEqual([]);
      expect((await office().json(`report district ${GRANDVIEW}`)).provenance?.period).toMatchObject({
        start: "2026-08-01",
      });
    });

    it("shows the estimate of virtual students only where it is asked for", async () => {
      const keys = async (line: string) => (await office().json(line)).facts.map(({ key }) => key);
      expect(await keys(`report district ${GRANDVIEW} ${YEAR}`)).not.toContain("M73");
      expect(await keys(`report district ${GRANDVIEW} ${YEAR} virtual-estimate:yes`)).toContain("M73");
    });

    it("lists what is missing, and offers the way there and back", async () => {
      const report = await office().reply(`report district ${GRANDVIEW} ${YEAR}`);
      const way = report.actions.find(({ label }) => label === "What is missing?")?.line ?? "";
      const missing = await office().reply(way);
      expect(missing.title).toBe(`What is missing: ${GRANDVIEW}`);
      expect(missing.files.map(({ name }) => name)).toEqual([
        "missing-grandview-school-district.xlsx",
        "missing-grandview-school-district.csv",
      ]);
      const back = missing.actions.find(({ label }) => label === "Show the report")?.line ?? "";
      expect((await office().reply(back)).title).toBe(report.title);
      expect((await office().reply(`report district ${GRANDVIEW} ${YEAR} missing`)).text).toBe(missing.text);
    });

    it("shows a number beside the report as soon as it is entered through the report's own form", async () => {
      const report = await office().reply(`report district ${GRANDVIEW} SY24-25`);
      const form = report.actions.find(({ does }) => does === "form")?.line ?? "";
      await office().reply(`${form} kind:p2t_completed value:17`);
      const json = await office().json(`report district ${GRANDVIEW} SY24-25`);
      expect(rowsOf(json, "manual_inputs")).toMatchObject([{ kind: "P2T completed", value: 17, source: "manual" }]);
    });

    it("puts all districts side by side, with an overall row that is not a sum", async () => {
      const json = await office().json("report district all 3y");
      const rows = rowsOf(json, "by_district");
      const total = json.tables.find(({ key }) => key === "by_district")?.total ?? [];
      expect(rows.at(-1)?.district).toBe("Unknown");
      for (const [place, key] of columnsOf(json, "by_district").entries()) {
        if (place === 0) continue;
        const sum = rows.reduce((all, row) => all + Number(row[key]), 0);
        expect(Number(total[place]), key).toBeLessThanOrEqual(sum + 1e-6);
      }
      const at = (key: string) => Number(total[columnsOf(json, "by_district").indexOf(key)]);
      const summed = (key: string) => rows.reduce((all, row) => all + Number(row[key]), 0);
      expect(at("M20")).toBeLessThan(summed("M20"));
    });

    it("names near districts for a wrong one, and never guesses from a part of a name", async () => {
      const failure = await office().failure(`report district Grandvew ${YEAR}`);
      expect(failure.code).toBe("not_found");
      expect((await office().failure("report district Career Center")).code).toBe("not_found");
    });
  });

  describe("a district viewer's year-end", () => {
    it("is their own, without being named", async () => {
      const json = await office().json(`report district ${YEAR}`, viewer);
      expect(json.title).toBe(`Year-end: ${GRANDVIEW}`);
    });

    it("T4: is refused for another district, and for all of them", async () => {
      for (const line of ["report district kck SY25-26", "report district all", "report district all missing"]) {
        const failure = await office().failure(line, viewer);
        expect(failure.code, line).toBe("not_allowed");
        expect(failure.text, line).toContain(`You can see ${GRANDVIEW}`);
      }
      expect(await office().suggested("report district", "district", "", viewer)).not.toContain("all");
    });

    it("T22: shows counts, and no name of anybody", async () => {
      const contacts = await office().pool.db.contact.findMany({ where: { deleted_at: null } });
      const told = await office().everythingTold(`report district ${GRANDVIEW} 3y`, viewer);
      expect(contacts.map(({ full_name }) => full_name).filter((name) => told.includes(name))).toEqual([]);
    });

    it("offers no button that would be refused", async () => {
      const { actions } = await office().reply(`report district ${YEAR}`, viewer);
      expect(actions.map(({ label }) => label)).toEqual(["What is missing?", "With virtual estimate"]);
    });
  });

  describe("report collective, schools and events", () => {
    let facts: (line: string) => Promise<Record<string, unknown>>;
    beforeAll(() => {
      facts = async (line) =>
        Object.fromEntries((await office().json(line)).facts.map(({ key, value }) => [key, value]));
    });

    it.each(["report collective", "report schools", "report events"])(
      "%s asks for its period, or opens its form",
      async (line) => {
        const ask = await office().ask(line);
        expect(ask.missing).toEqual(["period"]);
        expect(ask.choices.length).toBeGreaterThan(1);
        const [first] = ask.choices;
        expect((await office().reply(first?.line ?? "")).title).not.toBe("");
        const atSlash = await office().ask(line, { at: "slash" });
        expect([atSlash.missing, atSlash.choices]).toEqual([["period"], []]);
      },
    );

    it("says the statement with the figures of the metrics", async () => {
      const found = await facts("report collective 4y");
      const shown = (key: string) => Number(found[key] ?? 0).toLocaleString("en-US");
      expect((await office().reply("report collective 4y")).text).toBe(
        `${shown("M20")} unique volunteers engaged in ${shown("X61")} Connector sessions and ${shown("X62")} in-person sessions, reaching ${shown("M10")} unique students in person and a number virtually that is not known yet.`,
      );
      expect(found.M73).toBeNull();
      expect(Number(found.M10)).toBeGreaterThan(0);
      for (const id of ["M20", "X61", "X62", "M10"])
        expect(found[id], id).toBe((await office().json(`metric ${id} 4y`)).facts[0]?.value);
    });

    it("counts schools and events as the metrics do, under filters", async () => {
      const schools = await facts(`report schools 3y district:Grandview`);
      const events = await facts(`report events 3y district:Grandview`);
      for (const id of ["X60", "X61", "X62"]) {
        expect(schools[id], id).toBe(events[id]);
        expect(events[id], id).toBe((await office().json(`metric ${id} 3y district:Grandview`)).facts[0]?.value);
      }
    });

    it("lists upcoming events without a period, and those that nobody owns", async () => {
      const all = await office().reply("report events upcoming");
      const unowned = await office().reply("report events upcoming unowned");
      expect(all.tables[0]?.rows.length).toBeGreaterThan(0);
      expect(unowned.tables[0]?.rows.length).toBe(all.tables[0]?.rows.length);
      expect(unowned.text).toMatch(/^(All \d+ upcoming events are|The one upcoming event is) without an owner, /);
      const needing = await office().reply("report events upcoming needs:presenter");
      expect(needing.title).toBe("Upcoming events without a presenter");
    });

    it("is for staff: a district viewer has the year-end alone", async () => {
      for (const line of ["report collective 3y", "report schools 3y", "report events upcoming"])
        expect((await office().failure(line, viewer)).code, line).toBe("not_allowed");
    });
  });
});
