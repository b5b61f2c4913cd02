import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dimensionNamed, findMetrics, METRICS, metricOf, metricsDocument } from "../../src/metrics/index.js";

const folder = new URL("../../src/metrics/definitions/", import.meta.url);

describe("the registry of metrics", () => {
  it("misses no definition of its folder", () => {
    const defined = readdirSync(folder)
      .filter((file) => file !== "index.ts")
      .flatMap((file) =>
        [...readFileSync(new URL(file, folder), "utf8").matchAll(/export const ([MX]\d+) =/g)].map((match) => match[1]),
      );
    expect(METRICS.map((metric) => metric.id).sort()).toEqual(defined.sort());
  });

  it("has every id once, and the metrics that stand in every report", () => {
    const ids = METRICS.map((metric) => metric.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining(["M10", "M20", "M30", "M40", "M60", "M61", "M62", "M63", "M110", "M120", "X12", "X13"]),
    );
  });

  it("gives the metrics of the Bible every dimension that is offered", () => {
    for (const id of ["M10", "M20", "M30", "M40", "M60", "M61", "M62", "M63", "M120"]) {
      expect(metricOf(id).dimensions).toEqual(
        expect.arrayContaining(["district", "school", "school_year", "month", "event_type", "format", "organisation"]),
      );
    }
  });

  it("finds a metric by id, by name and by its other words", () => {
    expect(findMetrics("m30").map(({ id }) => id)).toEqual(["M30"]);
    expect(findMetrics("hours")[0]?.id).toBe("M30");
    expect(findMetrics("unique volunteers")[0]?.id).toBe("M20");
    expect(findMetrics("cancelled events")[0]?.id).toBe("M63");
    expect(findMetrics("sessions held")[0]?.id).toBe("X60");
    expect(findMetrics("weather")).toEqual([]);
  });

  it("names the metrics there are when one is unknown", () => {
    expect(() => metricOf("M999")).toThrow(/^There is no metric M999\. Expected one of M10, M20/);
  });

  it("knows a dimension by the words people use", () => {
    expect(["type", "org", "Year", "school year", "district"].map((word) => dimensionNamed(word)?.id)).toEqual([
      "event_type",
      "organisation",
      "school_year",
      "school_year",
      "district",
    ]);
    expect(dimensionNamed("colour")).toBeNull();
  });

  it("writes every metric into the page, with its definition", () => {
    const page = metricsDocument();
    for (const metric of METRICS) {
      expect(page).toContain(`### ${metric.id} ${metric.name}`);
      expect(page).toContain(metric.definition);
    }
    expect(page).not.toContain("undefined");
  });
});
