import sql from "sql-template-tag";
import { objectTitle, sourceLabel } from "../../sources/index.js";
import type { Check } from "./check.js";

interface Stopped {
  readonly source: string;
  readonly object: string | null;
  /** Of the run. */
  readonly state: string;
  readonly text: string | null;
  readonly at: string;
}

/**
 * Salesforce, when its last run failed, and every object of it that failed when it was last read. A pause goes on by itself and is no problem, nor
 * does it end one. What stops a sheet is told by its job, and what stops a file to whoever sent it.
 */
export const syncProblems: Check = {
  name: "sync",
  async find(reader) {
    const rows = await reader.query<Stopped>(sql`
      SELECT b.source, b.object, b.error_text AS text, b.finished_at AS at,
        (SELECT r.state FROM sync_run r WHERE r.id = b.run_id) AS state
      FROM sync_batch b
      WHERE b.source = ${SOURCE} AND b.state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM sync_batch l
        WHERE l.source = b.source AND l.object = b.object AND l.id > b.id AND l.state NOT IN ('running', 'paused'))
      UNION ALL
      SELECT r.source, NULL AS object, r.error_text AS text, r.finished_at AS at, r.state FROM sync_run r
      WHERE r.state = 'failed'
        AND r.id = (SELECT MAX(l.id) FROM sync_run l WHERE l.source = ${SOURCE} AND l.state <> 'running')
        AND NOT EXISTS (SELECT 1 FROM sync_batch f WHERE f.run_id = r.id AND f.state = 'failed')
      ORDER BY object`);
    return rows.map(({ source, object, text, at, state }) => ({
      check: "sync",
      object: object ?? source,
      field: null,
      class: "failed",
      title: object === null ? `Reading ${sourceLabel(source)} failed` : `${objectTitle(object)} could not be read`,
      text: `${text ?? "No reason was recorded."} Figures rest on what was read before.`,
      severity: state === "failed" ? "critical" : "warning",
      count: 1,
      details: { source, at },
    }));
  },
};

const SOURCE = "salesforce";
