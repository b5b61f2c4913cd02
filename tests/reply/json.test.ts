import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/reply/index.js";
import { anyReply } from "./arbitrary.js";
import { sample } from "./sample.js";

describe("the JSON of a reply", () => {
  it("has the shape that other tools rely on, with raw values", () => {
    expect(renderJson(sample, [{ name: "report-org-hills.xlsx", path: "out/report-org-hills.xlsx" }])).toEqual({
      title: "Hill's Pet Nutrition",
      facts: [{ key: "M30", label: "Volunteer hours", value: 31.25, unit: null, metric: "M30" }],
      tables: [
        {
          key: "volunteers",
          title: "Volunteers",
          columns: [
            { key: "name", label: "Name", type: "text" },
            { key: "record", label: "Record", type: "link" },
            { key: "email", label: "E-mail", type: "text" },
            { key: "sessions", label: "Sessions", type: "integer" },
            { key: "hours", label: "Hours", type: "hours" },
            { key: "last", label: "Last active", type: "date" },
          ],
          rows: [
            ["Ana Öztürk", "https://example.org/1", "ana@example.org", 1200, 31.25, "2026-02-01"],
            ["Bo", "https://example.org/2", "bo@example.org", 3, null, null],
          ],
          total: [null, null, null, 1203, 31.25, null],
        },
      ],
      notices: [{ level: "warning", text: "Connector sessions before SY24-25 are marked legacy." }],
      files: [{ name: "report-org-hills.xlsx", path: "out/report-org-hills.xlsx" }],
      provenance: {
        bible: "Metrics Bible v1.0 with rulings r1",
        period: { start: "2023-08-01", end: "2026-07-31" },
        filters: { org: "Hill's Pet Nutrition" },
        freshness: { salesforce: "2026-02-15T16:00:00.000Z", pathful: null },
        counts: { excluded: 2, estimated: 3, unknown: 0 },
      },
    });
  });

  it("names a file that was offered but not written, without a path", () => {
    expect(renderJson(sample).files).toEqual([{ name: "report-org-hills.xlsx", path: null }]);
  });

  it("survives being written and read, whatever the reply holds", () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const json = renderJson(reply);
        const numbers = json.tables.flatMap((each) => each.rows.flat()).filter((cell) => typeof cell === "number");
        expect(numbers.every(Number.isFinite)).toBe(true);
        const again = JSON.parse(JSON.stringify(json));
        expect(again.tables.map((each: { rows: unknown[] }) => each.rows.length)).toEqual(
          reply.tables.map((each) => each.rows.length),
        );
      }),
      { numRuns: 30 },
    );
  });
});
