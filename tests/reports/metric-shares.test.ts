import { describe, expect, it } from "vitest";
import { findAttribution } from "../../src/metrics/index.js";
import { renderJson, renderText } from "../../src/reply/index.js";
import { attributionReply, explainReply, metricReply, recordsReply } from "../../src/reports/index.js";
import { days, ORGANIZATION, TODAY, year } from "../metrics/asking.js";
import { inPool } from "../metrics/in-pool.js";
import { onBothEngines } from "../pool/engines.js";

/** Three virtual sessions of this year: one local, two of colour, one of them still to come. */
onBothEngines((engine) => {
  const given = inPool(engine, (small) => {
    const virtual = (date: string, status = "Completed") => small.event({ date, status, format: "virtual" });
    const present = (event: number, contact: number) => small.participation({ event, contact, type: "Presenter" });
    const first = virtual("2025-09-01");
    present(first, small.person("Near", { local: "local", race: "white" }));
    present(first, small.person("Far", { local: "non_local", race: "black" }));
    virtual("2025-09-02");
    virtual("2026-04-01", "Confirmed");
    const ratio = small.event({ date: "2025-09-03" });
    small.attendance({ event: ratio, students: 60, rooms: 3, rotations: 2 });
    const other = small.event({ date: "2025-09-04" });
    small.attendance({ event: other, students: 65, rooms: 3, rotations: 2 });
    small.attendance({ event: small.event({ date: "2025-09-05" }), students: 10, rooms: 1, rotations: 1 });
  });
  const circumstances = { today: TODAY, now: "2026-02-15T18:00:00.000Z", sample: true, periods: [year(2025)] };
  const ask = (metric: string, extra: object = {}) =>
    metricReply(given.pool(), ORGANIZATION, { metric, ...circumstances, ...extra });

  describe("a share in percent (M83)", () => {
    it("is a number from 0 to 100 in JSON, unrounded, with its unit and the two counts it rests on", async () => {
      const { facts } = renderJson(await ask("M83"));
      expect(facts.map(({ key, value, unit }) => [key, value, unit])).toEqual([
        ["M83", expect.closeTo(100 / 3, 9), "%"],
        ["M81", 1, "sessions"],
        ["M61", 3, "virtual sessions"],
      ]);
    });

    it("is said with one decimal, its sign and its counts", async () => {
      const reply = await ask("M83");
      expect(reply.text).toBe(
        "Share of local sessions (virtual): 33.3% in SY25-26 to date (1 Aug 2025 – 31 Jul 2026) (1 session of 3 virtual sessions).",
      );
      expect(renderText(reply)).toContain("33.3%");
      const average = await ask("M111");
      expect(average.text).toContain("Average students per volunteer (in person): 31 in");
      expect(average.facts[0]).toMatchObject({ value: 31, unit: "students per volunteer" });
    });

    it("says in words that there was no virtual session", async () => {
      const none = await ask("M83", { periods: [days("2020-01-01", "2020-12-31")] });
      expect(none.facts[0]?.value).toBe(0);
      expect(none.text).toContain("0%, as there was no virtual session in ");
    });

    it("is explained by both statements, and by the share of the sessions held", async () => {
      const reply = await explainReply(given.pool(), ORGANIZATION, { metric: "M83", ...circumstances });
      expect(reply.tables.map(({ key }) => key)).toEqual(["rulings", "sql", "parameters", "sql_2", "parameters_2"]);
      expect(reply.tables[1]?.title).toBe("SQL as it runs: M81 Local sessions (virtual)");
      expect(reply.tables[3]?.title).toBe("SQL as it runs: M61 Virtual sessions");
      expect(reply.facts.find(({ key }) => key === "share_of_held")).toMatchObject({ value: 50, note: "1 of 2" });
    });
  });

  describe("what is said of people's colour (M82, M84, M90)", () => {
    it("shows no small group to anybody, with the rule beside it", async () => {
      const reply = await ask("M90");
      expect(reply.facts[0]).toMatchObject({ value: "<5", sensitivity: "open" });
      expect(reply.text).toBe("Professionals of colour: <5 in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).");
      expect(reply.notices.map(({ text }) => text)).toContain(
        "Fewer than 5 people are shown as <5; where one group alone is that small, the next smallest is withheld too.",
      );
      expect((await ask("M84")).facts.map(({ value }) => value)).toEqual(["<5 presenters", "<5 presenters", 3]);
    });

    it("shows it where it may be shown, as demographic: nothing of it stands in what is open", async () => {
      const reply = await ask("M84", { smallGroups: "shown", by: "month" });
      expect(reply.facts.map(({ key, sensitivity }) => [key, sensitivity])).toEqual([
        ["M84", "demographic"],
        ["M82", "demographic"],
        ["M61", "open"],
      ]);
      expect(reply.sensitivity).toBe("demographic");
      expect(reply.openText).not.toContain("33.3%");
      expect(reply.tables[0]?.columns.map(({ key, sensitivity }) => [key, sensitivity])).toEqual([
        ["month", "open"],
        ["M84", "demographic"],
      ]);
    });

    it("lists whom it counts as demographic from the first to the last cell, and their number too", async () => {
      const reply = await recordsReply(given.pool(), ORGANIZATION, { metric: "M90", ...circumstances });
      expect(new Set(reply.tables[0]?.columns.map(({ sensitivity }) => sensitivity))).toEqual(new Set(["demographic"]));
      expect(reply.sensitivity).toBe("demographic");
      expect(reply.openText).toBe(
        "The records behind Professionals of colour in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(reply.provenance?.counts).toEqual({});
    });
  });

  describe("first-time volunteers (M92)", () => {
    it("says before which day nothing is known", async () => {
      expect((await ask("M92")).notices.map(({ text }) => text)).toContain(
        "The data has no volunteer before 1 Sep 2025: who came earlier counts as new. The period begins no later than that, so everybody in its first events does.",
      );
    });
  });
});

describe("rules without a figure (M50, M51)", () => {
  it.each(["M50", "m51", "district attribution"])(
    "%s is explained, and whoever asks for its figure is told",
    (text) => {
      const rule = findAttribution(text);
      if (rule === null) throw new Error("not found");
      expect(attributionReply(rule, "explain").text).toBe(rule.definition);
      expect(attributionReply(rule, "figure").text).toBe(
        `${rule.id} is a rule and has no figure of its own. ${rule.definition}`,
      );
    },
  );

  it("are no metrics", () => {
    expect(findAttribution("M60")).toBeNull();
    expect(findAttribution("attribution")).toBeNull();
  });
});
