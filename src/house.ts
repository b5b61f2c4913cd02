import { commands } from "../commands/index.js";
import { jobs } from "../jobs/index.js";
import {
  type AuditRecord,
  createDispatch,
  type Dispatch,
  registryOf,
  type Services,
  type SyncSummary,
} from "./command/index.js";
import { enqueue } from "./delivery/index.js";
import { type SyncOptions, type SyncResult, syncSalesforce } from "./intake/index.js";
import { claimBelonging, type Pool } from "./pool/index.js";
import {
  asPolarisError,
  type Clock,
  type Log,
  type Organization,
  PolarisError,
  type Settings,
} from "./runtime/index.js";
import { type JobOutcome, type JobSchedule, runJob } from "./schedule/index.js";
import { SalesforceSource } from "./sources/index.js";

export interface HouseParts {
  readonly settings: Settings;
  readonly organization: Organization;
  readonly pool: Pool;
  readonly log: Log;
  readonly clock: Clock;
  /** Keeps audit entries; a thread that may not write hands them on. */
  readonly record?: (entry: AuditRecord) => Promise<void>;
}

type SyncHooks = Parameters<Services["syncSalesforce"]>[1];

const UNWATCHED: SyncHooks = { progress: () => undefined, signal: new AbortController().signal };

/** All rooms wired together over one pool. */
export interface House {
  readonly dispatch: Dispatch;
  runJob(request: Parameters<typeof runJob>[4]): Promise<JobOutcome>;
  /** The sync that a start makes when the pool has never been filled. */
  firstSync(hooks: SyncHooks): Promise<SyncSummary>;
  /** Looks whether Salesforce is the org this pool was filled from. @throws PolarisError pool_of_another_source, and what keeps from looking */
  claimSource(): Promise<void>;
}

const START_WAITS_FOR_SALESFORCE = 5_000;

export const schedulesOf = (organization: Organization): JobSchedule[] =>
  Object.entries(organization.jobs).map(([name, { cron, enabled }]) => ({ name, cron, enabled }));

export function createHouse(parts: HouseParts): House {
  const { settings, organization, pool, log, clock, record } = parts;
  const sample = settings.mode === "sandbox";
  const source = (signal?: AbortSignal) =>
    new SalesforceSource({
      access: settings.salesforce,
      rules: { timeZone: organization.timeZone, schoolYearStartMonth: organization.schoolYearStartMonth },
      clock,
      ...(signal ? { stop: signal } : {}),
    });

  const sync = async (
    start: Pick<SyncOptions, "trigger" | "startedBy" | "full">,
    { progress, signal }: SyncHooks,
  ): Promise<SyncSummary> => {
    const result = await syncSalesforce({
      ...start,
      pool,
      source: source(signal),
      organization,
      clock,
      progress,
      signal,
    });
    if (result.error !== null) throw new PolarisError(result.error.code, result.error.text);
    return summaryOf(result);
  };

  const runOne = async (request: Parameters<typeof runJob>[4], hooks: SyncHooks = UNWATCHED): Promise<JobOutcome> => {
    const jobServices = {
      pool,
      organization,
      clock,
      sample,
      syncSalesforce: () => sync({ trigger: request.trigger }, hooks),
      enqueue: (parcel: Parameters<typeof enqueue>[1]) => enqueue(pool, parcel, clock.now()),
    };
    const outcome = await runJob(pool, jobs, jobServices, clock, request);
    if (!outcome.ok) {
      log.error({ job: outcome.name, id: outcome.errorId, error: asPolarisError(outcome.cause) }, "a job failed");
      await postFailure(parts, outcome);
    }
    return outcome;
  };

  const services: Services = {
    syncSalesforce: ({ full, startedBy = null }, hooks) => sync({ trigger: "command", startedBy, full }, hooks),
    async runJob(name, hooks) {
      const outcome = await runOne({ name, dueAt: null, late: false, trigger: "command" }, hooks);
      return outcome.ok
        ? { job: name, status: "done", text: outcome.text }
        : { job: name, status: "failed", text: `${outcome.text} (id ${outcome.errorId})` };
    },
    async jobs() {
      const due = await pool.db.jobDue.findMany();
      return schedulesOf(organization).map(({ name, enabled }) => {
        const known = due.find((each) => each.name === name);
        return {
          job: name,
          enabled,
          dueAt: known?.due_at ?? null,
          lastRunAt: known?.last_run_at ?? null,
          lastStatus: known?.last_state ?? null,
        };
      });
    },
    check: () => checkEverything(parts, source()),
  };
  const dispatch = createDispatch({
    registry: registryOf(commands),
    pool,
    organization,
    services,
    log,
    sample,
    // The main thread counts, for all threads together; at the terminal nobody does.
    limit: null,
    ...(record ? { record } : {}),
  });
  const claimSource = async () => {
    const { organizationId } = await source(AbortSignal.timeout(START_WAITS_FOR_SALESFORCE)).open();
    await claimBelonging(pool, "salesforce_org_id", organizationId);
  };
  return {
    dispatch,
    runJob: (request) => runOne(request),
    firstSync: (hooks) => sync({ trigger: "start" }, hooks),
    claimSource,
  };
}

