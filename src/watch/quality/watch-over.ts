import sql from "sql-template-tag";
import type { Pool, Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { CLOCK_CHECK, jobCheck, type Settled, settleAlerts, type Tell } from "../alerts/index.js";
import { type FlagCount, findFlags } from "../flags/index.js";
import type { Problem } from "../model.js";
import { CHECKS, findProblems } from "../problems/index.js";
import { measureQuality, type QualityFigure } from "./figures.js";
import { keepFigures } from "./history.js";

export interface QualityRun {
  readonly figures: readonly QualityFigure[];
  readonly flags: readonly FlagCount[];
  readonly settled: Settled;
}

/** Looks for flags, keeps the figures of this run, and tells what is wrong. */
export async function runQuality(
  pool: Pool,
  organization: Organization,
  parts: { readonly now: string; readonly tell: Tell },
): Promise<QualityRun> {
  const { now } = parts;
  const flags = await findFlags(pool, organization, now);
  const figures = await measureQuality(pool, organization, now);
  await pool.transaction((tx) => keepFigures(tx, { key: `quality:${now}`, job: "quality", at: now }, figures));
  return { figures, flags, settled: await tellProblems(pool, organization, parts) };
}

interface Watch {
  readonly now: string;
  readonly tell: Tell;
  /** Checks that look now; all of them unless named. */
  readonly only?: readonly string[];
  /** Checks whose problems have passed by the very fact that this runs. */
  readonly over?: readonly string[];
}

/** Tells what some checks find now, without waiting for the nightly run. When all of them look, what nothing looks for any more passes too. */
export async function tellProblems(
  pool: Pool,
  organization: Organization,
  { now, tell, only, over = [] }: Watch,
): Promise<Settled> {
  const checks = CHECKS.filter(({ name }) => only === undefined || only.includes(name));
  const retired = only === undefined ? await retiredChecks(pool, organization) : [];
  const names = [...checks.map(({ name }) => name), ...over, ...retired];
  const look = (reader: Reader) => findProblems(reader, organization, now, checks);
  return settleAlerts(pool, organization, names, look, now, tell);
}

/** Checks of open alerts that do not exist any more, and jobs that were taken out or switched off: nothing else would ever end them. */
async function retiredChecks(reader: Reader, { jobs }: Organization): Promise<string[]> {
  const running = Object.entries(jobs).filter(([, { enabled }]) => enabled);
  const known = new Set([CLOCK_CHECK, ...CHECKS.map(({ name }) => name), ...running.map(([name]) => jobCheck(name))]);
  const open = await reader.query<{ check_name: string }>(
    sql`SELECT DISTINCT check_name FROM alert WHERE state <> 'resolved'`,
  );
  return open.map(({ check_name }) => check_name).filter((name) => !known.has(name));
}

/** How a job ended, as far as it is to be told. */
export interface EndedJob {
  readonly name: string;
  readonly startedAt: string;
  /** Null when it went well. */
  readonly problem: Omit<Problem, "check"> | null;
  /** Checks that look at what it did. */
  readonly toldBy: readonly string[];
}

/** Tells what a job left behind; its own failure only where none of its checks has found what failed in it. */
export async function tellOfJob(
  pool: Pool,
  organization: Organization,
  { name, startedAt, problem, toldBy }: EndedJob,
  { now, tell }: Pick<Watch, "now" | "tell">,
): Promise<Settled> {
  const checks = CHECKS.filter((check) => toldBy.includes(check.name));
  const look = async (reader: Reader): Promise<Problem[]> => {
    const found = await findProblems(reader, organization, now, checks);
    const isExplained = found.some(({ class: sort, details }) => sort === "failed" && String(details.at) >= startedAt);
    return problem === null || isExplained ? found : [...found, { ...problem, check: jobCheck(name) }];
  };
  return settleAlerts(pool, organization, [...checks.map((check) => check.name), jobCheck(name)], look, now, tell);
}
