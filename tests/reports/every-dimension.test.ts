import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRICS } from "../../src/metrics/index.js";
import { metricReply } from "../../src/reports/index.js";
import { ORGANIZATION, TODAY, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

describe("the reply on every metric", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const district = small.district("KCK");
      const event = small.event({ date: "2025-10-01", school: small.school("A", district), districts: [district] });
      small.attendance({ event, students: 60, rooms: 3, rotations: 2 });
      small.participation({ event, contact: small.person("Ann"), hours: 1 });
      await small.write();
    });
    afterAll(() => empty.drop());

    it.each(METRICS.map(({ id, dimensions }) => ({ id, dimensions })))(
      "$id has one table by each dimension it declares, whose columns are told apart",
      async ({ id, dimensions }) => {
        for (const by of dimensions) {
          const { tables, text } = await metricReply(empty.pool, ORGANIZATION, {
            metric: id,
            by,
            periods: [year(2024), year(2025)],
            today: TODAY,
            now: "2026-02-15T18:00:00.000Z",
            sample: true,
          });
          expect(text, by).not.toBe("");
          expect(tables.length, by).toBe(1);
          const labels = tables[0]?.columns.map(({ label }) => label) ?? [];
          expect(new Set(labels).size, by).toBe(labels.length);
        }
      },
    );
  });
});
