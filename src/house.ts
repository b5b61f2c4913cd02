import { commands } from "../commands/index.js";
import { jobs } from "../jobs/index.js";
import { backupFolder, makeBackup } from "./backups.js";
import { checkEverything } from "./checks.js";
import { colleaguesOf } from "./colleagues.js";
import {
  type AuditRecord,
  createDispatch,
  type Dispatch,
  registryOf,
  type Services,
  type SyncSummary,
} from "./command/index.js";
import { enqueue } from "./delivery/index.js";
import { requireEventTypes } from "./domain/index.js";
import { SlackChannels } from "./doors/index.js";
import { googleServices } from "./google-services.js";
import { fileServices } from "./incoming-files.js";
import {
  openSuites,
  rehearseSalesforce,
  type SyncOptions,
  type SyncResult,
  syncSalesforce,
  takeUpWaiting,
} from "./intake/index.js";
import { takeFromFolders } from "./lead-folders.js";
import { followSalesforceLeads, judgeLeadLayers, rereadLeads } from "./leads/index.js";
import { claimBelonging, listBackups, type Pool } from "./pool/index.js";
import {
  asPolarisError,
  type Clock,
  type Log,
  type Organization,
  PolarisError,
  projectFile,
  type Settings,
} from "./runtime/index.js";
import { type JobOutcome, type JobSchedule, runJob } from "./schedule/index.js";
import {
  chosenObjects,
  requireColumns,
  requireComparedFields,
  SalesforceReports,
  SalesforceSource,
} from "./sources/index.js";
import { problemOfJob, tellerOf } from "./telling.js";
import {
  CHECKS,
  CLOCK_CHECK,
  compareSegments,
  keepUsage,
  type Problem,
  reconcile,
  requireAlertNames,
  settleAlerts,
  tellOfJob,
  tellProblems,
} from "./watch/index.js";

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
  runJob(request: Parameters<typeof runJob>[4], hooks?: SyncHooks): Promise<JobOutcome>;
  /** The sync that a start makes when the pool has never been filled. */
  firstSync(hooks: SyncHooks): Promise<SyncSummary>;
  /** Notes that the clock stands still, or (null) that it goes on. */
  alarm(problem: Problem | null): Promise<void>;
  /** Looks whether Salesforce is the org this pool was filled from. @throws PolarisError pool_of_another_source, and what keeps from looking */
  claimSource(): Promise<void>;
}

const START_WAITS_FOR_SALESFORCE = 5_000;

export const schedulesOf = (organization: Organization): JobSchedule[] =>
  Object.entries(organization.jobs).map(([name, { cron, enabled }]) => ({ name, cron, enabled }));

