import sql from "sql-template-tag";
import { accessOf } from "./access.js";
import { type Access, type Dispatch, holds, type Place, type Request, writeAudit } from "./command/index.js";
import { enqueueInside, type Parcel, threadOf } from "./delivery/index.js";
import type { SlackPerson } from "./doors/index.js";
import type { Pool, Transaction } from "./pool/index.js";
import { type Reply, redact, reply } from "./reply/index.js";
import { newRequestId, type Organization } from "./runtime/index.js";
import {
  type Before,
  type Digest,
  type DueDigest,
  digestKey,
  digestOf,
  type Figures,
  OF_THE_ORGANIZATION,
  pauseSubscription,
  type Subscription,
  subscriptionWithId,
} from "./schedule/index.js";

/** How the making of a digest ended, on its way to the writer. */
export type MadeDigest =
  | { readonly kind: "made"; readonly due: DueDigest; readonly digest: Digest }
  /** Its creator may not have it any more. */
  | {
      readonly kind: "refused";
      readonly due: DueDigest;
      readonly text: string;
      /** Their account in Slack is gone: they cannot be told. */
      readonly isGone: boolean;
    }
  | { readonly kind: "failed"; readonly due: DueDigest; readonly text: string };

interface MakingParts {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly dispatch: Dispatch;
  readonly now: string;
}

/** What organization.yml asks for is for the staff whose organisation it is. */
const AS_STAFF: Access = { role: "staff", districts: [] };
const NOBODY: Access = { role: "none", districts: [] };

/**
 * Runs a subscription's line as its creator, with the role they have now, and makes a digest of the answer.
 * @param person who its creator is in Slack; null when nobody is
 */
export async function makeDigest(
  { pool, organization, dispatch, now }: MakingParts,
  due: DueDigest,
  person: SlackPerson | null,
): Promise<MadeDigest> {
  const subscription = await subscriptionWithId(pool, due.subscriptionId);
  if (subscription === null) return { kind: "failed", due, text: "It is not there any more." };
  const isOwn = subscription.createdBy === OF_THE_ORGANIZATION;
  const access = isOwn ? AS_STAFF : person === null ? NOBODY : await accessOf(pool, organization, person);
  const isGone = person === null || person.isGone === true;
  if (access.role === "none" && !isGone && !isOwn && person.groups === null)
    return {
      kind: "failed",
      due,
      text: "Slack does not say who is in which user group, so the role of who set it up is not known.",
    };
  if (access.role === "none")
    return { kind: "refused", due, text: "Who set it up has no role in Polaris any more.", isGone };
  const place: Place = {
    kind: "schedule",
    channel: subscription.channel,
    // The answer is made whole; the place has its say when the message is sent.
    isPrivate: true,
    isTrusted: false,
    canOpenForm: false,
    readsOnly: true,
  };
  const actor: Request["actor"] = { id: subscription.createdBy, name: person?.name ?? "Polaris", door: "schedule" };
  const outcome = await dispatch.run({ id: newRequestId(), line: subscription.line, actor, access, place, now });
  if (outcome.kind === "ask") return { kind: "failed", due, text: outcome.ask.text };
  if (outcome.kind === "failed") {
    const { code, text, requestId } = outcome.failure;
    if (code === "not_allowed") return { kind: "refused", due, text, isGone };
    return { kind: "failed", due, text: code === "internal" ? `${text} (id ${requestId})` : text };
  }
  const digest = digestOf({
    subscription,
    reply: redact(outcome.reply, holds(access, place), { because: "not shown in a digest of this role" }),
    as: outcome.as,
    before: await lastSent(pool, subscription.id),
    creator: isOwn ? null : (person?.name ?? null),
    dueAt: due.dueAt,
    late: due.late,
    now,
    timeZone: organization.timeZone,
  });
  return { kind: "made", due, digest };
}

/** The figures of the last digest that went out; null when there was none, or its line was another. */
async function lastSent(pool: Pool, subscriptionId: number): Promise<Before | null> {
  const [last] = await pool.query<{ figures: string; finished_at: string }>(sql`
    SELECT r.figures, r.finished_at FROM subscription_run r LEFT JOIN outbox_message m ON m.dedupe_key = r.dedupe_key
    WHERE r.subscription_id = ${subscriptionId} AND r.state IN ('queued', 'unchanged') AND COALESCE(m.state, 'sent') NOT IN ('failed', 'dropped')
    ORDER BY r.id DESC LIMIT 1`);
  if (last === undefined || last.figures === "{}") return null;
  return { figures: JSON.parse(last.figures) as Figures, at: last.finished_at };
}

/** Puts a digest into the outbox, or tells why there is none: what is kept and what is sent are one transaction. */
export async function keepDigest(pool: Pool, organization: Organization, made: MadeDigest, now: string): Promise<void> {
  await pool.transaction(async (tx) => {
    const subscription = await subscriptionWithId(tx, made.due.subscriptionId);
    if (subscription === null) return;
    if (made.kind === "made") await send(tx, subscription, made, now);
    else await giveUp(tx, organization, subscription, made, now);
  });
}

