import { readFileSync } from "node:fs";
import sql from "sql-template-tag";
import { afterEach, beforeEach, expect, it } from "vitest";
import { jobs } from "../../jobs/index.js";
import { observe } from "../../src/watch/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-16T08:00:00.000Z";
/** Prometheus writes these itself, and puts a label of such a name that it is served out of the way. */
const OF_PROMETHEUS = ["job", "instance"];

onBothEngines((engine) => {
  let home: EmptyPool;
  beforeEach(async () => {
    home = await emptyPool(engine);
    await home.pool.transaction(async (tx) => {
      for (const { name } of jobs)
        await tx.run(sql`
          INSERT INTO job_run (name, "trigger", state, started_at, finished_at) VALUES (${name}, 'schedule', 'ok', ${NOW}, ${NOW})`);
      await tx.run(sql`
        INSERT INTO sync_run (source, "trigger", state, started_at, finished_at) VALUES ('salesforce', 'schedule', 'ok', ${NOW}, ${NOW})`);
    });
  });
  afterEach(() => home.drop());

  it("no figure bears a label that Prometheus writes itself", async () => {
    const samples = await observe(home.pool, NOW);
    expect(samples.length).toBeGreaterThan(jobs.length);
    const clashing = samples.filter(({ labels }) => OF_PROMETHEUS.some((label) => label in labels));
    expect(clashing).toEqual([]);
  });

  it("every label that an alert rule asks for is one that is served", async () => {
    const rules = readFileSync("deploy/alert-rules.yml", "utf8");
    const asked = [...rules.matchAll(/(polaris_(?:job|sync)_\w+)\{(\w+)="([^"]+)"\}/g)];
    expect(asked.length).toBeGreaterThan(1);
    const samples = await observe(home.pool, NOW);
    for (const [, name, label = "", value] of asked)
      expect(
        samples.some((sample) => sample.name === name && sample.labels[label] === value),
        `${name} with ${label} ${value}`,
      ).toBe(true);
  });

  it("the age of the last good backup counts from one that ended well, and from the first job where there is none", async () => {
    const age = async () =>
      (await observe(home.pool, "2026-02-16T10:00:00.000Z")).find(({ name }) => name === "polaris_backup_age_seconds")
        ?.value;
    const change = (statement: ReturnType<typeof sql>) => home.pool.transaction((tx) => tx.run(statement));
    expect(await age()).toBe(2 * 3_600);
    await change(sql`
      INSERT INTO job_run (name, "trigger", state, started_at, finished_at)
      VALUES ('backup', 'schedule', 'failed', '2026-02-16T09:00:00.000Z', '2026-02-16T09:00:00.000Z')`);
    expect(await age()).toBe(2 * 3_600);
    await change(sql`DELETE FROM job_run WHERE name = 'backup' AND state = 'ok'`);
    await change(
      sql`UPDATE job_run SET started_at = '2026-02-16T06:00:00.000Z' WHERE id = (SELECT MIN(id) FROM job_run)`,
    );
    expect(await age()).toBe(4 * 3_600);
    await change(sql`DELETE FROM job_run`);
    expect(await age()).toBeUndefined();
  });
});
