import sql from "sql-template-tag";
import type { Detector } from "./detector.js";

const DAY = 86_400_000;

export const pathfulOverdue: Detector = {
  kind: "pathful_overdue",
  entity: "source",
  severity: "warning",
  words:
    "Pathful's session report has not come for longer than agreed, so virtual sessions are out of date. Export it from Pathful and import the file.",
  async find(reader, { organization, now }) {
    const [row] = await reader.query<{ imported: string | null; began: string | null }>(sql`
      SELECT (SELECT MAX(f.received_at) FROM imported_file f WHERE f.dataset = 'pathful-sessions' AND f.state <> 'failed') AS imported,
        (SELECT MIN(r.started_at) FROM sync_run r) AS began`);
    // Before the first report, days count from the first thing that was read at all.
    const since = row?.imported ?? row?.began ?? null;
    const { overdueDays } = organization.pathful;
    if (since === null || Date.parse(now) - Date.parse(since) <= overdueDays * DAY) return [];
    const last = row?.imported == null ? "none has come yet" : `the last came on ${row.imported.slice(0, 10)}`;
    return [
      {
        source: "pathful",
        source_id: "pathful-sessions",
        detail: `No session report for ${overdueDays} days; ${last}.`,
      },
    ];
  },
};
