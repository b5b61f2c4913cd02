import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import type { Problem } from "../model.js";
import { hoursBetween, spanWords } from "../span.js";
import type { Check } from "./check.js";

const JOB = "backup";

/** When the last good backup was made, and since when there is none: from the first job on, where there never was one. */
export async function lastBackup(
  reader: Reader,
): Promise<{ readonly good: string | null; readonly since: string | null }> {
  const [known] = await reader.query<{ good: string | null; first: string | null }>(sql`
    SELECT (SELECT MAX(finished_at) FROM job_run WHERE name = ${JOB} AND state = 'ok') AS good,
      (SELECT started_at FROM job_run ORDER BY id LIMIT 1) AS first`);
  const good = known?.good ?? null;
  return { good, since: good ?? known?.first ?? null };
}

/** A pool that has not been backed up for too long, for whatever reason: a backup that failed is told by its job. */
export const backupProblems: Check = {
  name: "backups",
  async find(reader, { jobs, backup }, now): Promise<Problem[]> {
    if (!jobs.backup.enabled) return [];
    const { good, since } = await lastBackup(reader);
    const hours = hoursBetween(since ?? now, now);
    if (hours <= backup.missingAfterHours) return [];
    return [
      {
        check: "backups",
        object: JOB,
        field: null,
        class: "stale",
        title: `No backup of the pool for ${spanWords(hours)}`,
        text: `Expected a good one every ${spanWords(backup.missingAfterHours)}. Make one with “backup”; it says what stands in the way. Without one, what people decided is lost with the disk.`,
        severity: "critical",
        count: Math.floor(hours),
        details: { lastGood: good },
      },
    ];
  },
};
