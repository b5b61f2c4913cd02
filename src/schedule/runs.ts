import sql from "sql-template-tag";
import type { Pool } from "../pool/index.js";
import { asPolarisError, type Clock, newRequestId, PolarisError } from "../runtime/index.js";
import type { Job } from "./model.js";

export interface JobRequest {
  readonly name: string;
  readonly dueAt: string | null;
  readonly late: boolean;
  readonly trigger: "schedule" | "command";
}

export interface JobOutcome {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
  /** The id under which the failure stands in the log; null when it went well. */
  readonly errorId: string | null;
  readonly cause: unknown;
}

/** Runs one job and records how it went. Never throws for the job's own failure: that is an outcome. */
export async function runJob<Services>(
  pool: Pool,
  jobs: readonly Job<Services>[],
  services: Services,
  clock: Clock,
  request: JobRequest,
): Promise<JobOutcome> {
  const job = jobs.find((j) => j.name === request.name);
  if (!job)
    throw new PolarisError(
      "job_unknown",
      `There is no job "${request.name}". Expected one of: ${jobs.map((j) => j.name).join(", ")}.`,
    );
  const startedAt = clock.now();
  const [run] = await pool.transaction(async (tx) => {
    // A run cut off by the end of its process never said so. One that still goes on says how it went when it ends.
    await tx.run(
      sql`UPDATE job_run SET state = 'failed', finished_at = ${startedAt}, error_text = 'Polaris stopped while it ran'
          WHERE name = ${job.name} AND state = 'running'`,
    );
    return tx.query<{ id: number }>(
      sql`INSERT INTO job_run (name, due_at, late, trigger, state, started_at)
          VALUES (${job.name}, ${request.dueAt}, ${request.late}, ${request.trigger}, 'running', ${startedAt}) RETURNING id`,
    );
  });
  const outcome = await attempt(job, services, { dueAt: request.dueAt, now: startedAt, late: request.late });
  const state = outcome.ok ? "ok" : "failed";
  await pool.transaction(async (tx) => {
    await tx.run(
      sql`UPDATE job_run SET state = ${state}, finished_at = ${clock.now()}, error_id = ${outcome.errorId},
          error_text = ${outcome.ok ? null : outcome.text} WHERE id = ${run?.id ?? null}`,
    );
    await tx.run(
      sql`UPDATE job_due SET last_run_at = ${startedAt}, last_state = ${state},
          last_error = ${outcome.ok ? null : outcome.text} WHERE name = ${job.name}`,
    );
  });
  return outcome;
}

async function attempt<Services>(
  job: Job<Services>,
  services: Services,
  due: Parameters<Job<Services>["run"]>[1],
): Promise<JobOutcome> {
  try {
    const { text } = await job.run(services, due);
    return { name: job.name, ok: true, text, errorId: null, cause: null };
  } catch (thrown) {
    const error = asPolarisError(thrown);
    return { name: job.name, ok: false, text: error.message, errorId: newRequestId(), cause: thrown };
  }
}

/** Notes a run that was missed for so long that it is not made up for. */
export async function noteMissed(pool: Pool, name: string, dueAt: string, now: string): Promise<void> {
  await pool.transaction((tx) =>
    tx.run(
      sql`INSERT INTO job_run (name, due_at, late, trigger, state, started_at, finished_at, error_text)
          VALUES (${name}, ${dueAt}, ${true}, 'schedule', 'missed', ${now}, ${now}, 'Polaris was not running for more than 12 hours')`,
    ),
  );
}
