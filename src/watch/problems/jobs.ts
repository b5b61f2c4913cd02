import sql from "sql-template-tag";
import type { Problem } from "../model.js";
import type { Check } from "./check.js";
import { hoursBefore, hoursBetween, spanWords } from "./span.js";

/** A job that is due waits while its last run goes on: no job takes as long as this. */
const LONGEST_HOURS = 6;

/** Jobs that are long due and do not begin, because their last run has not come to its end. */
export const jobProblems: Check = {
  name: "jobs",
  async find(reader, { jobs }, now): Promise<Problem[]> {
    const limit = hoursBefore(now, LONGEST_HOURS);
    const rows = await reader.query<{ name: string; due_at: string }>(
      sql`SELECT name, due_at FROM job_due WHERE due_at < ${limit} ORDER BY name`,
    );
    const enabled = new Map<string, { readonly enabled: boolean }>(Object.entries(jobs));
    return rows
      .filter(({ name }) => enabled.get(name)?.enabled === true)
      .map(({ name, due_at }) => {
        const hours = hoursBetween(due_at, now);
        return {
          check: "jobs",
          object: name,
          field: null,
          class: "overdue",
          title: `The job ${name} is ${spanWords(hours)} overdue`,
          text: "Its last run has not come to its end. Restart Polaris; the log says what was under way.",
          severity: "critical",
          count: Math.floor(hours),
          details: { due: due_at },
        };
      });
  },
};
