import { describe, expect, it } from "vitest";
import { column, table } from "../../src/reply/index.js";
import { monthChart } from "../../src/reports/district-chart.js";

const KEYS = ["X62", "X61", "X60"];

/** One more virtual session in every month than in the one before. */
const months = (count: number) =>
  table({
    key: "by_month",
    title: "By month",
    columns: [column("month", "Month", "text", "open"), ...KEYS.map((key) => column(key, key, "integer", "open"))],
    rows: Array.from({ length: count }, (_, place) => [`month ${place + 1}`, 1, place, place + 1]),
    empty: "None.",
  });

describe("sessions held by month", () => {
  it("are stacked bars over a year", () => {
    const [chart] = monthChart(months(12), "everyone");
    expect(chart?.takeaway).toBe("Most sessions were held in month 12: 12 sessions.");
    expect(chart?.altText).toMatch(/^Stacked bars of .*month 1 1 in person and 0 virtual/);
  });

  it("are lines over more months than fit as bars, so that none is left out in between", () => {
    const [chart] = monthChart(months(24), "everyone");
    expect(chart?.takeaway).toBe("Most sessions were held in month 24: 24 sessions.");
    expect(chart?.altText).toMatch(/^Lines of /);
    for (let place = 1; place <= 24; place++) expect(JSON.stringify(chart?.spec)).toContain(`"month ${place}"`);
  });

  it("are no chart where none were held", () => {
    expect(monthChart({ ...months(1), rows: [["month 1", 0, 0, 0]] }, "everyone")).toEqual([]);
  });
});