function summaryOf(result: SyncResult): SyncSummary {
  const status = { ok: "finished", partial: "partly", failed: "failed" } as const;
  return {
    status: status[result.state],
    seconds: (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000,
    objects: result.objects.map(({ label, counts, error }) => ({
      object: label,
      read: counts.read,
      inserted: counts.inserted,
      updated: counts.updated,
      unchanged: counts.unchanged,
      deleted: counts.deleted,
      quarantined: counts.quarantined,
      skipped: counts.skipped,
      problem: error?.text ?? null,
    })),
    notes: result.notices,
  };
}

/** A failed job is posted where alerts go, once per run, with the id under which the log has it. */
async function postFailure(
  { pool, organization, clock }: HouseParts,
  { name, text, errorId }: JobOutcome,
): Promise<void> {
  const channel = organization.slack.alertsChannel ?? organization.slack.managersChannel;
  if (channel === undefined) return;
  const words = `The job ${name} failed: ${text} (id ${errorId})`;
  const payload = JSON.stringify({ kind: "reply", title: "A job failed", text: words });
  await enqueue(
    pool,
    { dedupeKey: `job-failed:${name}:${errorId}`, kind: "alert", recipient: channel, owner: null, payload },
    clock.now(),
  );
}

type Check = Awaited<ReturnType<Services["check"]>>[number];

async function checkEverything(
  { settings, organization, pool }: HouseParts,
  source: SalesforceSource,
): Promise<Check[]> {
  const attempt = async (what: string, doing: () => Promise<string>): Promise<Check> => {
    try {
      return { what, ok: true, text: await doing() };
    } catch (thrown) {
      return { what, ok: false, text: asPolarisError(thrown).message };
    }
  };
  return [
    await attempt("Configuration", async () => `${organization.name}, ${organization.timeZone}, ${settings.mode}`),
    await attempt("Administrators", async () => {
      const assigned = await pool.db.roleAssignment.count({ where: { role: "admin" } });
      const admins = organization.slack.admins.length + assigned;
      if (admins === 0)
        throw new PolarisError(
          "configuration_invalid",
          "Nobody is an administrator. Expected slack.admins in organization.yml to name at least one Slack user id.",
        );
      return `${admins} named`;
    }),
    await attempt("Pool", async () => `${pool.engine}, ${await pool.db.contact.count()} contacts`),
    await attempt("Salesforce", async () => `answers, org ${(await source.open()).organizationId}`),
    ...(await Promise.all(
      source.objects.map((object) =>
        attempt(`Salesforce ${object.name}`, async () => {
          await source.open();
          const shape = source.shape(object, await source.describe(object.name));
          return shape.notices.length === 0 ? "every field is visible" : shape.notices.join(" ");
        }),
      ),
    )),
  ];
}
