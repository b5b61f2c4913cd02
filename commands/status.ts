import sql from "sql-template-tag";
import { type CommandContext, defineCommand } from "../src/command/index.js";
import { compareSignUps } from "../src/events/index.js";
import { freshnessOf } from "../src/metrics/index.js";
import { column, counted, type Notice, notice, reply, showInstant, type Table, table } from "../src/reply/index.js";
import { objectLabel, sourceLabel } from "../src/sources/index.js";
import { completenessFacts } from "./completeness-facts.js";
import { footerOf } from "./footer.js";
import { signUpSentence } from "./sign-ups.js";

export const status = defineCommand({
  name: "status",
  family: "data",
  summary: "Shows how fresh the data is, what waits, and when the jobs run.",
  examples: ["status"],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "read",
  withoutData: true,
  args: {},
  async run(_args, context) {
    const freshness = await freshnessOf(context.pool);
    const last = await context.pool.db.syncRun.findFirst({ where: { source: "salesforce" }, orderBy: { id: "desc" } });
    const batches =
      last === null
        ? []
        : await context.pool.db.syncBatch.findMany({ where: { run_id: last.id }, orderBy: { id: "asc" } });
    const waiting = await context.pool.db.quarantine.groupBy({
      by: ["object", "reason"],
      where: { resolved_at: null },
      _count: { _all: true },
      orderBy: [{ object: "asc" }, { reason: "asc" }],
    });
    const setAside = waiting.reduce((sum, each) => sum + each._count._all, 0);
    const good = freshness.salesforce;
    const zone = context.organization.timeZone;
    const isOfDistricts = context.request.access.role === "district";
    return reply({
      title: "Status",
      text:
        good == null
          ? "Salesforce has not been read in full yet."
          : `Salesforce was last read ${showInstant(good, zone)}; ${counted(setAside, "row")} set aside.`,
      sensitivity: "open",
      // Of all districts: a district viewer asks how fresh the data is.
      facts: isOfDistricts ? [] : await completenessFacts(context),
      notices: [
        ...(last?.state === "failed"
          ? [notice(`The last sync of Salesforce failed: ${last.error_text ?? "no reason was recorded"}`, "error")]
          : []),
        ...batches.flatMap(({ object, state, error_text }) =>
          error_text === null
            ? []
            : [notice(`${objectLabel(object)}: ${error_text}`, state === "absent" ? "info" : "warning")],
        ),
        ...(await missedNotices(context)),
        ...(isOfDistricts ? [] : await signUpNotices(context)),
      ],
      tables: [
        objectsTable(batches),
        await sourcesTable(context, freshness),
        await jobsTable(context),
        table({
          key: "waiting",
          title: "Rows set aside",
          columns: [
            column("object", "Object", "text", "open"),
            column("reason", "Reason", "text", "open"),
            column("rows", "Rows", "integer", "open"),
          ],
          rows: waiting.map((each) => [objectLabel(each.object), each.reason.replaceAll("_", " "), each._count._all]),
          empty: "No row is set aside.",
        }),
      ],
      actions: [{ label: "Sync now", line: "sync salesforce", does: "run", sensitivity: "open" }],
      provenance: await footerOf(context, { figures: "own" }),
    });
  },
});

/** Every source that was ever read: when it last came in whole, and how its last run ended. */
async function sourcesTable(
  { pool }: CommandContext,
  freshness: Readonly<Record<string, string | null>>,
): Promise<Table> {
  const runs = await pool.query<{
    source: string;
    state: string;
    finished_at: string | null;
    error_text: string | null;
  }>(sql`
    SELECT r.source, r.state, r.finished_at, r.error_text FROM sync_run r
    WHERE r.id IN (SELECT MAX(l.id) FROM sync_run l GROUP BY l.source) ORDER BY r.source`);
  return table({
    key: "sources",
    title: "Sources",
    columns: [
      column("source", "Source", "text", "open"),
      column("state", "Last run", "text", "open"),
      column("finished", "Ended", "instant", "open"),
      column("good", "Last read in whole", "instant", "open"),
      column("why", "Why not", "text", "open"),
    ],
    rows: runs.map(({ source, state, finished_at, error_text }) => [
      sourceLabel(source),
      state,
      finished_at,
      freshness[source] ?? null,
      error_text,
    ]),
    empty: "No source has been read yet.",
  });
}

/** How the public sign-up service stands beside our events, where there is one and it has been asked. */
async function signUpNotices({ pool, organization, calendar }: CommandContext): Promise<Notice[]> {
  const { signUps, timeZone } = organization;
  if (signUps.url === undefined) return [];
  const compared = await compareSignUps(pool, { today: calendar.today, zone: timeZone });
  if (compared.readAt === null && compared.trouble === null) return [];
  return [notice(signUpSentence(compared, timeZone), compared.trouble === null ? "info" : "warning")];
}

/** Runs that were missed since the job last ran. */
async function missedNotices({ pool, organization }: CommandContext): Promise<Notice[]> {
  const missed = await pool.query<{ name: string; due_at: string | null; error_text: string | null }>(sql`
    SELECT m.name, m.due_at, m.error_text FROM job_run m
    WHERE m.state = 'missed' AND NOT EXISTS (SELECT 1 FROM job_run r WHERE r.name = m.name AND r.state <> 'missed' AND r.id > m.id)
    ORDER BY m.id`);
  return missed.map(({ name, due_at, error_text }) => {
    const due = due_at === null ? "" : `, due ${showInstant(due_at, organization.timeZone)}`;
    return notice(`${name} was missed${due}: ${error_text ?? "no reason was recorded"}.`, "warning");
  });
}

interface Batch {
  readonly object: string;
  readonly state: string;
  readonly finished_at: string | null;
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly quarantined: number;
}

function objectsTable(batches: readonly Batch[]): Table {
  return table({
    key: "objects",
    title: "Last sync",
    columns: [
      column("object", "Object", "text", "open"),
      column("state", "State", "text", "open"),
      column("finished", "Finished", "instant", "open"),
      column("read", "Read", "integer", "open"),
      column("changed", "Changed", "integer", "open"),
      column("quarantined", "Set aside", "integer", "open"),
    ],
    rows: batches.map((b) => [
      objectLabel(b.object),
      b.state,
      b.finished_at,
      b.read,
      b.inserted + b.updated + b.deleted,
      b.quarantined,
    ]),
    empty: "Nothing has been read yet.",
  });
}

async function jobsTable({ services }: CommandContext): Promise<Table> {
  const jobs = await services.jobs();
  return table({
    key: "jobs",
    title: "Jobs",
    columns: [
      column("job", "Job", "text", "open"),
      column("due", "Next", "instant", "open"),
      column("last", "Last run", "instant", "open"),
      column("state", "Last state", "text", "open"),
    ],
    rows: jobs.map((each) => [
      each.job,
      each.enabled ? each.dueAt : null,
      each.lastRunAt,
      each.enabled ? each.lastStatus : "switched off",
    ]),
    empty: "No job is set up.",
  });
}
