import sql from "sql-template-tag";
import type { Pool, Transaction } from "../pool/index.js";
import { LATE_AFTER, MISSED_AFTER } from "./claims.js";
import { nextDue } from "./next-due.js";
import { digestKey, type Subscription, subscriptionsWhere } from "./subscriptions.js";

/** A digest to be made now, by this process alone. */
export interface DueDigest {
  readonly runId: number;
  readonly subscriptionId: number;
  /** Whose digest it is: who they are now, Slack is asked before each run. */
  readonly createdBy: string;
  readonly dueAt: string;
  readonly late: boolean;
}

/** A run that says nothing for this long was cut off by the end of its process: another takes it up. */
const CUT_OFF_AFTER = 10 * 60_000;
const MOST_AT_ONCE = 20;
const TOO_OLD = "Polaris was not running for more than 12 hours";

/**
 * Takes the digests whose time has come, those asked for by hand, and those that another process left unfinished: one
 * conditional UPDATE each, so of many processes one wins. What was missed for more than 12 hours is skipped, and shown.
 */
export async function claimDigests(pool: Pool, now: string): Promise<DueDigest[]> {
  const claims: DueDigest[] = [];
  const due = await subscriptionsWhere(pool, sql`s.due_at <= ${now} AND s.paused_at IS NULL AND s.ended_at IS NULL`);
  for (const subscription of due.slice(0, MOST_AT_ONCE)) {
    const claim = await pool.transaction((tx) => claimDue(tx, subscription, now));
    if (claim !== null) claims.push(claim);
  }
  return [...claims, ...(await takeUp(pool, now))];
}

async function claimDue(tx: Transaction, subscription: Subscription, now: string): Promise<DueDigest | null> {
  const { id, dueAt, pattern, zone, createdBy } = subscription;
  if (dueAt === null) return null;
  const taken = await tx.run(
    sql`UPDATE subscription SET due_at = ${nextDue(pattern, zone, now)} WHERE id = ${id} AND due_at = ${dueAt}`,
  );
  if (taken !== 1) return null;
  const behind = Date.parse(now) - Date.parse(dueAt);
  const late = behind > LATE_AFTER;
  const isMissed = behind > MISSED_AFTER;
  const [run] = await tx.query<{ id: number }>(sql`
    INSERT INTO subscription_run (subscription_id, due_at, late, state, dedupe_key, started_at, finished_at, error_text)
    VALUES (${id}, ${dueAt}, ${late}, ${isMissed ? "skipped" : "running"}, ${digestKey(id, dueAt)}, ${now},
      ${isMissed ? now : null}, ${isMissed ? TOO_OLD : null}) RETURNING id`);
  return run === undefined || isMissed ? null : { runId: run.id, subscriptionId: id, createdBy, dueAt, late };
}

interface Left {
  readonly id: number;
  readonly state: string;
  readonly subscription_id: number;
  readonly created_by: string;
  readonly due_at: string;
  readonly started_at: string;
  readonly ended_at: string | null;
}

async function takeUp(pool: Pool, now: string): Promise<DueDigest[]> {
  const cutOff = new Date(Date.parse(now) - CUT_OFF_AFTER).toISOString();
  const left = await pool.query<Left>(sql`
    SELECT r.id, r.state, r.subscription_id, s.created_by, r.due_at, r.started_at, s.ended_at
    FROM subscription_run r JOIN subscription s ON s.id = r.subscription_id
    WHERE r.state = 'asked' OR (r.state = 'running' AND r.started_at <= ${cutOff}) ORDER BY r.id LIMIT ${MOST_AT_ONCE}`);
  const claims: DueDigest[] = [];
  for (const run of left) {
    const behind = Date.parse(now) - Date.parse(run.due_at);
    const isOver = behind > MISSED_AFTER || run.ended_at !== null;
    const why = run.ended_at === null ? TOO_OLD : "It was removed";
    const taken = await pool.transaction((tx) =>
      tx.run(sql`
        UPDATE subscription_run SET state = ${isOver ? "skipped" : "running"}, started_at = ${now},
          finished_at = ${isOver ? now : null}, error_text = ${isOver ? why : null}
        WHERE id = ${run.id} AND state = ${run.state} AND started_at = ${run.started_at}`),
    );
    if (taken !== 1 || isOver) continue;
    const late = behind > LATE_AFTER;
    claims.push({
      runId: run.id,
      subscriptionId: run.subscription_id,
      createdBy: run.created_by,
      dueAt: run.due_at,
      late,
    });
  }
  return claims;
}
