import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { readSuite } from "../../../src/expectations/index.js";
import { Suites } from "../../../src/intake/index.js";
import { takeLease } from "../../../src/intake/lease.js";
import type { Grid } from "../../../src/sources/index.js";
import { countsOf, inAnIntake } from "./setting.js";

const LEVELS = "Id,Level\n";
/** 4,100 schools: three transactions. */
const many =
  LEVELS + Array.from({ length: 4_100 }, (_, place) => `0015f00000${String(place).padStart(5, "0")},High`).join("\n");

const suiteOf = (type: string, kwargs: Readonly<Record<string, number | string>>): Suites => {
  const expectations = [{ type, kwargs, severity: "critical" }];
  return new Suites(new Map([["school-levels", readSuite({ name: "school-levels", expectations, meta: {} })]]));
};

/** A suite that asks for so many schools. */
const atLeast = (rows: number): Suites => suiteOf("expect_table_row_count_to_be_between", { min_value: rows });

/** A suite that takes nothing where one id is another. */
const idsLike = (regex: string): Suites =>
  suiteOf("expect_column_values_to_match_regex", { column: "id", regex, mostly: 1 });

describe("an import", () => {
  inAnIntake((given) => {
    it("says which column it did not read though it looks like one that may be missing", async () => {
      const roster = (headers: string) => given().import(`${headers}\nHarmon High,Ann Able,ann@kck.example,4,2\n`);
      const { notices } = await roster("Building,Name,Email,Grades taught,Session targets");
      expect(notices.filter((text) => text.startsWith("Nothing was read"))).toEqual([
        "Nothing was read from “Grades taught”, which looks like our “Grade”. If it is that, rename it, or map it where the sheet is connected, and have it read once more.",
        "Nothing was read from “Session targets”, which looks like our “Target Sessions”. If it is that, rename it, or map it where the sheet is connected, and have it read once more.",
      ]);
      expect((await roster("Building,Name,Email,Grade,Target Sessions")).notices).toEqual([]);
      expect((await roster("Building,Name,Email,Grade,Something else")).notices).toEqual([]);
    });

    it("says that a header stands twice, and reads the first", async () => {
      const { notices } = await given().import(
        "Building,Name,Email,E-mail,Email\nHarmon High,Ann Able,a@kck.example,b@kck.example,c@kck.example\n",
      );
      expect(notices).toEqual(["“Email” stands over more than one column: the first of them was read."]);
      expect(await given().pool.db.rosterEntry.findMany()).toMatchObject([{ email: "a@kck.example" }]);
    });

    it("takes every column of a survey for a question, whatever it looks like", async () => {
      const { notices } = await given().import(
        "Timestamp,Email Address,Events you liked,How was it?\n2026-01-15,x,all,good\n",
      );
      expect(notices).toEqual([]);
    });

    it("takes a form that asks for no name, where somebody says that it is a survey", async () => {
      const form = "Timestamp,How was it?,What would you change?\n2026-01-15,good,nothing\n";
      await expect(given().import(form)).rejects.toMatchObject({ code: "file_unknown" });
      expect(countsOf(await given().import(form, { as: "surveys" }))).toEqual({ read: 2, inserted: 2 });
      await expect(given().import("Ann,Able\nBob,Baker\n", { as: "surveys" })).rejects.toMatchObject({
        code: "columns_changed",
        message: expect.not.stringMatching(/Ann|Able/),
      });
    });

    it("notes the run, the batch and the file", async () => {
      const result = await given().import(`${LEVELS}0015f00000JU4op,High`, {
        name: "levels.csv",
        file: { checksum: "abc", name: "levels.csv", bytes: 33 },
        startedBy: "U1",
      });
      expect(result).toMatchObject({
        dataset: "school-levels",
        label: "School levels",
        origin: "file:levels.csv",
        rows: 1,
        state: "ok",
      });
      const { pool } = given();
      expect(await pool.db.syncRun.findMany()).toMatchObject([
        { id: result.runId, source: "school-levels", trigger: "command", started_by: "U1", state: "ok" },
      ]);
      expect(await pool.db.syncBatch.findMany()).toMatchObject([
        {
          run_id: result.runId,
          object: "school-levels",
          way: "file",
          origin: "file:levels.csv",
          state: "ok",
          read: 1,
          inserted: 1,
        },
      ]);
      expect(await pool.db.importedFile.findMany()).toMatchObject([
        {
          checksum: "abc",
          name: "levels.csv",
          dataset: "school-levels",
          bytes: 33,
          rows: 1,
          received_by: "U1",
          run_id: result.runId,
          state: "ok",
        },
      ]);
    });

    it("says how far it is", async () => {
      const told: string[] = [];
      await given().import(many, { progress: ({ stage, done, total }) => told.push(`${stage} ${done}/${total}`) });
      expect(told).toContain("School levels 2000/4100");
      expect(told).toContain("School levels 4100/4100");
    });

    it.each([
      [
        "school-levels",
        ["Id", "Level"],
        (place: number) => [`0015f00000${String(place).padStart(5, "0")}`, "High"],
        2_000,
      ],
      // It says how far it is before it stores a page, so that the page before counts as well.
      ["pathful-users", ["UserAuthId", "SignUpRole", "Name"], (place: number) => [place, "Student", "Ann Able"], 4_000],
    ] as const)(
      "asks for rows of %s when those before them are stored: however long a file is, few are held",
      async (name, header, cells, most) => {
        const total = 9_000;
        let asked = 0;
        let stored = 0;
        let ahead = 0;
        const grid: Grid = {
          name: "long.csv",
          header,
          headerRow: 1,
          serialDates: false,
          rows: {
            length: total,
            *[Symbol.iterator]() {
              for (let place = 0; place < total; place += 1) {
                asked = place + 1;
                ahead = Math.max(ahead, asked - stored);
                yield { number: place + 2, cells: cells(place) };
              }
            },
          },
        };
        const result = await given().take(grid, name, { progress: ({ done }) => (stored = Math.max(stored, done)) });
        expect(countsOf(result)).toEqual({ read: total, inserted: total });
        expect({ asked, ahead }).toEqual({ asked: total, ahead: most });
      },
    );

    it("judges all rows before it stores the first", async () => {
      const last = { judge: idsLike("^001") };
      const bad = await given().import(`${many}\nX,High`, last);
      expect(bad).toMatchObject({ state: "failed", error: { code: "expectation_failed" }, rows: 4_101 });
      expect(await given().pool.query(sql`SELECT 1 FROM school_level`)).toEqual([]);
      expect((await given().import(many, last)).state).toBe("ok");
    });

    it("comes to the same when it was stopped midway", async () => {
      const stop = new AbortController();
      const first = await given().import(many, {
        signal: stop.signal,
        progress: ({ done }) => {
          if (done === 2_000) stop.abort();
        },
      });
      expect(first.state).toBe("failed");
      expect(first.error?.text).toContain("Import the file again to go on");
      expect(first.objects).toMatchObject([{ counts: { read: 2_000, inserted: 2_000 } }]);
      const second = await given().import(many);
      expect(second.state).toBe("ok");
      expect(countsOf(second)).toEqual({ read: 4_100, inserted: 2_100, unchanged: 2_000 });
    });

    it("stops before the pool changes when a critical expectation is not met", async () => {
      const result = await given().import(`${LEVELS}0015f00000JU4op,High`, { judge: atLeast(2) });
      expect(result).toMatchObject({ state: "failed", error: { code: "expectation_failed" } });
      expect(await given().pool.query(sql`SELECT 1 FROM school_level`)).toEqual([]);
      expect((await given().import(`${LEVELS}0015f00000JU4op,High`, { judge: atLeast(1) })).state).toBe("ok");
    });

    it("refuses a second import of the dataset while one runs", async () => {
      const { pool, clock } = given();
      const running = await takeLease(pool, "school-levels", clock);
      const second = given().import(`${LEVELS}0015f00000JU4op,High`);
      await expect(second).rejects.toMatchObject({ code: "already_running" });
      await running.release(pool);
      expect((await given().import(`${LEVELS}0015f00000JU4op,High`)).state).toBe("ok");
    });
  });
});