export function createHouse(parts: HouseParts): House {
  const { settings, organization, pool, log, clock, record } = parts;
  requireEventTypes(organization.eventTypeGroups);
  requireColumns(organization.columns);
  requireComparedFields(organization.reconcile.fields);
  requireAlertNames(organization, CHECKS);
  const sample = settings.mode === "sandbox";
  const source = (signal?: AbortSignal) =>
    new SalesforceSource({
      access: settings.salesforce,
      rules: { timeZone: organization.timeZone, schoolYearStartMonth: organization.schoolYearStartMonth },
      objects: chosenObjects(organization.columns),
      clock,
      ...(signal ? { stop: signal } : {}),
    });

  const expectations = openSuites(projectFile("config"));
  const tell = tellerOf(parts);
  const colleague = colleaguesOf(parts);
  const google = googleServices({ ...parts, expectations });

  /** What Salesforce said of its calls while it was read, for whoever supervises. */
  const noteUsage = async ({ name, usage }: SalesforceSource): Promise<void> => {
    if (usage !== null) await pool.transaction((tx) => keepUsage(tx, name, usage, clock.now()));
  };

  type SyncStart = Pick<SyncOptions, "trigger" | "startedBy" | "full">;
  const syncOptions = (start: SyncStart, salesforce: SalesforceSource, { progress, signal }: SyncHooks) => ({
    ...start,
    pool,
    source: salesforce,
    organization,
    clock,
    progress,
    signal,
    expectations,
    readsAside: true,
  });

  const sync = async (start: SyncStart, hooks: SyncHooks): Promise<SyncSummary> => {
    const salesforce = source(hooks.signal);
    const result = await syncSalesforce(syncOptions(start, salesforce, hooks)).finally(() => noteUsage(salesforce));
    throwUnlessPaused(result);
    await takeUpWaiting({ pool, organization, clock, trigger: start.trigger, startedBy: start.startedBy ?? null });
    await followSalesforceLeads(pool, organization, clock.now());
    return summaryOf(result);
  };

  /** What a sync would come to. Nothing is kept of it, not even that it was. */
  const trySync = async (start: SyncStart, hooks: SyncHooks): Promise<SyncSummary> => {
    const { result, changes } = await rehearseSalesforce(syncOptions(start, source(hooks.signal), hooks));
    throwUnlessPaused(result);
    return { ...summaryOf(result), samples: changes };
  };

  /** Salesforce, then what there is at Google: trouble there is told of, and keeps nobody from asking. */
  const firstSync: House["firstSync"] = async (hooks) => {
    const summary = await sync({ trigger: "start" }, hooks);
    if (google.googleAccount === null) return summary;
    const start = { trigger: "start", startedBy: null } as const;
    for (const read of [google.syncSheets, google.syncAnalytics])
      await read(start, hooks).catch((error: unknown) => log.warn({ error }, "Google could not be read at the start"));
    return summary;
  };

  /** What differs is told as soon as it is known, whoever asked. */
  const compare: Services["reconcile"] = async ({ object, depth }, { progress, signal }) => {
    const salesforce = source(signal);
    const result = await reconcile({
      pool,
      source: salesforce,
      rereads: await google.rereads(signal),
      organization,
      clock,
      depth,
      ...(object === null ? {} : { object }),
      progress,
      signal,
    }).finally(() => noteUsage(salesforce));
    await tellProblems(pool, organization, { now: clock.now(), tell, only: ["reconcile"] });
    return result;
  };

  const compareBySegments: Services["compareSegments"] = async ({ object, by }, { signal }) => {
    const salesforce = source(signal);
    const asked = { pool, source: salesforce, organization, by, signal, ...(object === null ? {} : { object }) };
    return compareSegments(asked).finally(() => noteUsage(salesforce));
  };

  const runOne = async (request: Parameters<typeof runJob>[4], hooks: SyncHooks = UNWATCHED): Promise<JobOutcome> => {
    const jobServices = {
      pool,
      organization,
      clock,
      sample,
      tell,
      colleague,
      syncSalesforce: () => sync({ trigger: request.trigger }, hooks),
      reconcile: () => compare({ object: null, depth: "deep" }, hooks),
      googleAccount: google.googleAccount,
      syncSheets: () => google.syncSheets({ trigger: request.trigger, startedBy: null }, hooks),
      syncAnalytics: () => google.syncAnalytics({ trigger: request.trigger, startedBy: null }, hooks),
      takeLeadFiles: () => takeFromFolders({ ...parts, expectations }, google.leadFolder(hooks.signal), hooks),
      backUp: () => makeBackup(parts, hooks.signal),
      judgeLeadLayers: () => judgeLeadLayers(pool, expectations, clock.now()),
      enqueue: (parcel: Parameters<typeof enqueue>[1]) => enqueue(pool, parcel, clock.now()),
    };
    const startedAt = clock.now();
    const outcome = await runJob(pool, jobs, jobServices, clock, request);
    if (!outcome.ok) {
      log.error({ job: outcome.name, id: outcome.errorId, error: asPolarisError(outcome.cause) }, "a job failed");
    }
    // What Polaris ended itself, because it stops, is no problem; the next run shows how it is.
    if (!outcome.ok && hooks.signal.aborted) return outcome;
    const { name } = outcome;
    const toldBy = jobs.find((job) => job.name === name)?.toldBy ?? [];
    const ended = { name, startedAt, problem: problemOfJob(outcome), toldBy };
    await tellOfJob(pool, organization, ended, { now: clock.now(), tell });
    return outcome;
  };

  const channels = new SlackChannels({ slack: settings.slack, log, clock });
  const services: Services = {
    tell,
    syncSalesforce: ({ full, dryRun = false, startedBy = null }, hooks) =>
      (dryRun ? trySync : sync)({ trigger: "command", startedBy, full }, hooks),
    reconcile: compare,
    compareSegments: compareBySegments,
    runSalesforceReport: (id, { signal }) =>
      new SalesforceReports({ access: settings.salesforce, clock, stop: signal }).run(id),
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
    backups: () => listBackups(backupFolder(parts)),
    check: () => checkEverything(parts, source(), google),
    channelTrouble: (channel, person) => channels.trouble(channel, person),
    colleague,
    channelNames: (ids) => channels.names(ids),
    googleAccount: google.googleAccount,
    previewSheet: google.previewSheet,
    exportSheet: google.exportSheet,
    syncSheets: (options, hooks) => google.syncSheets({ ...options, trigger: "command" }, hooks),
    syncAnalytics: (options, hooks) => google.syncAnalytics({ ...options, trigger: "command" }, hooks),
    ...fileServices({ ...parts, expectations }),
    rereadLeads: (inside, hooks) => rereadLeads({ pool, organization, clock, ...hooks }, inside),
  };
  const dispatch = createDispatch({
    registry: registryOf(commands, organization.hide),
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
    runJob: runOne,
    firstSync,
    async alarm(problem) {
      await settleAlerts(pool, organization, [CLOCK_CHECK], problem === null ? [] : [problem], clock.now(), tell);
    },
    claimSource,
  };
}

function throwUnlessPaused({ error, state }: SyncResult): void {
  if (error !== null && state !== "paused") throw new PolarisError(error.code, error.text);
}

function summaryOf(result: SyncResult): SyncSummary {
  const status = { ok: "finished", partial: "partly", failed: "failed", paused: "paused" } as const;
  return {
    status: status[result.state],
    seconds: (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000,
    objects: result.objects.map(({ label, counts, state, error }) => ({
      object: label,
      read: counts.read,
      inserted: counts.inserted,
      updated: counts.updated,
      unchanged: counts.unchanged,
      deleted: counts.deleted,
      quarantined: counts.quarantined,
      skipped: counts.skipped,
      problem: state === "paused" ? null : (error?.text ?? null),
    })),
    notes: result.error === null ? result.notices : [result.error.text, ...result.notices],
  };
}
