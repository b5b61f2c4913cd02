import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

/** A title that two to nine events share. */
const SHARED_TITLE = sql`SELECT title, COUNT(*) AS events FROM event
  WHERE deleted_at IS NULL AND title NOT LIKE '%"%' AND title NOT LIKE '%,%'
  GROUP BY title HAVING COUNT(*) BETWEEN 2 AND 9 ORDER BY title LIMIT 1`;

onBothEngines((engine) => {
  const office = withOffice(engine);
  const factsOf = (json: { readonly facts: readonly { readonly key: string; readonly value: unknown }[] }) =>
    Object.fromEntries(json.facts.map(({ key, value }) => [key, value]));

  describe("report pathway", () => {
    it("knows a pathway by any of its names, and shows this school year where no period is said", async () => {
      const json = await office().json("report pathway construction/ trades", { at: "terminal" });
      expect(json.title).toBe("Construction/Trades pathway");
      expect(json.provenance).toMatchObject({
        period: { start: "2026-08-01", end: "2027-07-31" },
        filters: { pathway: "Construction/Trades" },
      });
      expect((await office().json("report pathway tech 3y")).title).toBe("STEM pathway");
      expect(json.files.map(({ name }) => name)).toEqual([
        "pathway-construction-trades.xlsx",
        "pathway-construction-trades.csv",
      ]);
    });

    it("shows all side by side without one; what the rows say is what each says alone", async () => {
      const all = await office().json("report pathway 3y", { at: "terminal" });
      const stem = rowsOf(all, "by_pathway").find(({ pathway }) => pathway === "STEM");
      const alone = factsOf(await office().json("report pathway stem 3y", { at: "terminal" }));
      const { pathway: _, ...figures } = stem ?? {};
      expect(alone).toMatchObject(figures);
      expect(alone.X60).toBeGreaterThan(3);
    });

    it("takes several types at once, as BFI's campus and workplace visits", async () => {
      const line = "report pathway bfi 3y type:campus_visit,workplace_visit,bfi";
      const json = await office().json(line, { at: "terminal" });
      expect(json.provenance?.filters).toMatchObject({ pathway: "BFI" });
      const types = rowsOf(json, "by_event_type").map(({ event_type }) => event_type);
      expect(types.every((type) => ["BFI", "Campus Visit", "Workplace Visit"].includes(String(type)))).toBe(true);
    });

    it("names what was left out, and the rule, where why is asked", async () => {
      const json = await office().json("report pathway stem 3y why", { at: "terminal" });
      const rules = rowsOf(json, "left_out").map(({ rule }) => rule);
      expect(rules).toContain("event cancelled (ruling E4)");
      expect(rules).toContain("event of no pathway (ruling E8)");
      expect(rowsOf(json, "mentions").length).toBeGreaterThan(0);
      const { actions } = await office().reply("report pathway stem 3y");
      expect(actions.map(({ label }) => label)).toContain("Why not more?");
    });

    it("says which pathways there are when none is called so", async () => {
      const failure = await office().failure("report pathway aviation 3y");
      expect(failure).toMatchObject({ code: "not_found", status: 2 });
      expect(failure.text).toBe(
        "No pathway is called “aviation”. Expected one of STEM, Business, Health, Construction/Trades, Arts and Communication, BFI, or a synonym of config/pathways.yml.",
      );
      expect(failure.suggestions.map(({ label }) => label)).toContain("STEM");
    });

    it("asks what and when where neither is said", async () => {
      const ask = await office().ask("report pathway");
      expect(ask.missing).toEqual(["which", "period"]);
      expect(ask.text).toContain("report pathway stem SY24-25");
    });

    it("names no student, in private neither; and is not for district viewers", async () => {
      const line = "report pathway stem 3y";
      for (const at of ["direct", "terminal", "trusted"] as const)
        expect((await office().json(line, { as: "admin", at })).tables.map(({ key }) => key)).not.toContain("students");
      const refused = await office().failure(line, { as: "district", districts: ["Grandview School District"] });
      expect(refused.code).toBe("not_allowed");
    });

    it("is understood by its synonyms in every filter", async () => {
      const json = await office().json("metric X60 3y pathway:tech", { at: "terminal" });
      expect(json.provenance?.filters).toEqual({ pathway: "STEM" });
      expect(factsOf(json).X60).toBe(factsOf(await office().json("report pathway stem 3y")).X60);
      expect(factsOf(await office().json('metric X60 3y pathway:"BFI"')).X60).toBe(0);
    });

    it("suggests pathways and selections as one types", async () => {
      expect(await office().suggested("report pathway", "which", "trade")).toEqual(["Construction/Trades"]);
    });
  });

  describe("report students and report attendance", () => {
    it("T22 give a district viewer the counts of their districts, and refuse another's", async () => {
      const viewer = { as: "district", districts: ["Grandview School District"] } as const;
      for (const line of ["report students 3y", "report attendance 3y"]) {
        const own = await office().json(line, viewer);
        const asStaff = await office().json(`${line} district:"Grandview School District"`);
        expect(factsOf(own).M10, line).toBe(factsOf(asStaff).M10);
        expect(factsOf(own).M10, line).toBeGreaterThan(0);
        expect(own.provenance?.filters.district, line).toBe("Grandview School District");
        expect(own.tables.map(({ key }) => key)).not.toContain("students");
        const other = await office().failure(`${line} district:"Center School District"`, viewer);
        expect(other.code).toBe("not_allowed");
      }
      const homes = rowsOf(await office().json("report students 3y", viewer), "by_home_district");
      expect(homes.map(({ home_district }) => home_district)).toEqual(["Grandview School District"]);
    });

    it("ask for the period", async () => {
      expect((await office().ask("report students")).missing).toEqual(["period"]);
      expect((await office().ask("report attendance")).missing).toEqual(["period"]);
    });

    it("have a column for everything that is recorded of an event's attendance", async () => {
      const json = await office().json("report attendance SY25-26 sort:students", { at: "terminal" });
      expect(columnsOf(json, "events")).toEqual([
        "date",
        "event",
        "districts",
        "school",
        "format",
        "M20",
        "X10",
        "M10",
        "rooms",
        "rotations",
        "X115",
        "M110",
        "missing",
        "record",
      ]);
      const students = rowsOf(json, "events").flatMap(({ X10 }) => (typeof X10 === "number" ? [X10] : []));
      expect(students).toEqual([...students].sort((a, b) => b - a));
      expect(students.length).toBeGreaterThan(5);
    });
  });

  describe("selection", () => {
    const staff = { as: "staff", who: "U0FUNDER1" } as const;
    const eventsOf = async (name: string) => rowsOf(await office().json(`selections "${name}"`), "events");

    it("keeps events by id and title, holds a report to them, and is audited", async () => {
      const [first, second] = await held();
      const added = await office().reply(`selection "Funder A" add ${first?.source_id}, ${second?.source_id}`, staff);
      expect(added.text).toBe("2 events added. “Funder A” has 2 events now.");
      expect((await eventsOf("funder a")).map(({ session }) => session).sort()).toEqual(
        [first?.title, second?.title].sort(),
      );
      const report = await office().json('report students 5y selection:"Funder A"', { at: "terminal" });
      expect(factsOf(report).X60).toBe(2);
      expect(report.provenance?.filters).toMatchObject({ event: "selection “Funder A”" });
      const [entry] = await office().pool.db.auditEntry.findMany({
        where: { actor: "U0FUNDER1", kind: "write" },
        orderBy: { id: "desc" },
        take: 1,
      });
      expect(entry?.command).toBe("selection");
      expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({
        change: "add",
        events: [first?.source_id, second?.source_id],
      });
    });

    it("adds nothing twice, takes out what is named, and undoes both", async () => {
      const [first, second] = await held();
      await office().reply(`selection "Funder B" add ${first?.source_id}`);
      const again = await office().reply(`selection "Funder B" add ${first?.source_id} ${second?.source_id}`);
      expect(again.text).toBe("1 event added; 1 was in it already. “Funder B” has 2 events now.");
      await office().reply(undoOf(again));
      expect(await eventsOf("Funder B")).toHaveLength(1);
      const gone = await office().reply(`selection "Funder B" remove ${first?.source_id}`);
      expect(gone.text).toBe("1 event taken out. “Funder B” has 0 events now.");
      expect(factsOf(await office().json('report pathway 5y selection:"Funder B"')).X60).toBe(0);
      await office().reply(undoOf(gone));
      expect(await eventsOf("Funder B")).toHaveLength(1);
      const none = await office().reply(`selection "Funder B" remove ${second?.source_id}`);
      expect(none.text).toBe("Nothing was taken out: it was not in it. “Funder B” has 1 event now.");
    });

    it("can be deleted, and brought back", async () => {
      const [first] = await held();
      await office().reply(`selection "Funder C" add ${first?.source_id}`);
      const deleted = await office().reply('selection "Funder C" delete');
      expect(deleted.text).toBe("The selection “Funder C” of 1 event is deleted; its events stay as they are.");
      expect((await office().failure('report pathway 3y selection:"Funder C"')).code).toBe("not_found");
      await office().reply(undoOf(deleted));
      expect(await eventsOf("Funder C")).toHaveLength(1);
      const listed = rowsOf(await office().json("selections"), "selections").map(({ selection }) => selection);
      expect(listed).toContain("Funder C");
      expect(await office().suggested("report pathway", "selection", "funder c")).toEqual(["Funder C"]);
    });

    it("offers the events that a title fits, one by one and all together", async () => {
      const [shared] = await office().pool.query<{ title: string; events: number }>(SHARED_TITLE);
      const ask = await office().ask(`selection "Funder D" add "${shared?.title}"`);
      expect(ask.missing).toEqual(["events"]);
      expect(ask.choices.length).toBeGreaterThan(2);
      await office().reply(ask.choices[0]?.line ?? "");
      expect(await eventsOf("Funder D")).toHaveLength(1);
      await office().reply(ask.choices.at(-1)?.line ?? "");
      expect(await eventsOf("Funder D")).toHaveLength(ask.choices.length - 1);
    });

    it("says what it does not know: an event, a selection, what to add", async () => {
      expect((await office().failure('selection "Funder A" add "Qwxyz of nothing"')).text).toBe(
        "No event is called “Qwxyz of nothing”. Expected an id of Salesforce or Pathful, or words of its title.",
      );
      expect((await office().failure('selection "Nobody" delete')).text).toContain(
        "There is no selection called “Nobody”.",
      );
      expect((await office().failure('selection "Funder A" add')).code).toBe("argument_missing");
      expect((await office().failure('selection "…" add x')).code).toBe("argument_invalid");
      const viewer = { as: "district", districts: ["Grandview School District"] } as const;
      expect((await office().failure('selection "Funder A" delete', viewer)).code).toBe("not_allowed");
    });

    async function held() {
      return office().pool.db.event.findMany({
        where: { status: "Completed", deleted_at: null, source: "salesforce", local_date: { gte: "2023-08-01" } },
        orderBy: { source_id: "asc" },
        take: 2,
        select: { source_id: true, title: true },
      });
    }

    function undoOf({ actions }: { readonly actions: readonly { readonly label: string; readonly line: string }[] }) {
      const undo = actions.find(({ label }) => label === "Undo");
      if (undo === undefined) throw new Error("there is no Undo");
      return undo.line;
    }
  });
});
