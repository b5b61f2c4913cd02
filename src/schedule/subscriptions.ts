import sql, { type Sql } from "sql-template-tag";
import type { Reader, Transaction } from "../pool/index.js";
import { nextDue } from "./next-due.js";
import type { Schedule } from "./when.js";

/** Stands as the creator of what organization.yml asks for: it belongs to nobody, and runs as staff. */
export const OF_THE_ORGANIZATION = "organization.yml";

/** A command line that runs by itself and is posted somewhere, as its creator. */
export interface Subscription {
  readonly id: number;
  readonly name: string;
  readonly line: string;
  /** Five cron fields on the wall clock of `zone`. */
  readonly pattern: string;
  /** The pattern in words: "every Monday at 8:00". */
  readonly said: string;
  readonly zone: string;
  /** A channel, or the creator's own id for their direct messages. */
  readonly channel: string;
  /** In whose thread it goes; null for a message of its own. */
  readonly threadTs: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly pausedBy: string | null;
  readonly pausedAt: string | null;
  readonly pausedWhy: string | null;
  readonly endedAt: string | null;
  /** Null while it is paused or has ended. */
  readonly dueAt: string | null;
}

const COLUMNS = sql`
  s.id, s.name, s.line, s.pattern, s.said, s.zone, s.channel, s.thread_ts AS "threadTs", s.created_by AS "createdBy", s.created_at AS "createdAt",
  s.paused_by AS "pausedBy", s.paused_at AS "pausedAt", s.paused_why AS "pausedWhy", s.ended_at AS "endedAt", s.due_at AS "dueAt"`;

/** The subscriptions that a condition on `s` selects, oldest first. */
export const subscriptionsWhere = (reader: Reader, condition: Sql): Promise<Subscription[]> =>
  reader.query<Subscription>(sql`SELECT ${COLUMNS} FROM subscription s WHERE ${condition} ORDER BY s.id`);

export async function subscriptionWithId(reader: Reader, id: number): Promise<Subscription | null> {
  const [found] = await subscriptionsWhere(reader, sql`s.id = ${id}`);
  return found ?? null;
}

/** What a person decides about a subscription. */
export interface Wish extends Schedule, Pick<Subscription, "name" | "line" | "channel" | "threadTs"> {}

export interface Circumstances {
  readonly by: string;
  readonly now: string;
}

/** @returns the number people call it by */
export async function createSubscription(
  tx: Transaction,
  wish: Wish,
  { by, now, zone }: Circumstances & { readonly zone: string },
): Promise<number> {
  const { name, line, pattern, said, channel, threadTs } = wish;
  const due = nextDue(pattern, zone, now);
  const [made] = await tx.query<{ id: number }>(sql`
    INSERT INTO subscription (name, line, pattern, said, zone, channel, thread_ts, created_by, created_at, due_at)
    VALUES (${name}, ${line}, ${pattern}, ${said}, ${zone}, ${channel}, ${threadTs}, ${by}, ${now}, ${due}) RETURNING id`);
  if (made === undefined) throw new Error("a subscription was not kept");
  return made.id;
}

/** Changes what is sent, when or where. Another line has nothing to be compared with: its next digest is a first one. */
export async function editSubscription(
  tx: Transaction,
  before: Subscription,
  wish: Wish,
  { by, now }: Circumstances,
): Promise<void> {
  const { name, line, pattern, said, channel, threadTs } = wish;
  const isAtRest = before.pausedAt !== null || before.endedAt !== null;
  const due = isAtRest ? null : pattern === before.pattern ? before.dueAt : nextDue(pattern, before.zone, now);
  await tx.run(sql`
    UPDATE subscription SET name = ${name}, line = ${line}, pattern = ${pattern}, said = ${said}, channel = ${channel},
      thread_ts = ${threadTs}, due_at = ${due}, edited_by = ${by}, edited_at = ${now} WHERE id = ${before.id}`);
  if (line !== before.line)
    await tx.run(sql`UPDATE subscription_run SET figures = '{}' WHERE subscription_id = ${before.id}`);
}

/** It is not due until somebody resumes it. Says whether it went on until now. */
export async function pauseSubscription(
  tx: Transaction,
  id: number,
  { by, now, why }: Circumstances & { readonly why: string | null },
): Promise<boolean> {
  const paused = await tx.run(sql`
    UPDATE subscription SET paused_by = ${by}, paused_at = ${now}, paused_why = ${why}, due_at = NULL
    WHERE id = ${id} AND paused_at IS NULL AND ended_at IS NULL`);
  return paused === 1;
}

/** What was due meanwhile is not made up for. Says whether it was paused. */
export async function resumeSubscription(
  tx: Transaction,
  { id, pattern, zone }: Subscription,
  now: string,
): Promise<boolean> {
  const due = nextDue(pattern, zone, now);
  const resumed = await tx.run(sql`
    UPDATE subscription SET paused_by = NULL, paused_at = NULL, paused_why = NULL, due_at = ${due}
    WHERE id = ${id} AND paused_at IS NOT NULL AND ended_at IS NULL`);
  return resumed === 1;
}

export async function endSubscription(tx: Transaction, id: number, now: string): Promise<boolean> {
  const ended = await tx.run(
    sql`UPDATE subscription SET ended_at = ${now}, due_at = NULL WHERE id = ${id} AND ended_at IS NULL`,
  );
  return ended === 1;
}

/** Takes a removal back; one that was paused before is paused again. */
export async function restoreSubscription(
  tx: Transaction,
  { id, pattern, zone }: Subscription,
  now: string,
): Promise<boolean> {
  const due = nextDue(pattern, zone, now);
  const restored = await tx.run(sql`
    UPDATE subscription SET ended_at = NULL, due_at = CASE WHEN paused_at IS NULL THEN ${due} END
    WHERE id = ${id} AND ended_at IS NOT NULL`);
  return restored === 1;
}

/** The key under which a digest is sent once. */
export const digestKey = (id: number, dueAt: string): string => `subscription:${id}:${dueAt}`;

/** Has it run at the clock's next look, beside its schedule. */
export async function askForRun(tx: Transaction, id: number, now: string): Promise<void> {
  await tx.run(sql`
    INSERT INTO subscription_run (subscription_id, due_at, late, state, dedupe_key, started_at)
    SELECT CAST(${id} AS INTEGER), ${now}, FALSE, 'asked', ${digestKey(id, now)}, ${now}
    WHERE NOT EXISTS (SELECT 1 FROM subscription_run r WHERE r.subscription_id = ${id} AND r.state = 'asked')`);
}
