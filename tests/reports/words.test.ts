import { describe, expect, it } from "vitest";
import { type Period, parsePeriods, unionOf } from "../../src/domain/index.js";
import { inPeriod, mostNamed, mostOf, periodName } from "../../src/reports/words.js";
import { CALENDAR } from "../figures/world.js";

const period = (text: string): Period => unionOf(parsePeriods(text, CALENDAR));

describe("the largest of some points", () => {
  const point = (label: string, value: number) => ({ label, value });

  it("is named with its figure, wherever it stands", () => {
    expect(mostOf([point("BFI", 1), point("IGNITE", 5)])).toEqual({ label: "IGNITE", value: "5", isShared: false });
  });

  it("is shared by all that are as large, so that none is called the most alone", () => {
    expect(mostOf([point("BFI", 5), point("DIA", 1), point("IGNITE", 5)])).toEqual({
      label: "BFI and IGNITE",
      value: "5 each",
      isShared: true,
    });
    expect(mostOf(["a", "b", "c", "d", "e"].map((label) => point(label, 1)))?.label).toBe("a, b and 3 others");
  });

  it("is shared by figures that read alike, and is none of no points", () => {
    expect(mostOf([point("a", 1.04), point("b", 1)], (value) => value.toFixed(1))?.value).toBe("1.0 each");
    expect(mostOf([])).toBeNull();
  });
});

describe("the largest bucket", () => {
  const bar = (key: string | null, value: number) => ({ key, label: key ?? "Unknown", value });

  it("is the largest that has a name, with what has none beside it", () => {
    expect(mostNamed([bar("KCK", 4), bar("Grandview", 2), bar(null, 9)])).toMatchObject({
      label: "KCK",
      value: "4; Unknown, 9",
    });
    expect(mostNamed([bar("KCK", 4), bar(null, 0)])?.value).toBe("4");
  });

  it("is what has no name where nothing else is there", () => {
    expect(mostNamed([bar("KCK", 0), bar(null, 9)])).toMatchObject({ label: "Unknown", value: "9" });
  });
});

describe("a period in a sentence", () => {
  it("reads as English, with its dates", () => {
    expect(inPeriod(period("90d"))).toBe("in the last 90 days (23 Aug 2026 – 20 Nov 2026)");
    expect(inPeriod(period("SY24-25"))).toBe("in SY24-25 (1 Aug 2024 – 31 Jul 2025)");
    expect(inPeriod(period("2026-11-05"))).toBe("on 5 Nov 2026");
  });

  it("has dates beside a chart where several were asked for, because “together” names none", () => {
    expect(periodName(period("SY24-25"))).toBe("SY24-25");
    expect(periodName(period("SY22-23, SY24-25"))).toBe("1 Aug 2022 – 31 Jul 2025");
  });
});
