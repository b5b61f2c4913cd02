import sql from "sql-template-tag";
import type { Pool } from "../pool/index.js";
import type { Claim, JobSchedule } from "./model.js";
import { nextDue } from "./next-due.js";

export const LATE_AFTER = 60_000;
/** A run missed by less than this is made up for, once; an older one is only shown. */
export const MISSED_AFTER = 12 * 3_600_000;

/**
 * The jobs that are due and that nobody else has taken: one conditional UPDATE each, so of many processes one wins.
 * A job seen for the first time, or whose schedule now says sooner, gets its next time and is not due.
 */
export async function claimDue(
  pool: Pool,
  schedules: readonly JobSchedule[],
  zone: string,
  now: string,
): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const { name, cron } of schedules.filter((s) => s.enabled)) {
    const next = nextDue(cron, zone, now);
    const claim = await pool.transaction(async (tx) => {
      await tx.run(sql`INSERT INTO job_due (name, due_at) VALUES (${name}, ${next}) ON CONFLICT (name) DO NOTHING`);
      const [known] = await tx.query<{ due_at: string }>(sql`SELECT due_at FROM job_due WHERE name = ${name}`);
      if (!known || known.due_at > now) {
        await tx.run(sql`UPDATE job_due SET due_at = ${next} WHERE name = ${name} AND due_at > ${next}`);
        return null;
      }
      const taken = await tx.run(
        sql`UPDATE job_due SET due_at = ${next} WHERE name = ${name} AND due_at = ${known.due_at}`,
      );
      return taken === 1 ? known.due_at : null;
    });
    if (claim === null) continue;
    const behind = Date.parse(now) - Date.parse(claim);
    claims.push({ name, dueAt: claim, late: behind > LATE_AFTER, missed: behind > MISSED_AFTER });
  }
  return claims;
}
