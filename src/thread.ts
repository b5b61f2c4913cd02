// A worker thread: readers answer questions on a pool they may not write to; the writer changes it. Heavy work (SQL over
// SQLite, charts, workbooks, sync) is done here, so that the thread that speaks with Slack always has time.
import path from "node:path";
import type { MessagePort } from "node:worker_threads";
import { workerData } from "piscina";
import sql from "sql-template-tag";
import { accessOf } from "./access.js";
import { answerOf, failedMessage, questionOf, type Renderer, renderParcel } from "./answers.js";
import { type Access, type AuditRecord, type Hooks, type Progress, type Request, writeAudit } from "./command/index.js";
import { lease, settle, unknownParcels } from "./delivery/index.js";
import { keepDigest, makeDigest } from "./digests.js";
import type { FormAnswer, SlackAnswer, SlackRequest, SubmitAnswer } from "./doors/index.js";
import { publicFeed } from "./events/index.js";
import { isFilled } from "./filled.js";
import { homeBlocks } from "./home/index.js";
import { createHouse, schedulesOf } from "./house.js";
import { claimBelonging, openPool } from "./pool/index.js";
import { type Organization, openLog, PolarisError, type Settings, systemClock } from "./runtime/index.js";
import { type Claim, claimDigests, claimDue, keepDigestsInStep, noteMissed } from "./schedule/index.js";
import type { Aside, Finished, Task, WithAside } from "./tasks.js";
import { teacherDesk } from "./teacher-pages.js";
import { tellerOf } from "./telling.js";
import { observe } from "./watch/index.js";

export interface ThreadData {
  readonly role: "reader" | "writer";
  readonly settings: Settings;
  readonly organization: Organization;
}

const { role, settings, organization } = workerData as ThreadData;
const log = openLog(settings.logLevel);
const clock = systemClock;
const pool = openPool(settings.databaseUrl, { readOnly: role === "reader" });
const folder = path.join(settings.dataFolder, "outgoing");

/** What this thread noted for the writer since the task under way began. */
let audit: AuditRecord[] = [];
const keepInPool = (entry: AuditRecord) => pool.transaction((tx) => writeAudit(tx, entry));
const keepAside = async (entry: AuditRecord) => {
  audit.push(entry);
};
const house = createHouse({
  settings,
  organization,
  pool,
  log,
  clock,
  record: role === "reader" ? keepAside : keepInPool,
});

const desk = teacherDesk({ pool, organization, clock, tell: tellerOf({ settings, organization, clock }) });

/** What reads for long is ended by it when Polaris stops. */
const stopping = new AbortController();

const newRenderer = (): Renderer => ({ folder, timeZone: organization.timeZone, lines: [] });

async function withAside<T>(work: (renderer: Renderer) => Promise<T>): Promise<WithAside<T>> {
  const renderer = newRenderer();
  const result = await work(renderer);
  const aside: Aside = { audit, lines: renderer.lines };
  audit = [];
  return { result, aside };
}

async function understood(said: SlackRequest): Promise<{ request: Request; access: Access }> {
  const access = await accessOf(pool, organization, said.person);
  const { id, line, actor, place, now } = said;
  return { request: { id, line, actor, access, place, now }, access };
}

const reporting = (port: MessagePort): Hooks => ({
  progress: (state: Progress) => port.postMessage(state),
  signal: stopping.signal,
});

async function answer(said: SlackRequest, port: MessagePort, renderer: Renderer): Promise<SlackAnswer> {
  try {
    const { request, access } = await understood(said);
    // Asked at a place that others read, the reply is made whole and then shown as the place may hold it.
    const whole = {
      ...request,
      place: { ...request.place, isPrivate: request.place.isPrivate || request.place.kind === "mention" },
    };
    const outcome = await house.dispatch.run(whole, reporting(port));
    if (outcome.kind !== "ask") return await answerOf(outcome, said, access, renderer);
    const offersForm = request.place.canOpenForm && outcome.ask.choices.length === 0;
    const form = offersForm ? await house.dispatch.form(request) : null;
    return { kind: "ask", message: questionOf(outcome, renderer), form: form?.kind === "form" ? form.form : null };
  } finally {
    port.close();
  }
}

async function form(said: SlackRequest, asked: Extract<Task, { kind: "form" }>["asked"]): Promise<FormAnswer> {
  const outcome = await house.dispatch.form((await understood(said)).request, asked);
  return outcome.kind === "form" ? outcome : { kind: "failed", message: failedMessage(outcome.failure) };
}

async function submit(said: SlackRequest, values: Extract<Task, { kind: "submit" }>["values"]): Promise<SubmitAnswer> {
  const outcome = await house.dispatch.submit((await understood(said)).request, values);
  return outcome.kind === "failed" ? { kind: "failed", message: failedMessage(outcome.failure) } : outcome;
}

async function keep({ audit: entries, lines }: Aside): Promise<void> {
  if (entries.length === 0 && lines.length === 0) return;
  await pool.transaction(async (tx) => {
    for (const entry of entries) await writeAudit(tx, entry);
    // A line that is shown once more is young again: its buttons are told by it, however old the first of them is.
    for (const { key, line } of lines)
      await tx.run(sql`
        INSERT INTO stored_line (key, line, created_at) VALUES (${key}, ${line}, ${clock.now()})
        ON CONFLICT (key) DO UPDATE SET created_at = excluded.created_at`);
  });
}

