import sql from "sql-template-tag";
import type { Problem } from "../model.js";
import { hoursBefore, hoursBetween, spanWords } from "../span.js";
import type { Check } from "./check.js";

/** A job that is due waits while its last run goes on: no job takes as long as this. */
const LONGEST_HOURS = 6;

/** Jobs that are long due and do not begin, and those that began and whose process ended before they did: nobody else would say so. */
export const jobProblems: Check = {
  name: "jobs",
  async find(reader, { jobs }, now): Promise<Problem[]> {
    const limit = hoursBefore(now, LONGEST_HOURS);
    const enabled = new Map<string, { readonly enabled: boolean }>(Object.entries(jobs));
    const isEnabled = ({ name }: { readonly name: string }) => enabled.get(name)?.enabled === true;
    const due = await reader.query<{ name: string; due_at: string }>(
      sql`SELECT name, due_at FROM job_due WHERE due_at < ${limit} ORDER BY name`,
    );
    const cutOff = await reader.query<{ name: string; started_at: string }>(sql`
      SELECT name, MAX(started_at) AS started_at FROM job_run
      WHERE state = 'running' AND started_at < ${limit}
        AND NOT EXISTS (SELECT 1 FROM job_due WHERE job_due.name = job_run.name AND job_due.due_at < ${limit})
      GROUP BY name ORDER BY name`);
    return [...due.filter(isEnabled).map(overdue(now)), ...cutOff.filter(isEnabled).map(unfinished(now))];
  },
};

const overdue =
  (now: string) =>
  ({ name, due_at }: { readonly name: string; readonly due_at: string }): Problem => {
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
  };

/** A claim is not given out twice, or what stopped the process might stop the next one too: a person decides. */
const unfinished =
  (now: string) =>
  ({ name, started_at }: { readonly name: string; readonly started_at: string }): Problem => ({
    check: "jobs",
    object: name,
    field: null,
    class: "unfinished",
    title: `The job ${name} has not come to its end`,
    text: `It began ${spanWords(hoursBetween(started_at, now))} ago, and Polaris was probably stopped while it ran. "job ${name}" runs it now; else it runs at its next time.`,
    severity: "warning",
    count: 1,
    details: { began: started_at },
  });
