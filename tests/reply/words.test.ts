import { describe, expect, it } from "vitest";
import {
  clamp,
  cleanLine,
  column,
  counted,
  countWithShare,
  fact,
  footerSentence,
  renderBlocks,
  reply,
  showCell,
  showFact,
  showInstant,
  showPeriod,
  table,
} from "../../src/reply/index.js";
import { provenance } from "./sample.js";

describe("values in words", () => {
  it("have thousands separators, percentages beside counts, readable dates", () => {
    expect(showCell(12643, "integer")).toBe("12,643");
    expect(showCell(1234.56, "hours")).toBe("1,234.6");
    expect(showCell(0.3333, "percent")).toBe("33.3%");
    expect(countWithShare(45, 140)).toBe("45 (32.1%)");
    expect(countWithShare(0, 0)).toBe("0");
    expect(showCell("2026-02-05", "date")).toBe("5 Feb 2026");
    expect(showCell("2026-02", "month")).toBe("Feb 2026");
    expect(showCell("Not recorded", "month")).toBe("Not recorded");
    expect(showCell("2026-07-15T16:30:00.000Z", "instant", { timeZone: "America/Chicago" })).toBe("15 Jul 2026 11:30");
    expect(showInstant("2026-02-15T16:00:00.000Z", "America/Chicago")).toBe("15 Feb 2026 10:00 CST");
    expect(counted(1, "volunteer")).toBe("1 volunteer");
    expect(counted(1200, "volunteer")).toBe("1,200 volunteers");
    expect(counted(0, "person", "people")).toBe("0 people");
  });

  it("never show a gap as 0", () => {
    expect(showCell(null, "integer")).toBe("—");
    expect(showCell(Number.NaN, "number")).toBe("—");
    expect(showCell("", "text")).toBe("—");
    expect(showFact(fact("M73", "Unique virtual students", null, "integer", "open", { note: "not tracked" }))).toBe(
      "not known (not tracked)",
    );
    expect(showCell(-0, "integer")).toBe("0");
  });

  it("put the unit and the note behind the number", () => {
    const hours = fact("M30", "Given", 31.25, "hours", "open", { note: "1 by fall-back" });
    expect(showFact(hours)).toBe("31.3 hours (1 by fall-back)");
    expect(showFact(fact("M61", "Virtual", 12, "integer", "open", { unit: "sessions" }))).toBe("12 sessions");
  });

  it("leave out a unit that the label names already", () => {
    const virtual = fact("X61", "Sessions held virtually", 4, "integer", "open", { unit: "virtual sessions held" });
    expect(showFact(virtual)).toBe("4");
  });

  it("are free of what hides or reorders text, and are never cut inside a character", () => {
    expect(cleanLine("\u202eevil\u0000 \u200b x\n\ty\ud800")).toBe("evil x y\ufffd");
    expect(cleanLine("👩‍👧")).toBe("👩‍👧");
    expect(clamp("abcdef", 4)).toBe("abc…");
    expect(clamp("a😀😀", 3)).toBe("a…");
  });
});

describe("the footer", () => {
  it("names no definitions where there is no figure", () => {
    expect(footerSentence({ ...provenance, bible: null }, { timeZone: "America/Chicago" })).toMatch(/^1 Aug 2023 – /);
  });

  it("says definitions, exact dates, filters, freshness, what was left out, and that it is sample data", () => {
    expect(footerSentence(provenance, { timeZone: "America/Chicago" })).toBe(
      "Metrics Bible v1.0 with rulings r1 · 1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26) · filters: org Hill's Pet Nutrition · " +
        "Salesforce as of 15 Feb 2026 10:00 CST · Pathful never synced · excluded 2, estimated 3 · SAMPLE DATA",
    );
  });

  it("names filters in words", () => {
    expect(footerSentence({ ...provenance, filters: { school_level: "High" } })).toContain(
      "filters: school level High",
    );
  });

  it("says once how fresh sources are that were read in the same minute", () => {
    const freshness = {
      salesforce: "2026-02-15T16:00:10.000Z",
      attendance: "2026-02-15T16:00:40.000Z",
      "pathful-sessions": "2026-02-14T09:00:00.000Z",
      "virtual-log": null,
    };
    expect(footerSentence({ ...provenance, freshness })).toContain(
      " · Salesforce, Students reached as of 15 Feb 2026 16:00 UTC · Pathful as of 14 Feb 2026 09:00 UTC · Old virtual log never synced · ",
    );
  });

  it("leads to where the organisation explains its figures", () => {
    const explained = { ...provenance, handbook: "https://example.org/figures?a=1&b=2" };
    expect(footerSentence(explained)).toContain(" · explained at https://example.org/figures?a=1&b=2 · SAMPLE DATA");
    const { blocks } = renderBlocks(reply({ title: "T", text: "T.", sensitivity: "open", provenance: explained }));
    expect(JSON.stringify(blocks)).toContain("<https://example.org/figures?a=1&amp;b=2|How these figures are defined>");
    expect(JSON.stringify(blocks)).not.toContain("explained at");
  });

  it("names every setting that differs from the default", () => {
    const set = { ...provenance, deviations: ["studentsPerClassroom = 30"], filters: {}, counts: {}, sample: false };
    expect(footerSentence(set)).toBe(
      "Metrics Bible v1.0 with rulings r1 · 1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26) · " +
        "Salesforce as of 15 Feb 2026 16:00 UTC · Pathful never synced · set differently here: studentsPerClassroom = 30",
    );
  });

  it("says open ends in words", () => {
    expect(showPeriod({ start: "2023-08-01", end: null, label: "" })).toBe("since 1 Aug 2023");
    expect(showPeriod({ start: null, end: "2023-08-01", label: "" })).toBe("until 1 Aug 2023");
    expect(showPeriod({ start: null, end: null, label: "" })).toBe("all dates");
    expect(showPeriod({ start: "2023-08-01", end: "2023-08-01", label: "" })).toBe("1 Aug 2023");
  });
});

describe("the unit of a fact", () => {
  const shown = (value: number, unit: string) => showFact(fact("k", "Held", value, "integer", "open", { unit }));

  it("is of one where there is one", () => {
    expect(shown(1, "events")).toBe("1 event");
    expect(shown(1, "virtual sessions held")).toBe("1 virtual session held");
    expect(shown(0, "events")).toBe("0 events");
    expect(shown(21, "volunteers")).toBe("21 volunteers");
    expect(showFact(fact("h", "Given", 1, "hours", "open"))).toBe("1 hour");
  });
});

describe("making a reply", () => {
  it("fills in what is not said", () => {
    expect(reply({ title: "Help", text: "Twelve commands.", sensitivity: "open" })).toEqual({
      kind: "reply",
      title: "Help",
      text: "Twelve commands.",
      sensitivity: "open",
      openText: "Twelve commands.",
      facts: [],
      tables: [],
      charts: [],
      actions: [],
      files: [],
      notices: [],
      provenance: null,
    });
  });

  it("refuses a table whose rows are not as wide as its columns", () => {
    const columns = [column("a", "A", "text", "open")];
    expect(() => table({ key: "t", title: "T", columns, rows: [["x"], ["x", "y"]], empty: "" })).toThrow(
      "Table t: row 2 has 2 cells, expected 1.",
    );
    expect(() => table({ key: "t", title: "T", columns: [...columns, ...columns], rows: [], empty: "" })).toThrow(
      "Table t: two columns share a key.",
    );
  });
});
