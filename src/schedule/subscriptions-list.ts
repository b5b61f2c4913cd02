import sql from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { type Subscription, subscriptionsWhere } from "./subscriptions.js";

/** How the latest run went, as far as its message: sent, on its way, or what kept it back. */
export interface LatestRun {
  readonly at: string;
  readonly late: boolean;
  readonly state: "asked" | "running" | "queued" | "unchanged" | "refused" | "failed" | "skipped";
  /** The state of its message in the outbox; null when it has none. */
  readonly message: string | null;
  readonly text: string | null;
}

export interface ListedSubscription extends Subscription {
  readonly latest: LatestRun | null;
}

interface RunRow {
  readonly subscription_id: number;
  readonly due_at: string;
  readonly late: boolean | number;
  readonly state: LatestRun["state"];
  readonly message: string | null;
  readonly error_text: string | null;
  readonly refusal: string | null;
}

/** Those that go on, of one person or (null) of everybody, each with how it went last. */
export async function listSubscriptions(reader: Reader, createdBy: string | null): Promise<ListedSubscription[]> {
  const whose = createdBy === null ? sql`s.ended_at IS NULL` : sql`s.ended_at IS NULL AND s.created_by = ${createdBy}`;
  const subscriptions = await subscriptionsWhere(reader, whose);
  const runs = await reader.query<RunRow>(sql`
    SELECT r.subscription_id, r.due_at, r.late, r.state, m.state AS message, r.error_text, m.error_text AS refusal
    FROM subscription s
      JOIN subscription_run r ON r.id = (SELECT MAX(l.id) FROM subscription_run l WHERE l.subscription_id = s.id)
      LEFT JOIN outbox_message m ON m.dedupe_key = r.dedupe_key
    WHERE ${whose}`);
  const latest = new Map(runs.map((run) => [run.subscription_id, latestOf(run)]));
  return subscriptions.map((each) => ({ ...each, latest: latest.get(each.id) ?? null }));
}

const latestOf = ({ due_at, late, state, message, error_text, refusal }: RunRow): LatestRun => ({
  at: due_at,
  late: late === true || late === 1,
  state,
  message,
  text: error_text ?? refusal,
});
