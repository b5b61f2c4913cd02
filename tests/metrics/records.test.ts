import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explain, freshnessOf, provenanceOf, recordsBehind } from "../../src/metrics/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { EVER, figure, ORGANIZATION, TODAY, where, year } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

describe("what a number stands on", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const hills = small.organization("Hill's");
      const ann = small.person("Ann");
      for (const day of ["2025-09-01", "2025-09-02", "2025-09-03"]) {
        const event = small.event({ date: day, title: `On ${day}`, minutes: 90 });
        small.participation({
          event,
          contact: ann,
          organization: hills,
          ...(day === "2025-09-02" ? { hours: 4 } : {}),
        });
      }
      small.participation({ event: 1, contact: small.person("No", { excluded: true }) });
      small.synced("salesforce", "2026-02-14T08:00:00.000Z");
      small.synced("salesforce", "2026-02-15T08:00:00.000Z", "failed");
      small.synced("pathful-sessions", "2026-02-01T08:00:00.000Z", "partial", "failed");
      small.synced("attendance", "2026-02-02T08:00:00.000Z", "partial");
      await small.write();
    });
    afterAll(() => empty.drop());
    const behind = (metric: string, extra: object = {}) =>
      recordsBehind(empty.pool, ORGANIZATION, { metric, period: year(2025), today: TODAY, ...extra });

    it("lists the participations that were counted, newest first", async () => {
      const found = await behind("M30");
      expect(found.total).toBe(3);
      const column = (key: string) => found.rows.map((row) => row[found.columns.findIndex((each) => each.key === key)]);
      expect(column("local_date")).toEqual(["2025-09-03", "2025-09-02", "2025-09-01"]);
      expect(column("person_name")).toEqual(["Ann", "Ann", "Ann"]);
      expect(column("hours")).toEqual([1.5, 4, 1.5]);
      expect(column("hours_basis")).toEqual(["duration", "recorded", "duration"]);
      expect(column("organisation")).toEqual(["Hill's", "Hill's", "Hill's"]);
      expect(found.columns.find((each) => each.key === "person_name")?.sensitivity).toBe("name");
    });

    it("lists as many records as an additive metric counts, page by page", async () => {
      const first = await behind("M60", { size: 2 });
      const second = await behind("M60", { size: 2, page: 2 });
      expect([first.total, first.rows.length, second.total, second.rows.length]).toEqual([3, 2, 3, 1]);
      expect(await figure(empty.pool, "M60", { periods: [year(2025)] })).toBe(3);
    });

    it("obeys the filters", async () => {
      expect((await behind("X60", { filters: [where("organisation", "Hill's")] })).total).toBe(3);
      expect((await behind("X60", { filters: [where("organisation", "Other")] })).total).toBe(0);
    });

    it("explains a metric by its definition, its rulings and the SQL as it runs", () => {
      const explained = explain(ORGANIZATION, {
        metric: "M30",
        period: year(2025),
        filters: [where("district", 7)],
        today: TODAY,
      });
      expect(explained.rulings.map(({ id }) => id)).toContain("A2");
      expect(explained.exceptions.map(({ id }) => id)).toEqual(["EX3", "EX4"]);
      expect(explained.statements.map(({ of }) => of)).toEqual(["M30 Total volunteer hours"]);
      expect(explained.statements[0]?.sql).toContain("COALESCE(SUM(");
      expect(explained.statements[0]?.parameters).toEqual(expect.arrayContaining(["2025-08-01", "2026-07-31", 7, 720]));
    });

    it("names the last sync of each source that read every object, and says when there was none", async () => {
      expect(await freshnessOf(empty.pool)).toEqual({
        salesforce: "2026-02-14T08:00:00.000Z",
        "pathful-sessions": null,
        attendance: "2026-02-02T08:00:00.000Z",
      });
    });

    it("writes the footer: Bible, period, filters, freshness, counts and what is set differently", async () => {
      const organization = organizationSchema.parse({ studentsPerClassroom: 30 });
      const provenance = await provenanceOf(empty.pool, organization, {
        period: EVER,
        filters: { district: "KCK" },
        counts: { excluded: 1 },
        now: "2026-02-15T18:00:00.000Z",
        sample: true,
      });
      expect(provenance).toEqual({
        bible: "Metrics Bible v1.0 with rulings r1",
        period: { start: null, end: null, label: EVER.label },
        filters: { district: "KCK" },
        freshness: {
          salesforce: "2026-02-14T08:00:00.000Z",
          "pathful-sessions": null,
          attendance: "2026-02-02T08:00:00.000Z",
        },
        counts: { excluded: 1 },
        deviations: ["studentsPerClassroom = 30"],
        asOf: "2026-02-15T18:00:00.000Z",
        sample: true,
      });
    });
  });
});
