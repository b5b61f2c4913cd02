import sql from "sql-template-tag";
import { afterEach, describe, expect, it } from "vitest";
import type { Seen } from "../../sandbox/slack/index.js";
import { isFilled } from "../../src/filled.js";
import { takeLease } from "../../src/intake/index.js";
import { openPool, type Pool } from "../../src/pool/index.js";
import { readSettings, systemClock } from "../../src/runtime/index.js";
import { ask } from "../doors/slack/looking.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ADMIN, GENERAL, openSetting, type Setting } from "./setting.js";

describe("a pool is filled", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    afterEach(() => empty.drop());

    const sync = (pool: Pool, state: string) =>
      pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO sync_run (source, "trigger", state, started_at)
          VALUES ('salesforce', 'start', ${state}, '2026-02-15T16:00:00.000Z')`),
      );
    const derived = (pool: Pool, value: string) =>
      pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO pool_fact (key, value) VALUES ('derive', ${value})
          ON CONFLICT (key) DO UPDATE SET value = excluded.value`),
      );

    it("when a sync went through, at least in part, and what it brought was worked in", async () => {
      empty = await emptyPool(engine);
      expect(await isFilled(empty.pool)).toBe(false);
      await sync(empty.pool, "failed");
      await derived(empty.pool, "clean");
      expect(await isFilled(empty.pool)).toBe(false);
      await sync(empty.pool, "partial");
      expect(await isFilled(empty.pool)).toBe(true);
      await derived(empty.pool, "dirty");
      expect(await isFilled(empty.pool)).toBe(false);
    });
  });
});

/** Milliseconds: on a busy machine a sync tells first that it is under way. */
const PATIENCE = 20_000;

const says =
  (words: string) =>
  ({ ephemerals }: Seen): boolean =>
    ephemerals.some(({ text }) => text.includes(words));

describe("a sync", () => {
  let setting: Setting;
  afterEach(() => setting.close());

  it("is kept with what set it off and who asked for it", async () => {
    setting = await openSetting();
    await setting.start();
    await setting.slack.connected();
    const admin = setting.slack.as(ADMIN);
    await ask(admin, "sync salesforce", GENERAL, says("The sync finished"), PATIENCE);
    await ask(admin, "job sync-salesforce", GENERAL, says("0 records changed"), PATIENCE);
    const pool = openPool(readSettings(setting.environment).databaseUrl, { readOnly: true });
    const runs = await pool.query(sql`SELECT "trigger", started_by FROM sync_run ORDER BY id`);
    await pool.close();
    expect(runs).toEqual([
      { trigger: "start", started_by: null },
      { trigger: "command", started_by: ADMIN },
      { trigger: "command", started_by: null },
    ]);
  });
});

describe("while another process reads Salesforce", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let setting: Setting;
    afterEach(async () => {
      await setting.close();
      await empty.drop();
    });

    it("a second one starts on the empty pool and leaves it to the first; neither does the job fail", async () => {
      empty = await emptyPool(engine);
      setting = await openSetting({ environment: { DATABASE_URL: empty.url } });
      const lease = await takeLease(empty.pool, "salesforce", systemClock);
      await setting.start();
      await setting.slack.connected();
      const admin = setting.slack.as(ADMIN);
      const underWay = "Another sync is under way already, and reads what there is";
      await ask(admin, "job sync-salesforce", GENERAL, says(underWay), PATIENCE);
      expect(await empty.pool.query(sql`SELECT state FROM job_run`)).toEqual([{ state: "ok" }]);
      expect(await isFilled(empty.pool)).toBe(false);
      await lease.release(empty.pool);
    });
  });
});
