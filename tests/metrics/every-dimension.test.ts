import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRICS } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ask, EVER, where, year } from "./asking.js";
import { oneEvent } from "./one-event.js";

describe("every metric", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      await oneEvent(empty.pool);
    });
    afterAll(() => empty.drop());

    it.each(METRICS.map(({ id, dimensions }) => ({ id, dimensions })))(
      "$id can be cut by and filtered by each dimension it declares, over several periods",
      async ({ id, dimensions }) => {
        for (const by of dimensions) {
          const cut = await ask(empty.pool, { metrics: [id], by, periods: [year(2024), year(2025)] });
          expect(cut.columns, by).toHaveLength(3);
          const kept = await ask(empty.pool, {
            metrics: [id],
            periods: [EVER],
            filters: [where(by, by === "school_year" ? 2025 : null), where("school", 1)],
          });
          expect(kept.total.label, by).toBe("Total");
        }
      },
    );
  });
});