async function send(
  tx: Transaction,
  subscription: Subscription,
  { due, digest }: Extract<MadeDigest, { kind: "made" }>,
  now: string,
): Promise<void> {
  const { id, channel, threadTs, createdBy } = subscription;
  const key = digestKey(id, due.dueAt);
  const thread = threadTs === null ? null : await threadOf(tx, channel, threadTs, now);
  const owner = createdBy === OF_THE_ORGANIZATION ? null : createdBy;
  const parcel = { kind: "digest", recipient: channel, owner } as const;
  const isNew = await enqueueInside(
    tx,
    {
      ...parcel,
      dedupeKey: key,
      payload: JSON.stringify(digest.message),
      ...(thread === null ? {} : { threadKey: thread }),
    },
    now,
  );
  if (isNew)
    for (const [place, piece] of digest.thread.entries())
      await enqueueInside(
        tx,
        { ...parcel, dedupeKey: `${key}:${place + 1}`, payload: JSON.stringify(piece), threadKey: thread ?? key },
        now,
      );
  const state = digest.isUnchanged ? "unchanged" : "queued";
  await tx.run(sql`
    UPDATE subscription_run SET state = ${state}, figures = ${JSON.stringify(digest.figures)}, finished_at = ${now}, error_text = NULL
    WHERE id = ${due.runId} AND state = 'running'`);
}

async function giveUp(
  tx: Transaction,
  organization: Organization,
  subscription: Subscription,
  made: Exclude<MadeDigest, { kind: "made" }>,
  now: string,
): Promise<void> {
  const { kind, due, text } = made;
  const [before] = await tx.query<{ state: string; error_text: string | null }>(sql`
    SELECT state, error_text FROM subscription_run WHERE subscription_id = ${subscription.id} AND id < ${due.runId} ORDER BY id DESC LIMIT 1`);
  await tx.run(sql`
    UPDATE subscription_run SET state = ${kind}, finished_at = ${now}, error_text = ${text} WHERE id = ${due.runId} AND state = 'running'`);
  const { id, name, createdBy } = subscription;
  const key = digestKey(id, due.dueAt);
  const owner = createdBy === OF_THE_ORGANIZATION ? [] : [createdBy];
  if (made.kind === "refused") {
    await pauseSubscription(tx, id, { by: "polaris", now, why: text });
    await noteInAudit(tx, subscription, now);
    const told = [...new Set([...(made.isGone ? [] : owner), ...(await adminsOf(tx, organization))])];
    await tell(tx, told, `${key}:refused`, pausedNotice(subscription, text), now);
    return;
  }
  // The same trouble as the last time was told then.
  if (before?.state === "failed" && before.error_text === text) return;
  const told = owner.length > 0 ? owner : await adminsOf(tx, organization);
  const notice = reply({
    title: "A digest failed",
    text: `The digest “${name}” (number ${id}) could not be made. ${text}`,
    sensitivity: "name",
    openText: `The digest number ${id} could not be made.`,
    actions: [manage(id), { label: "Run it now", line: `subscriptions run ${id}`, does: "run", sensitivity: "open" }],
  });
  await tell(tx, told, `${key}:failed`, notice, now);
}

const manage = (id: number) =>
  ({ label: "Manage", line: `subscriptions ${id}`, does: "run", sensitivity: "open" }) as const;

const pausedNotice = ({ id, name }: Subscription, text: string): Reply =>
  reply({
    title: "A digest was paused",
    text: `The digest “${name}” (number ${id}) was paused. ${text} An administrator can give the role back and resume it, or remove it.`,
    sensitivity: "name",
    openText: `The digest number ${id} was paused.`,
    actions: [{ label: "Resume", line: `subscriptions resume ${id}`, does: "run", sensitivity: "open" }, manage(id)],
  });

async function tell(tx: Transaction, people: readonly string[], key: string, told: Reply, now: string): Promise<void> {
  for (const recipient of people) {
    const parcel: Parcel = {
      dedupeKey: `${key}:${recipient}`,
      kind: "notice",
      recipient,
      owner: null,
      payload: JSON.stringify(told),
    };
    await enqueueInside(tx, parcel, now);
  }
}

/** Everybody named as one; the channel for alerts where nobody is by name. */
async function adminsOf(tx: Transaction, { slack }: Organization): Promise<string[]> {
  const assigned = await tx.query<{ user_id: string }>(
    sql`SELECT user_id FROM role_assignment WHERE role = 'admin' ORDER BY user_id`,
  );
  const admins = [...new Set([...slack.admins, ...assigned.map((row) => row.user_id)])];
  const channel = slack.alertsChannel ?? slack.managersChannel;
  return admins.length > 0 || channel === undefined ? admins : [channel];
}

const noteInAudit = (tx: Transaction, { id, channel }: Subscription, now: string): Promise<void> =>
  writeAudit(tx, {
    at: now,
    requestId: newRequestId(),
    actor: "polaris",
    role: "none",
    door: "schedule",
    place: channel,
    command: "subscriptions pause",
    kind: "write",
    outcome: "done",
    detail: { subscription: id },
  });
