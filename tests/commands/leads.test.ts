import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellsOf, SalesOffice } from "../leads/delivery/sales-office.js";
import { fillFiles, fillLeads, fillRows, fillSalesforce, MONTHS, phoneOf } from "../leads/list/filled.js";
import { onBothEngines } from "../pool/engines.js";

const CAPACITY = { field: "capacity", was: "20", now: "24", file_id: 1, file_date: MONTHS[0] };

onBothEngines((engine) => {
  let office: SalesOffice;
  beforeAll(async () => {
    office = await SalesOffice.open(engine);
    const { pool } = office;
    await fillFiles(pool, [
      { id: 1, source: "source_1", date: MONTHS[0] },
      { id: 2, source: "source_2", date: MONTHS[1] },
    ]);
    await fillLeads(pool, [
      {
        id: 1,
        company: "Little Stars Academy",
        person: "Maria Garcia",
        email: "maria@example.org",
        firstDate: MONTHS[0],
      },
      { id: 2, company: "Little Stars North", sources: ["source_1", "source_2"], state: "TX", firstDate: MONTHS[1] },
      { id: 3, company: "Quiet House", phone: null, state: "TX" },
      { id: 4, company: "Known House", standing: "known", isConverted: true },
      { id: 5, company: "Changed House", standing: "updated", differences: [CAPACITY], stage: "Contacted" },
      ...Array.from({ length: 30 }, (_, place) => ({ id: 100 + place, company: `Oklahoma ${place}`, state: "OK" })),
    ]);
    await fillSalesforce(pool, "00Q000000000000005", "Working");
    await fillRows(pool, [
      {
        version: 1,
        source: "source_1",
        rowKey: "A",
        lead: 3,
        company: "Quiet House",
        phone: null,
        problems: [{ field: "phone", problem: "phone_invalid", came: "call Bob" }],
        seen: { 1: 17 },
      },
      {
        version: 2,
        source: "source_1",
        rowKey: "B",
        lead: 5,
        company: "Changed House",
        capacity: 20,
        seen: { 1: 3 },
        stands: false,
      },
      { version: 3, source: "source_2", rowKey: "C", lead: 5, company: "Changed House", capacity: 24, seen: { 2: 3 } },
    ]);
  });
  afterAll(() => office.close());

  const companies = async (line: string) => cellsOf(await office.reply(line), "leads", "company").flat();

  describe("leads", () => {
    it("answers in one sentence, then lists", async () => {
      const all = await office.reply("leads state:TX");
      expect(all.text).toBe("2 leads for state TX: 2 new, 0 known, 0 updated.");
      expect(cellsOf(all, "leads", "company", "standing", "sources", "first", "first_file")).toEqual([
        ["Quiet House", "● New", "source_1", MONTHS[2], "source_1_2026-09-01.csv"],
        ["Little Stars North", "● New", "source_1, source_2", MONTHS[1], "source_1_2026-09-01.csv"],
      ]);
      expect(all.notices.map(({ text }) => text)).toContain("Newest files: source_1 1 Sep 2026, source_2 1 Oct 2026.");
    });

    it("takes its view as the first word, and filters behind it", async () => {
      expect(await companies("leads new state:NV,TX")).toEqual([
        "Quiet House",
        "Little Stars North",
        "Little Stars Academy",
      ]);
      expect(await companies("leads little stars")).toEqual(["Little Stars North", "Little Stars Academy"]);
      expect(await companies("leads new little stars source:source_2")).toEqual(["Little Stars North"]);
      expect(await companies("leads new -state:OK since:2026-11-01")).toEqual(["Quiet House"]);
      expect((await office.reply("leads since:2026-11")).provenance?.filters).toEqual({ since: "Nov 2026" });
      expect(await companies("leads converted:yes")).toEqual(["Known House"]);
      expect(await companies("leads state:Texas sort:company")).toEqual(["Little Stars North", "Quiet House"]);
      expect(await companies('leads source:"Licensing register (source 1)" state:TX')).toHaveLength(2);
    });

    it("says of updated ones what changed, from and to, and how they are in Salesforce", async () => {
      const updated = await office.reply("leads updated");
      expect(updated.text).toBe("1 known lead of which our lists say something else than Salesforce.");
      expect(cellsOf(updated, "leads", "company", "changed", "changes", "status", "stage")).toEqual([
        ["Changed House", "capacity", "capacity 20 → 24", "Working", "Contacted"],
      ]);
    });

    it("shows the overlap as leads, and as a table of lists by lists", async () => {
      const overlap = await office.reply("leads overlap");
      expect(overlap.text).toBe("1 lead in two sources or more: 1 new, 0 known, 0 updated.");
      expect(overlap.tables[1]?.rows).toEqual([
        ["Licensing register (source 1)", 35, 1, 34],
        [expect.stringContaining("source 2"), 1, 1, 0],
      ]);
    });

    it("shows rows that cannot be used with what came, of which file and line", async () => {
      const invalid = await office.reply("leads invalid");
      expect(invalid.text).toBe("1 row cannot be used whole: 1 without a usable phone, 0 without a usable address.");
      expect(cellsOf(invalid, "rows", "company", "problem", "came", "file", "line")).toEqual([
        ["Quiet House", "phone is not ten digits", "“call Bob”", "source_1_2026-09-01.csv", 17],
      ]);
      expect((await office.reply("leads invalid state:OK")).text).toBe("Every row for state OK can be used whole.");
    });

    it("refuses to filter rows by what leads alone have, instead of leaving it aside", async () => {
      for (const filter of ["stage:Contacted", "converted:yes", "taken:no"])
        expect(await office.failure(`leads invalid ${filter}`)).toContain("stage:, converted: and taken: are of leads");
    });

    it("says why leads have no match, and which of them can have none", async () => {
      const unmatched = await office.reply("leads unmatched state:TX,NV");
      expect(unmatched.text).toBe("3 leads for state TX or NV without a match in Salesforce.");
      expect(unmatched.facts.map(({ label, value }) => [label, value])).toEqual([["Without a usable phone", 1]]);
      expect(cellsOf(unmatched, "leads", "company", "why").slice(0, 2)).toEqual([
        ["Quiet House", "no usable phone to match by"],
        ["Little Stars North", "in no Salesforce lead by phone, mobile or identity"],
      ]);
    });

    it("reads a page at a time, and a file whole", async () => {
      const first = await office.reply("leads state:OK sort:company");
      expect(first.tables[0]?.rows).toHaveLength(10);
      expect(first.page).toMatchObject({ number: 1, of: 30 });
      const last = await office.reply("leads state:OK page:9");
      expect(last.page).toMatchObject({ number: 3, of: 30 });
      expect((await office.reply("leads state:OK as:csv")).tables[0]?.rows).toHaveLength(30);
      expect((await office.reply("leads state:OK", { as: "admin", at: "terminal" })).tables[0]?.rows).toHaveLength(30);
    });

    it("says what was searched where nothing is found, and which lists there are", async () => {
      const none = await office.reply("leads new state:KS county:Clark");
      expect(none.text).toBe("No new leads for state KS, county Clark.");
      expect(none.tables[0]?.empty).toContain("No new leads for state KS, county Clark.");
      expect(await office.failure("leads source:source_9")).toContain("Expected one of source_1, source_2, source_3");
    });

    it("shows no contact in a channel, and nothing to district viewers", async () => {
      const told = JSON.stringify(await office.reply("leads little stars", { at: "channel" }));
      expect(told).toContain("Little Stars Academy");
      expect(told).not.toMatch(/Maria|example\.org|555-0001|Main St/);
      expect(JSON.stringify(await office.reply("leads invalid", { at: "channel" }))).not.toContain("call Bob");
      const ofPhone = await office.reply(`leads ${phoneOf(1)}`, { at: "channel" });
      expect(ofPhone.text).toBe("Leads with a phone number");
      expect(JSON.stringify(ofPhone)).not.toContain(phoneOf(1));
      expect((await office.reply(`leads ${phoneOf(1)}`)).text).toContain(`1 lead for “${phoneOf(1)}”`);
      expect(await office.failure("leads", { as: "district" })).toContain(
        "is for administrators, staff and coordinators",
      );
      expect(JSON.stringify(await office.reply("leads little stars", { as: "coordinator" }))).toContain(
        "maria@example.org",
      );
    });
  });

  describe("lead", () => {
    it("tells the whole story of one, however it is called", async () => {
      const story = await office.reply("lead changed house");
      expect(story.text).toBe("Changed House, Mesquite, NV: △ Updated, in source_1 since 1 Nov 2026 (1 file, 1 line).");
      expect(story.facts.find(({ key }) => key === "salesforce")?.value).toContain("/Lead/00Q000000000000005/");
      expect(cellsOf(story, "differences", "field", "was", "now")).toEqual([["capacity", "20", "24"]]);
      expect(cellsOf(await office.reply(`lead ${phoneOf(1)}`), "fields", "field", "value", "source")).toContainEqual([
        "contact",
        "Maria Garcia",
        "source_1",
      ]);
    });

    it("offers the choices where several fit, each by a line that means one alone", async () => {
      const outcome = await office.run("lead little stars");
      if (outcome.kind !== "ask") throw new Error("expected a question");
      expect(outcome.ask.text).toBe("2 leads fit “little stars”. Which one?");
      const [first] = outcome.ask.choices;
      expect(first?.label).toBe("Little Stars Academy, Mesquite, NV");
      expect((await office.reply(first?.line ?? "")).title).toBe("Little Stars Academy");
    });

    it("says what was expected where nothing fits", async () => {
      expect(await office.failure("lead zzz")).toContain("No lead is called “zzz”");
    });

    it("shows no contact in a channel", async () => {
      const told = JSON.stringify(await office.reply("lead little stars academy", { at: "channel" }));
      expect(told).not.toMatch(/Maria|example\.org|2095550001|555-0001|Main St/);
    });
  });
});