async function firstSight(key: string): Promise<boolean> {
  return pool.transaction(
    async (tx) =>
      (await tx.run(
        sql`INSERT INTO seen_delivery (key, seen_at) VALUES (${key}, ${clock.now()}) ON CONFLICT (key) DO NOTHING`,
      )) === 1,
  );
}

/** Takes the jobs whose time has come. One that runs longer than its pause is due again when it has ended. */
async function claim(busy: readonly string[]): Promise<Claim[]> {
  const free = schedulesOf(organization).filter(({ name }) => !busy.includes(name));
  const claims = await claimDue(pool, free, organization.timeZone, clock.now());
  for (const each of claims) if (each.missed) await noteMissed(pool, each.name, each.dueAt, clock.now());
  if (claims.length > 0) await forgetOldDeliveries();
  return claims.filter(({ missed }) => !missed);
}

/** Slack sends an event again within hours, never after a week. */
async function forgetOldDeliveries(): Promise<void> {
  const weekAgo = new Date(Date.parse(clock.now()) - 7 * 24 * 3_600_000).toISOString();
  await pool.transaction((tx) => tx.run(sql`DELETE FROM seen_delivery WHERE seen_at < ${weekAgo}`));
}

/** Another Salesforce org stops the start; a Salesforce that does not answer does not: the pool can be asked without it. */
async function claimSource(): Promise<void> {
  await house.claimSource().catch((error: unknown) => {
    if (error instanceof PolarisError && error.code === "pool_of_another_source") throw error;
    log.warn({ error }, "Salesforce could not be asked at the start");
  });
}

/** Reads the source once when the pool has never been filled. Says whether it did: of several processes that start on an empty pool one does. */
async function firstSync(port: MessagePort): Promise<boolean> {
  try {
    if (await isFilled(pool)) return false;
    await house.firstSync(reporting(port));
    return true;
  } catch (thrown) {
    if (thrown instanceof PolarisError && thrown.code === "already_running") return false;
    throw thrown;
  } finally {
    port.close();
  }
}

/** Piscina's entry: one task, one answer. Errors lose their class between threads, so a refusal travels as data. */
export default async function handle(task: Task): Promise<Finished<unknown>> {
  try {
    return { result: await perform(task) };
  } catch (thrown) {
    if (!(thrown instanceof PolarisError)) throw thrown;
    return { refusal: { code: thrown.code, message: thrown.message } };
  }
}

function perform(task: Task): Promise<unknown> {
  switch (task.kind) {
    case "answer":
      return withAside((renderer) => answer(task.request, task.progress, renderer));
    case "form":
      return withAside(() => form(task.request, task.asked));
    case "submit":
      return withAside(() => submit(task.request, task.values));
    case "options":
      return withAside(async () =>
        house.dispatch.suggest((await understood(task.request)).request, task.command, task.argument, task.query),
      );
    case "home":
      return withAside(async () =>
        homeBlocks({
          pool,
          organization,
          userId: task.request.actor.id,
          access: (await understood(task.request)).access,
          now: clock.now(),
          sample: settings.mode === "sandbox",
        }),
      );
    case "parcel":
      return withAside((renderer) => renderParcel(task.payload, task.place, renderer));
    case "storedLine":
      return pool.db.storedLine.findUnique({ where: { key: task.key } }).then((row) => row?.line ?? null);
    case "firstSight":
      return firstSight(task.key);
    case "keep":
      return keep(task.aside);
    case "belong":
      return claimBelonging(pool, task.key, task.value);
    case "claimSource":
      return claimSource();
    case "firstSync":
      return firstSync(task.progress);
    case "claim":
      return claim(task.busy);
    case "job":
      return house
        .runJob({ ...task.claim, trigger: "schedule" }, { progress: () => undefined, signal: stopping.signal })
        .then(() => undefined);
    case "windDown":
      stopping.abort();
      return Promise.resolve();
    case "alarm":
      return house.alarm(task.problem);
    case "digestsInStep":
      return keepDigestsInStep(pool, organization, clock.now());
    case "claimDigests":
      return claimDigests(pool, clock.now());
    case "makeDigest":
      return withAside(() =>
        makeDigest({ pool, organization, dispatch: house.dispatch, now: clock.now() }, task.due, task.person),
      );
    case "keepDigest":
      return keepDigest(pool, organization, task.made, clock.now());
    case "observe":
      return observe(pool, clock.now());
    case "feed":
      return publicFeed(pool, organization, { slug: task.slug, now: clock.now() });
    case "lease":
      return lease(pool, clock.now());
    case "settle":
      return settle(pool, task.id, task.settlement, clock.now(), { mail: settings.mail !== null });
    case "unknown":
      return unknownParcels(pool, clock.now(), { mail: settings.mail !== null });
    case "teacherPage":
      return desk.page(task.token);
    case "teacherPageOpened":
      return desk.opened(task.link);
    case "teacherRemark":
      return desk.remark(task.token, task.remark);
  }
}
