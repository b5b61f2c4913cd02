import sql from "sql-template-tag";
import { afterEach, beforeEach, expect, it } from "vitest";
import { organizationSchema, systemClock } from "../../../src/runtime/index.js";
import { runJob } from "../../../src/schedule/index.js";
import {
  baselineOf,
  CHECKS,
  findProblems,
  listAlerts,
  runQuality,
  tellOfJob,
  tellProblems,
  trendOf,
} from "../../../src/watch/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const NOW = "2026-02-16T08:00:00.000Z";
const organization = organizationSchema.parse({
  alerts: { missingAfterHours: { salesforce: 36, "pathful-sessions": 192 } },
});

onBothEngines((engine) => {
  let home: EmptyPool;
  beforeEach(async () => {
    home = await emptyPool(engine);
  });
  afterEach(() => home.drop());

  const run = (source: string, state: string, finishedAt: string, error: string | null = null) =>
    home.pool.transaction(async (tx) => {
      const [row] = await tx.query<{ id: number }>(sql`
        INSERT INTO sync_run (source, "trigger", state, started_at, finished_at, error_text) VALUES (${source}, 'schedule', ${state}, ${finishedAt}, ${finishedAt}, ${error}) RETURNING id`);
      return row?.id ?? 0;
    });
  const batch = (runId: number, object: string, state: string, error: string | null) =>
    home.pool.transaction((tx) =>
      tx.run(sql`
        INSERT INTO sync_batch (run_id, source, object, way, window_end, state, started_at, finished_at, error_text)
        VALUES (${runId}, 'salesforce', ${object}, 'rest', ${NOW}, ${state}, ${NOW}, ${NOW}, ${error})`),
    );
  const flag = (kind: string, id: string) =>
    home.pool.transaction((tx) =>
      tx.run(sql`
        INSERT INTO flag (kind, entity, source, source_id, severity, detail, opened_at) VALUES (${kind}, 'event', 'salesforce', ${id}, 'warning', 'x', ${NOW})`),
    );
  const found = async (...names: string[]) =>
    (
      await findProblems(
        home.pool,
        organization,
        NOW,
        CHECKS.filter(({ name }) => names.includes(name)),
      )
    ).map(({ severity, title, text }) => `${severity}: ${title}. ${text}`);

  it("tells a run that failed, and an object that did; a pause ends neither", async () => {
    await run("salesforce", "failed", "2026-02-15T08:00:00.000Z", "Long ago.");
    expect(await found("sync")).toEqual([
      "critical: Reading Salesforce failed. Long ago. Figures rest on what was read before.",
    ]);
    await batch(await run("salesforce", "partial", NOW), "Session__c", "failed", "Salesforce does not show X.");
    expect(await found("sync")).toEqual([
      "warning: Events could not be read. Salesforce does not show X. Figures rest on what was read before.",
    ]);
    await run("salesforce", "paused", NOW);
    expect(await found("sync")).toEqual([
      "warning: Events could not be read. Salesforce does not show X. Figures rest on what was read before.",
    ]);
    await batch(await run("salesforce", "ok", NOW), "Session__c", "ok", null);
    expect(await found("sync")).toEqual([]);
  });

  it("leaves a sheet to its job, and a file to whoever sent it", async () => {
    await run("roster", "failed", NOW, "The header row is not there.");
    expect(await found("sync")).toEqual([]);
  });

  it("counts in what the first load of a source brings, also when figures were kept before it", async () => {
    const tell = async () => undefined;
    await flag("title_odd", "a");
    await runQuality(home.pool, organization, { now: "2026-02-10T09:00:00.000Z", tell });
    for (const id of ["b", "c", "d", "e"]) await flag("title_odd", id);
    for (const id of ["f", "g"]) await flag("status_odd", id);
    await run("salesforce", "ok", "2026-02-11T02:00:00.000Z");
    const first = await runQuality(home.pool, organization, { now: "2026-02-11T09:00:00.000Z", tell });
    expect(first.settled.problems.filter(({ check }) => check === "figures")).toEqual([]);
    expect((await baselineOf(home.pool, "quality")).get("flags.title_odd")).toBe(5);
    await flag("status_odd", "h");
    expect(await found("figures")).toEqual([
      'warning: 1 more flagged: status odd. "quality flags" lists them, with what to do. 3 in all; 2 when counting began.',
    ]);
  });

  it("tells a job that is long due and does not begin, unless it is switched off", async () => {
    const due = (name: string, at: string) =>
      home.pool.transaction((tx) => tx.run(sql`INSERT INTO job_due (name, due_at) VALUES (${name}, ${at})`));
    await due("reconcile", "2026-02-16T01:00:00.000Z");
    await due("quality", "2026-02-16T07:00:00.000Z");
    await due("gone", "2026-02-01T01:00:00.000Z");
    expect(await found("jobs")).toEqual([
      "critical: The job reconcile is 7 hours overdue. Its last run has not come to its end. Restart Polaris; the log says what was under way.",
    ]);
  });

  it("tells a job whose process ended before it did, until it is run again", async () => {
    const began = (name: string, at: string, state: string) =>
      home.pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO job_run (name, due_at, late, "trigger", state, started_at) VALUES (${name}, ${at}, ${false}, 'schedule', ${state}, ${at})`),
      );
    await began("weekly-metrics", "2026-02-09T14:00:00.000Z", "ok");
    await began("weekly-metrics", "2026-02-16T01:00:00.000Z", "running");
    await began("backup", "2026-02-16T07:00:00.000Z", "running");
    await began("gone", "2026-02-16T01:00:00.000Z", "running");
    expect(await found("jobs")).toEqual([
      'warning: The job weekly-metrics has not come to its end. It began 7 hours ago, and Polaris was probably stopped while it ran. "job weekly-metrics" runs it now; else it runs at its next time.',
    ]);
    await runJob(
      home.pool,
      [{ name: "weekly-metrics", describe: "", run: async () => ({ text: "" }) }],
      null,
      systemClock,
      {
        name: "weekly-metrics",
        dueAt: null,
        late: false,
        trigger: "command",
      },
    );
    expect(await found("jobs")).toEqual([]);
  });

  it("says of a job that hangs and is long due again that it is overdue, and no more", async () => {
    await home.pool.transaction(async (tx) => {
      await tx.run(sql`INSERT INTO job_due (name, due_at) VALUES ('reconcile', '2026-02-16T01:00:00.000Z')`);
      await tx.run(sql`
        INSERT INTO job_run (name, late, "trigger", state, started_at) VALUES ('reconcile', ${false}, 'schedule', 'running', '2026-02-15T01:00:00.000Z')`);
    });
    expect(await found("jobs")).toEqual([expect.stringContaining("7 hours overdue")]);
  });

  it("does not count what is said of held up messages among them", async () => {
    const message = (key: string, threadKey: string | null) =>
      home.pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO outbox_message (dedupe_key, kind, sender, recipient, payload, state, attempts, due_at, created_at, thread_key)
          VALUES (${key}, 'alert', 'slack', 'C1', '{}', 'queued', 4, ${NOW}, ${NOW}, ${threadKey})`),
      );
    await message("k", null);
    const told: string[] = [];
    const tell = async (_tx: unknown, { key }: { readonly key: string }) => void told.push(key);
    const look = (now: string) => tellProblems(home.pool, organization, { now, tell, only: ["outbox"] });
    await look(NOW);
    const [key = ""] = told;
    await message(key, null);
    await message("more", key);
    expect(await found("outbox")).toEqual([expect.stringContaining("1 message held up")]);
  });

  it("ends alerts that nothing looks for any more: a job that was taken out, a check of an older version", async () => {
    const tell = async () => undefined;
    const failed = {
      object: "x",
      field: null,
      class: "failed",
      title: "T",
      text: "t",
      severity: "critical",
      count: 1,
      details: {},
    } as const;
    for (const name of ["old-job", "reconcile"])
      await tellOfJob(
        home.pool,
        organization,
        { name, startedAt: NOW, problem: failed, toldBy: [] },
        { now: NOW, tell },
      );
    await tellProblems(home.pool, organization, { now: NOW, tell });
    expect((await listAlerts(home.pool, { check: null, resolved: false })).map(({ check }) => check)).toEqual([
      "job reconcile",
    ]);
  });

  it("tells a job's own failure unless a check of it found what failed, and ends it with the next good run", async () => {
    const tell = async () => undefined;
    const problem = {
      object: "sync-salesforce",
      field: null,
      class: "failed",
      title: "T",
      text: "t",
      severity: "critical",
      count: 1,
      details: {},
    } as const;
    const ends = async (startedAt: string, failure: typeof problem | null) => {
      const ended = { name: "sync-salesforce", startedAt, problem: failure, toldBy: ["sync"] };
      await tellOfJob(home.pool, organization, ended, { now: NOW, tell });
      return (await listAlerts(home.pool, { check: null, resolved: false })).map(({ check }) => check);
    };
    await run("salesforce", "failed", NOW, "Refused.");
    expect(await ends("2026-02-16T07:59:00.000Z", problem)).toEqual(["sync"]);
    // What failed long ago does not explain what fails now.
    expect((await ends("2026-02-16T08:01:00.000Z", problem)).sort()).toEqual(["job sync-salesforce", "sync"]);
    await run("salesforce", "ok", NOW);
    expect(await ends("2026-02-16T08:02:00.000Z", null)).toEqual([]);
  });

  it("tells that a source is silent for longer than it may be, but not one that was never asked", async () => {
    await run("salesforce", "ok", "2026-02-14T20:00:00.000Z");
    expect(await found("missing_data")).toEqual([]);
    await run("pathful-sessions", "ok", "2026-02-01T08:00:00.000Z");
    expect(await found("missing_data")).toEqual([
      'critical: Nothing new from Pathful Session Report for 15 days. Expected a whole reading every 8 days. See "status" for what stopped it, and "check" for the connections.',
    ]);
  });

  it("takes the first run as where counting starts, and tells only what has grown since", async () => {
    const tell = async () => undefined;
    for (const id of ["a", "b", "c"]) await flag("title_odd", id);
    await runQuality(home.pool, organization, { now: "2026-02-15T09:00:00.000Z", tell });
    expect((await baselineOf(home.pool, "quality")).get("flags.title_odd")).toBe(3);
    expect(await found("figures")).toEqual([]);
    await flag("title_odd", "d");
    expect(await found("figures")).toEqual([
      'warning: 1 more flagged: title odd. "quality flags" lists them, with what to do. 4 in all; 3 when counting began.',
    ]);
    const second = await runQuality(home.pool, organization, { now: NOW, tell });
    expect(second.settled.opened).toBe(1);
    expect(await trendOf(home.pool, "2026-02-01T00:00:00.000Z", (at) => at.slice(0, 10))).toEqual([
      { day: "2026-02-15", flags: 3, quarantined: 0, failing: 0 },
      { day: "2026-02-16", flags: 4, quarantined: 0, failing: 0 },
    ]);
  });

  it("calls rows set aside as the board of quality does", async () => {
    await flag("title_odd", "a");
    await runQuality(home.pool, organization, { now: "2026-02-15T09:00:00.000Z", tell: async () => undefined });
    const from = await run("pathful-sessions", "ok", NOW);
    await home.pool.transaction((tx) =>
      tx.run(sql`
        INSERT INTO quarantine (source, object, source_id, reason, detail, payload, batch_id, first_at, last_at, attempts)
        VALUES ('pathful', 'pathful-sessions', 'x', 'bad_value', 'Line 3: no date.', '{}', ${from}, ${NOW}, ${NOW}, 0)`),
    );
    expect(await found("figures")).toEqual([
      'warning: 1 more rows set aside: Pathful Session Report. "quarantine" lists them, with the reason. 1 in all; 0 when counting began.',
    ]);
  });

  it("tells expectations that fail beyond what the first load did, and critical ones always", async () => {
    const judged = (unsuccessful: number, worst: string) =>
      home.pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO expectation_result (batch_id, source, object, suite, success, worst, evaluated, unsuccessful, result, at)
          VALUES (1, 'salesforce', 'Contact', 'Contact', ${unsuccessful === 0}, ${worst}, 12, ${unsuccessful}, '{}', ${NOW})`),
      );
    await judged(2, "warning");
    expect(await found("expectations")).toEqual([]);
    await judged(3, "warning");
    expect(await found("expectations")).toEqual([
      'warning: Volunteers, teachers and students: 3 of 12 expectations are not met. The suite Contact judged what came last. See "quality expectations Contact" for which.',
    ]);
    await judged(1, "critical");
    expect(await found("expectations")).toHaveLength(1);
    await judged(0, "none");
    expect(await found("expectations")).toEqual([]);
  });

  it("tells messages that Slack does not take", async () => {
    await home.pool.transaction((tx) =>
      tx.run(sql`
        INSERT INTO outbox_message (dedupe_key, kind, sender, recipient, payload, state, attempts, due_at, created_at)
        VALUES ('k', 'digest', 'slack', 'C1', '{}', 'queued', 4, ${NOW}, ${NOW})`),
    );
    expect(await found("outbox")).toEqual([
      "critical: 1 message held up, because Slack takes none. They are tried again by themselves. See the log for what Slack answered.",
    ]);
  });
});
