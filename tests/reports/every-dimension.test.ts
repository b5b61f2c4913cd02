import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRICS } from "../../src/metrics/index.js";
import { metricReply } from "../../src/reports/index.js";
import { ORGANIZATION, TODAY, year } from "../metrics/asking.js";
import { oneEvent } from "../metrics/one-event.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

describe("the reply on every metric", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      await oneEvent(empty.pool);
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
