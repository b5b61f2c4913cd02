import { describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/domain/index.js";
import { METRICS } from "../../src/metrics/index.js";
import { CALENDAR } from "../figures/world.js";
import { plainCompany, plainFigures } from "../plain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

const HILLS = "Hill's Pet Nutrition";
const YEARS = parsePeriod("3y", CALENDAR);
const window = { start: YEARS.start ?? "", end: YEARS.end ?? "" };
const GRANDVIEW = "Grandview School District";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const plain = () => {
    const { world } = office();
    return { rows: world.rows(), rules: { ...world.rules, ...window } };
  };

  describe("report org", () => {
    it("answers the first question: Hill's over three years, as the plain calculation has it", async () => {
      const { rows, rules } = plain();
      const hills = plainCompany(rows, { ...rules, organization: HILLS });
      const json = await office().json('report org "Hill\'s" 3y', { as: "coordinator", at: "terminal" });
      const facts = Object.fromEntries(json.facts.map(({ key, value }) => [key, value]));
      expect(facts).toMatchObject({ X60: hills.sessions, M20: hills.M20, M30: hills.M30, X13: hills.studentsReached });
      expect(json.title).toContain(HILLS);
      expect(json.provenance).toMatchObject({ period: window, filters: { organisation: HILLS } });
      expect(json.files.map(({ name }) => name)).toEqual(["hills-pet-nutrition.xlsx", "hills-pet-nutrition.csv"]);
    });

    it("takes three school years where no period is said, and several periods apart", async () => {
      expect((await office().json(`report org ${HILLS}`)).provenance?.period).toEqual(window);
      const apart = await office().json(`report org ${HILLS} SY24-25, SY25-26`, { at: "terminal" });
      expect(rowsOf(apart, "by_period").map(({ period }) => period)).toEqual(["SY24-25", "SY25-26"]);
    });

    it("offers what a part of a name fits, with a line that remembers the choice", async () => {
      const ask = await office().ask("report org prairie signal SY24-25");
      expect(ask.text).toBe("2 organisations are near “prairie signal”. Which one do you mean?");
      expect(ask.choices.map(({ label }) => label)).toEqual([
        "Prairie Signal Software",
        "Prairie Signal Software, Inc.",
      ]);
      const [first] = ask.choices;
      expect((await office().reply(first?.line ?? "")).title).toContain("Prairie Signal Software:");
    });

    it("remembers the choice, shows the report, and understands the name from then on", async () => {
      const { choices } = await office().ask("report org prairie signal SY24-25");
      const remembered = await office().reply(choices[1]?.rememberLine ?? "");
      expect(remembered.text).toBe("From now on “prairie signal” means Prairie Signal Software, Inc.");
      const [show] = remembered.actions;
      const shown = await office().reply(show?.line ?? "");
      expect(shown.title).toContain("Prairie Signal Software, Inc.");
      expect(shown.provenance?.period).toMatchObject({ start: "2024-08-01", end: "2025-07-31" });
      expect((await office().reply("report org prairie signal")).title).toContain("Prairie Signal Software, Inc.");
    });

    it("finds an organisation by its Salesforce id", async () => {
      const account = await office().pool.db.organization.findFirst({ where: { name: HILLS } });
      expect((await office().reply(`report org ${account?.source_id}`)).title).toContain(HILLS);
    });

    it("suggests where else to look when nothing fits", async () => {
      const failure = await office().failure("report org Qwxyz Unlimited");
      expect(failure).toMatchObject({ code: "not_found", status: 2 });
      expect(failure.suggestions).toEqual([
        { label: "Search everything for it", line: 'trace what:"Qwxyz Unlimited"' },
      ]);
    });

    it("asks for the organisation where none is said, with names to choose from", async () => {
      const ask = await office().ask("report org");
      expect(ask.missing).toEqual(["org"]);
      expect(ask.choices.length).toBeGreaterThan(0);
      expect((await office().ask("report org", { at: "slash" })).choices).toEqual([]);
    });

    it("names nobody in a channel: volunteers are counted, not listed", async () => {
      const line = `report org ${HILLS} 3y`;
      const told = await office().everythingTold(line, { at: "channel" });
      const names = rowsOf(await office().json(line, { at: "terminal" }), "by_volunteer").map(
        ({ volunteer }) => volunteer,
      );
      expect(names.length).toBeGreaterThan(5);
      for (const name of names) expect(told).not.toContain(name);
    });

    it("makes a file name that any system takes, of the longest name", async () => {
      const names = await office().pool.db.organization.findMany({
        where: { deleted_at: null },
        select: { name: true },
      });
      const longest = names.map(({ name }) => name).sort((a, b) => b.length - a.length)[0] ?? "";
      expect(longest.length).toBeGreaterThan(200);
      const { files } = await office().reply(`report org "${longest}" 3y`);
      for (const { name } of files) expect(name).toMatch(/^[\p{L}\p{N}-]{1,60}\.(xlsx|csv)$/u);
    });
  });

  describe("metric", () => {
    it("shows a figure by its id, this school year where no period is said", async () => {
      const year = parsePeriod("SY26-27", CALENDAR);
      const { rows, rules } = plain();
      const { total } = plainFigures(rows, { ...rules, start: year.start ?? "", end: year.end ?? "" });
      const json = await office().json("metric M20", { at: "terminal" });
      expect(json.facts).toMatchObject([{ key: "M20", metric: "M20", value: total.M20 }]);
    });

    it.each([
      ["unique volunteers", "M20"],
      ["hours", "M30"],
      ["Total volunteer hours", "M30"],
      ["m61", "M61"],
    ])("understands %j", async (words, id) => {
      expect((await office().json(`metric ${words} SY24-25`)).facts[0]?.key).toBe(id);
    });

    it("asks which one where several fit the words, and never guesses", async () => {
      const ask = await office().ask("metric session 3y");
      expect(ask.choices.map(({ label }) => label)).toEqual(
        expect.arrayContaining(["M60 Total events and sessions", "M61 Virtual sessions", "X60 Sessions held"]),
      );
      const [first] = ask.choices;
      const chosen = await office().reply(first?.line ?? "");
      expect(chosen.title).toBe(first?.label);
      expect(chosen.provenance?.period?.start).toBe(window.start);
    });

    it("by a dimension, with a filter, as the plain calculation has it", async () => {
      const { rows, rules } = plain();
      const { groups } = plainFigures(rows, { ...rules, where: { district: [GRANDVIEW] }, by: "event_type" });
      const json = await office().json(`metric M60 3y district:Grandview by:type`, { at: "terminal" });
      const told = Object.fromEntries(rowsOf(json, "by_event_type").map((row) => [row.event_type, row.M60]));
      expect(Object.values(told).sort()).toEqual(
        [...groups.values()]
          .map(({ M60 }) => M60)
          .filter((n) => n > 0)
          .sort(),
      );
      expect(json.provenance?.filters).toEqual({ district: GRANDVIEW });
    });

    it("gives several periods a column each and one together", async () => {
      const json = await office().json("metric M30 SY24-25, SY25-26 by:format", { at: "terminal" });
      expect(columnsOf(json, "by_format")).toEqual([
        "format",
        "sy24_25",
        "sy25_26",
        "sy25_26_change",
        "sy25_26_change_percent",
        "together",
        "share",
      ]);
    });

    it("explains its definition, rulings and SQL", async () => {
      const json = await office().json("metric M30 explain", { at: "terminal" });
      expect(json.tables.map(({ key }) => key)).toEqual(["rulings", "sql", "parameters"]);
      expect(rowsOf(json, "rulings").map(({ id }) => id)).toEqual(expect.arrayContaining(["A1", "A2", "EX4"]));
    });

    it("lists the records behind a figure: as many as it counts", async () => {
      const figure = await office().json("metric X20 SY24-25", { at: "terminal" });
      const records = await office().json("metric X20 SY24-25 records", { at: "terminal" });
      expect(rowsOf(records, "records")).toHaveLength(Number(figure.facts[0]?.value));
      expect(columnsOf(records, "records")).toContain("person_name");
      const told = await office().json("metric X20 SY24-25 records", { at: "channel" });
      expect(columnsOf(told, "records")).not.toContain("person_name");
    });

    it.each([
      ["metric M20 district:Grandveiw", "There is no district called “Grandveiw”."],
      ['metric M60 school:"Kaw Point High Schol"', "Did you mean Kaw Point High School?"],
      ['metric M20 org:"Hill\'s Pet Nutritoin"', "Did you mean Hill's Pet Nutrition?"],
    ])("names what is near for %s", async (line, words) => {
      const failure = await office().failure(line);
      expect(failure).toMatchObject({ code: "not_found", status: 2 });
      expect(failure.text).toContain(words);
    });

    it("says that several organisations are called so, rather than take one", async () => {
      const failure = await office().failure('metric M30 org:"prairie signal software"');
      expect(failure.text).toBe(
        "Several fit “prairie signal software”: “Prairie Signal Software”, “Prairie Signal Software, Inc.”. Expected one of them, letter for letter.",
      );
      expect((await office().reply('metric M30 org:"Prairie Signal Software"')).provenance?.filters).toEqual({
        organisation: "Prairie Signal Software",
      });
    });

    it("refuses a dimension that a metric is not kept by", async () => {
      expect((await office().failure("metric M73 by:volunteer")).code).toBe("argument_invalid");
      expect((await office().failure("metric M20 by:colour")).code).toBe("argument_invalid");
    });

    it("says that no figure has such a name", async () => {
      const failure = await office().failure("metric happiness");
      expect(failure.code).toBe("not_found");
      expect(failure.suggestions).toEqual([{ label: "All figures", line: "help metric" }]);
      const [allTime] = (await office().failure("metric M20 all by:district")).suggestions;
      expect(allTime?.label).toBe("M20, all time");
      expect((await office().json(allTime?.line ?? "")).title).toContain("M20");
    });

    it.each([
      ["volunteers", "Metrics Bible v1.0 with rulings r1"],
      ["status", "Our own figures, not in the Metrics Bible v1.0 (rulings r1)"],
      ["leads", "Our own figures, not in the Metrics Bible v1.0 (rulings r1)"],
      ["tickets", null],
      ["duplicates", null],
      ["quarantine", null],
    ])("and %s names in its footer whose definitions its figures follow, if it has any", async (line, bible) => {
      expect((await office().json(line, { at: "terminal" })).provenance?.bible).toBe(bible);
    });

    it("answers for every metric there is", async () => {
      for (const { id } of METRICS) {
        const json = await office().json(`metric ${id} 3y`, { at: "terminal" });
        expect(json.title, id).toContain(id);
        expect(json.provenance?.bible, id).toContain("Metrics Bible v1.0");
      }
    });
  });
});
