import { statSync } from "node:fs";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimBelonging, migrate } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "./engines.js";

describe("the pool", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeEach(async () => {
      empty = await emptyPool(engine);
    });
    afterEach(() => empty.drop());

    it("has nothing to migrate when it is up to date", async () => {
      expect(await migrate(empty.url, "prisma")).toEqual([]);
    });

    it.skipIf(engine === "postgresql")("can be read by nobody but the one it belongs to", async () => {
      await empty.pool.transaction((tx) => tx.run(sql`DELETE FROM alias`));
      for (const file of ["", "-wal"]) {
        expect(statSync(`${empty.url.slice("file:".length)}${file}`).mode & 0o777).toBe(0o600);
      }
    });

    it("gives counts and sums as numbers", async () => {
      const rows = await empty.pool.query<{ n: number; total: number }>(
        sql`SELECT count(*) AS n, sum(v.x) AS total FROM (SELECT 2 AS x UNION ALL SELECT 3) v`,
      );
      expect(rows).toEqual([{ n: 2, total: 5 }]);
    });

    it("stages rows of every type and stores them by the same SQL", async () => {
      const hostile = 'tab\t new\nline \\ back "quote" é €';
      await empty.pool.transaction(async (tx) => {
        const stage = {
          name: "stage_alias",
          columns: [
            { name: "a", type: "text" },
            { name: "n", type: "integer" },
            { name: "f", type: "real" },
            { name: "b", type: "boolean" },
          ],
        } as const;
        await tx.stage(stage, [
          [hostile, 1, 1.5, true],
          [null, 2, null, false],
        ]);
        const rows = await tx.query<{ a: string | null; n: number; f: number | null }>(
          sql`SELECT a, n, f FROM stage_alias WHERE b OR NOT b ORDER BY n`,
        );
        expect(rows).toEqual([
          { a: hostile, n: 1, f: 1.5 },
          { a: null, n: 2, f: null },
        ]);
        await tx.stage(stage, [["x", 3, 0, true]]);
        expect(await tx.query(sql`SELECT n FROM stage_alias`)).toEqual([{ n: 3 }]);
      });
    });

    it("puts new rows alone into a table, and tells the number of each", async () => {
      const files = {
        name: "lead_file",
        columns: [
          "source",
          "name",
          "file_date",
          "checksum",
          "columns",
          "state",
          "received_at",
          "received_by",
          "way",
          "bytes",
        ].map((name) => ({ name, type: name === "bytes" ? ("integer" as const) : ("text" as const) })),
      };
      const file = (checksum: string, name: string) => [
        "s",
        name,
        "2026-11-01",
        checksum,
        "[]",
        "reading",
        "",
        "",
        "import",
        1,
      ];
      const put = (...rows: ReturnType<typeof file>[]) => empty.pool.transaction((tx) => tx.appendNew(files, rows));
      const [one, two] = await put(file("1", "one"), file("2", "two"));
      const [known, three, twice] = await put(file("2", "other"), file("3", "three"), file("3", "again"));
      expect([known, twice]).toEqual([null, null]);
      expect(await put()).toEqual([]);
      expect(await empty.pool.query(sql`SELECT id, name FROM lead_file ORDER BY checksum`)).toEqual([
        { id: one, name: "one" },
        { id: two, name: "two" },
        { id: three, name: "three" },
      ]);
    });

    it("undoes everything of a transaction that fails", async () => {
      const fails = empty.pool.transaction(async (tx) => {
        await tx.run(sql`INSERT INTO pool_fact (key, value) VALUES ('a', 'b')`);
        throw new Error("half-way");
      });
      await expect(fails).rejects.toThrow("half-way");
      expect(await empty.pool.query(sql`SELECT * FROM pool_fact`)).toEqual([]);
    });

    it("stages more rows than go in at once, in their order, and a text as its bytes or as it is", async () => {
      const stage = {
        name: "stage_copies",
        columns: [
          { name: "n", type: "integer" },
          { name: "copy", type: "utf8" },
        ],
      } as const;
      const texts = Array.from({ length: 23 }, (_, n) => (n % 3 === 0 ? null : `{"é":"a\\b\t${n}\n☃"}`));
      const rows = texts.map((text, n) => [n, text !== null && n % 2 === 0 ? new TextEncoder().encode(text) : text]);
      const staged = await empty.pool.transaction(async (tx) => {
        await tx.stage(stage, rows);
        return tx.query(sql`SELECT n, copy, LENGTH(copy) AS letters FROM stage_copies ORDER BY n`);
      });
      expect(staged).toEqual(texts.map((copy, n) => ({ n, copy, letters: copy?.length ?? null })));
    });

    it("gives up a stage whose rows cannot be had, and goes on", async () => {
      const stage = { name: "stage_broken", columns: [{ name: "a", type: "text" }] } as const;
      function* rows(): Iterable<readonly [string]> {
        // More than one piece, so that the copy is under way.
        for (let i = 0; i < 20_000; i++) yield [`row ${i}`];
        throw new Error("the source broke off");
      }
      const fails = empty.pool.transaction((tx) => tx.stage(stage, rows()));
      await expect(fails).rejects.toThrow("the source broke off");
      function* none(): Iterable<readonly [string]> {
        yield* [];
        throw new Error("nothing came");
      }
      await expect(empty.pool.transaction((tx) => tx.stage(stage, none()))).rejects.toThrow("nothing came");
      const kept = await empty.pool.transaction(async (tx) => {
        await tx.stage(stage, [["whole"]]);
        return tx.query(sql`SELECT a FROM stage_broken`);
      });
      expect(kept).toEqual([{ a: "whole" }]);
    });

    it("lets everyday writes and bulk transactions take turns", async () => {
      const writes = Array.from({ length: 20 }, (_, i) =>
        i % 2 === 0
          ? empty.pool.write((db) => db.poolFact.create({ data: { key: `k${i}`, value: "everyday" } }))
          : empty.pool.transaction((tx) => tx.run(sql`INSERT INTO pool_fact (key, value) VALUES (${`k${i}`}, 'bulk')`)),
      );
      await Promise.all(writes);
      expect(await empty.pool.db.poolFact.count()).toBe(20);
    });

    it("refuses data of another org once it knows its own", async () => {
      await claimBelonging(empty.pool, "salesforce_org_id", "00D000000000001EAA");
      await claimBelonging(empty.pool, "salesforce_org_id", "00D000000000001EAA");
      await expect(claimBelonging(empty.pool, "salesforce_org_id", "00D000000000002EAA")).rejects.toMatchObject({
        code: "pool_of_another_source",
        message: expect.stringContaining("SALESFORCE_LOGIN_URL"),
      });
    });
  });
});
