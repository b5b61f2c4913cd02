import sql from "sql-template-tag";
import { counted } from "../../reply/index.js";
import type { Problem } from "../model.js";
import type { Check } from "./check.js";

/** Messages that are held up; what is said of them is not counted among them. */
export const outboxProblems: Check = {
  name: "outbox",
  async find(reader): Promise<Problem[]> {
    const [row] = await reader.query<{ failed: number; oldest: string | null }>(sql`
      SELECT COUNT(*) AS failed, MIN(created_at) AS oldest FROM outbox_message
      WHERE state = 'queued' AND attempts >= 3 AND sender = 'slack'
        AND COALESCE(thread_key, replaces_key, dedupe_key) NOT IN (
          SELECT message_key FROM alert WHERE check_name = 'outbox' AND message_key IS NOT NULL)`);
    if (row === undefined || row.failed === 0) return [];
    return [
      {
        check: "outbox",
        object: "slack",
        field: null,
        class: "stuck",
        title: `${counted(row.failed, "message")} held up, because Slack takes none`,
        text: "They are tried again by themselves. See the log for what Slack answered.",
        severity: "critical",
        count: row.failed,
        details: { oldest: row.oldest },
      },
    ];
  },
};
