import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPool } from "../../src/pool/index.js";
import { claimDue, type Job, runJob } from "../../src/schedule/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const nightly = [{ name: "sync", cron: "0 2 * * *", enabled: true }];
const zone = "America/Chicago";
const at = (iso: string) => ({ now: () => iso });

describe("due jobs", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeEach(async () => {
      empty = await emptyPool(engine);
      expect(await claimDue(empty.pool, nightly, zone, "2026-11-21T12:00:00.000Z")).toEqual([]);
    });
    afterEach(() => empty.drop());

    it("are claimed once, when their time has come", async () => {
      expect(await claimDue(empty.pool, nightly, zone, "2026-11-22T07:59:59.000Z")).toEqual([]);
      const claimed = await claimDue(empty.pool, nightly, zone, "2026-11-22T08:00:10.000Z");
      expect(claimed).toEqual([{ name: "sync", dueAt: "2026-11-22T08:00:00.000Z", late: false, missed: false }]);
      expect(await claimDue(empty.pool, nightly, zone, "2026-11-22T08:00:25.000Z")).toEqual([]);
    });

    it("go to one of two replicas", async () => {
      const other = openPool(empty.url);
      const now = "2026-11-22T08:00:10.000Z";
      const both = await Promise.all([claimDue(empty.pool, nightly, zone, now), claimDue(other, nightly, zone, now)]);
      await other.close();
      expect(both.flat()).toHaveLength(1);
    });

    it("run once and late after a few hours' sleep, and are only shown after more than twelve", async () => {
      expect(await claimDue(empty.pool, nightly, zone, "2026-11-22T15:00:00.000Z")).toMatchObject([
        { late: true, missed: false },
      ]);
      expect(await claimDue(empty.pool, nightly, zone, "2026-11-24T23:00:00.000Z")).toMatchObject([
        { dueAt: "2026-11-23T08:00:00.000Z", missed: true },
      ]);
    });

    it("follow a schedule that was changed to sooner", async () => {
      const sooner = [{ name: "sync", cron: "0 13 * * *", enabled: true }];
      expect(await claimDue(empty.pool, sooner, zone, "2026-11-21T12:30:00.000Z")).toEqual([]);
      expect(await claimDue(empty.pool, sooner, zone, "2026-11-21T19:00:05.000Z")).toHaveLength(1);
    });

    it("record how they went, with an id when they failed", async () => {
      const jobs: Job<null>[] = [
        {
          name: "sync",
          describe: "always fails",
          run: () => Promise.reject(new Error("no power")),
        },
      ];
      const outcome = await runJob(empty.pool, jobs, null, at("2026-11-22T08:00:10.000Z"), {
        name: "sync",
        dueAt: "2026-11-22T08:00:00.000Z",
        late: false,
        trigger: "schedule",
      });
      expect(outcome).toMatchObject({ ok: false, errorId: expect.stringMatching(/^\w{4}-\w{4}$/) });
      const runs = await empty.pool.query(sql`SELECT state, error_id FROM job_run`);
      expect(runs).toEqual([{ state: "failed", error_id: outcome.errorId }]);
      expect(await empty.pool.query(sql`SELECT last_state FROM job_due`)).toEqual([{ last_state: "failed" }]);
    });

    it("are failed when their process ended while they ran, as the next run of the same job finds", async () => {
      await empty.pool.transaction(async (tx) => {
        for (const name of ["sync", "other"])
          await tx.run(
            sql`INSERT INTO job_run (name, late, trigger, state, started_at)
                VALUES (${name}, ${false}, 'schedule', 'running', '2026-11-21T08:00:00.000Z')`,
          );
      });
      const jobs: Job<null>[] = [{ name: "sync", describe: "goes well", run: async () => ({ text: "done" }) }];
      const request = { name: "sync", dueAt: null, late: false, trigger: "command" } as const;
      await runJob(empty.pool, jobs, null, at("2026-11-22T08:00:10.000Z"), request);
      expect(await empty.pool.query(sql`SELECT name, state, finished_at, error_text FROM job_run ORDER BY id`)).toEqual(
        [
          {
            name: "sync",
            state: "failed",
            finished_at: "2026-11-22T08:00:10.000Z",
            error_text: "Polaris stopped while it ran",
          },
          { name: "other", state: "running", finished_at: null, error_text: null },
          { name: "sync", state: "ok", finished_at: "2026-11-22T08:00:10.000Z", error_text: null },
        ],
      );
    });

    it("refuses a job that does not exist, naming those that do", async () => {
      const request = { name: "synk", dueAt: null, late: false, trigger: "command" } as const;
      await expect(runJob(empty.pool, [], null, at("2026-11-22T08:00:10.000Z"), request)).rejects.toMatchObject({
        code: "job_unknown",
      });
    });
  });
});
