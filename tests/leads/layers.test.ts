import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lastJudgements, openSuites, Suites } from "../../src/intake/index.js";
import { judgeLeadLayers, LEAD_LAYERS } from "../../src/leads/index.js";
import { fillLeads, leadFile, NOW } from "../metrics/lead-world.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const shipped = openSuites("config");

describe("the expectations of the layers of leads", () => {
  it("speak of every layer", () => {
    expect(LEAD_LAYERS.filter((name) => !shipped.objects.includes(name))).toEqual([]);
  });

  onBothEngines((engine) => {
    let home: EmptyPool;
    const change = (statement: ReturnType<typeof sql>) => home.pool.transaction((tx) => tx.run(statement));
    const failing = async (layer: string) => {
      const [judgement] = await lastJudgements(home.pool, layer);
      return judgement?.failing.map(({ type, columns, severity, rows }) => [type, columns.join(", "), severity, rows]);
    };
    beforeEach(async () => {
      home = await emptyPool(engine);
    });
    afterEach(() => home.drop());

    it("judge nothing where there is nothing", async () => {
      expect(await judgeLeadLayers(home.pool, shipped, NOW)).toEqual([]);
      expect(await judgeLeadLayers(home.pool, new Suites(new Map()), NOW)).toEqual([]);
      expect(await lastJudgements(home.pool, null)).toEqual([]);
    });

    it("judge each layer, of base the newest file of each source, and keep what was said", async () => {
      await fillLeads(home.pool);
      expect(await judgeLeadLayers(home.pool, shipped, NOW)).toEqual([
        { layer: "lead_base", rows: 6 },
        { layer: "lead_staging", rows: 7 },
        { layer: "source_lead", rows: 7 },
        { layer: "lead", rows: 6 },
        { layer: "lead_key", rows: 3 },
      ]);
      const judged = await lastJudgements(home.pool, null);
      expect(judged.map(({ source, object, worst }) => [source, object, worst])).toEqual([
        ["leads", "lead", "none"],
        ["leads", "lead_base", "none"],
        ["leads", "lead_key", "none"],
        ["leads", "lead_staging", "warning"],
        ["leads", "source_lead", "none"],
      ]);
      // The small world gives its rows neither phone nor address.
      expect((await failing("lead_staging"))?.map(([, column]) => column)).toEqual(["phone", "address_key", "company"]);
    });

    it("find a phone that is none, a standing that is none, a match without a record and a row of no lead", async () => {
      await fillLeads(home.pool);
      await change(sql`UPDATE lead SET phone = '555-0100', standing = 'odd', matched_by = 'guess' WHERE id = 2`);
      await change(sql`UPDATE staged_lead SET lead_id = NULL, last_date = '2026-08-01' WHERE row_key = 'row 4'`);
      await judgeLeadLayers(home.pool, shipped, NOW);
      const critical = async (layer: string) =>
        (await failing(layer))
          ?.filter(([, , severity]) => severity === "critical")
          .map(([, column, , rows]) => [column, rows]);
      expect(await critical("lead")).toEqual([
        ["phone", 1],
        ["standing", 1],
        ["matched_by", 1],
        ["salesforce_id", 1],
      ]);
      expect(await critical("lead_staging")).toEqual([
        ["lead_id", 1],
        ["last_date, first_date", 1],
      ]);
      expect((await lastJudgements(home.pool, "lead"))[0]?.json).not.toContain("555-0100");
    });

    it("read a layer slice by slice to its end, and its rows once", async () => {
      await home.pool.transaction(async (tx) => {
        await leadFile(tx, { id: 1, source: "source_1", date: "2026-09-01", rows: 12_001 });
        const numbers = Array.from({ length: 12_001 }, (_, place) => place);
        await tx.stage(
          { name: "numbered", columns: [{ name: "n", type: "integer" }] },
          numbers.map((n) => [n]),
        );
        await tx.run(sql`
          INSERT INTO lead_version (id, source, row_key, hash, cells, lead_key, filled)
          SELECT n + 1, 'source_1', 'row ' || n, 'hash ' || n, '{}', 'key ' || n, 1 FROM numbered`);
        await tx.run(sql`INSERT INTO lead_row (file_id, line, version_id) SELECT 1, n + 2, n + 1 FROM numbered`);
        await tx.run(sql`
          INSERT INTO staged_lead (source, row_key, version_id, lead_key, first_file_id, first_date, last_file_id, last_date, lead_id)
          SELECT 'source_1', 'row ' || n, n + 1, 'key ' || n, 1, '2026-09-01', 1, '2026-09-01', n + 1 FROM numbered`);
        await tx.run(sql`
          INSERT INTO lead (id, key, sources, source_count, first_source, first_file_id, first_date, last_date, standing)
          SELECT n + 1, 'key ' || n, ',source_1,', 1, 'source_1', 1, '2026-09-01', '2026-09-01', 'new' FROM numbered`);
        await tx.run(
          sql`INSERT INTO lead_key (key, lead_id, first_date) SELECT 'key ' || n, n + 1, '2026-09-01' FROM numbered`,
        );
      });
      const judged = await judgeLeadLayers(home.pool, shipped, NOW);
      expect(judged.map(({ rows }) => rows)).toEqual(LEAD_LAYERS.map(() => 12_001));
      expect((await lastJudgements(home.pool, "lead"))[0]).toMatchObject({
        worst: "warning",
        failing: [{ rows: 12_001 }],
      });
    });
  });
});
