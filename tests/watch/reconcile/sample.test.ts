import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { organizationSchema } from "../../../src/runtime/index.js";
import { lastReconciliation, problemsOf } from "../../../src/watch/reconcile/index.js";
import { onBothEngines } from "../../pool/engines.js";
import { Setting } from "./setting.js";

onBothEngines((engine) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await Setting.ofSample(engine, { size: 0.2 });
  });
  afterAll(() => setting.close());

  describe("of the sample organisation nothing differs", () => {
    it.each([
      ["deep", 10_000],
      ["deep", 1],
      ["light", 10_000],
      ["light", 1],
    ] as const)("%s, by Bulk above %d rows", async (depth, bulkAbove) => {
      const organization = organizationSchema.parse({ salesforce: { bulkAbove } });
      const { objects, verdict, unread } = await setting.reconcile({ depth, organization });
      expect(unread).toEqual([]);
      for (const { object, verdict: each, causes, drift, error, fields } of objects)
        expect({ object, each, causes, drift, error, fields }).toEqual({
          object,
          each: "ok",
          causes: {},
          drift: [],
          error: null,
          fields: [],
        });
      expect(verdict).toBe("ok");
      for (const { object, rows } of objects) {
        expect(rows.source, object).toBe(rows.equal + rows.explained);
        expect(rows.pool, object).toBe(rows.equal + rows.heldBack);
      }
      expect(objects.find(({ object }) => object === "Session_Participant__c")?.rows.equal).toBeGreaterThan(500);
    });

    it("both ways count the same rows", async () => {
      const rowsOf = async (depth: "deep" | "light") =>
        (await setting.reconcile({ depth })).objects
          // Of tasks and e-mails only some rows are wanted: those of a day show the others too.
          .filter(({ object }) => object !== "Task" && object !== "EmailMessage")
          .map(({ object, rows }) => ({ object, ...rows }));
      expect(await rowsOf("light")).toEqual(await rowsOf("deep"));
    });

    it("costs a light comparison a few calls an object", async () => {
      const { objects, calls } = await setting.reconcile({ depth: "light", object: "Session__c" });
      expect(objects).toHaveLength(1);
      // The log-in, the description, the first stamp, a question for every five years, and the rows of days that do not agree.
      expect(calls).toBeLessThanOrEqual(10);
    });
  });

  it("is kept, figure by figure, and read again as it was", async () => {
    const { objects, runKey } = await setting.reconcile();
    const last = await lastReconciliation(setting.pool);
    expect(last?.objects.map(({ object, rows }) => [object, rows])).toEqual(
      objects.map(({ object, rows }) => [object, rows]),
    );
    expect(last?.runKey).toBe(runKey);
    const figures = await setting.pool.query<{ metric: string; value: number; success: boolean | number }>(sql`
      SELECT metric, value, success FROM data_quality_metrics WHERE run_key = ${runKey} AND metric LIKE 'reconcile.Contact.%' ORDER BY metric`);
    expect(figures.map(({ metric, value, success }) => [metric, value, Boolean(success)])).toEqual([
      ["reconcile.Contact.changed", 0, true],
      ["reconcile.Contact.extra", 0, true],
      ["reconcile.Contact.missing", 0, true],
      ["reconcile.Contact.percent", 100, true],
      ["reconcile.Contact.tolerated", 0, true],
    ]);
    expect(last === null ? null : problemsOf(last)).toEqual([]);
  });
});
