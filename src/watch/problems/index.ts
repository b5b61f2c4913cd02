import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Problem } from "../model.js";
import { reconcileProblems } from "../reconcile/check.js";
import { backupProblems } from "./backups.js";
import type { Check } from "./check.js";
import { expectationProblems } from "./expectations.js";
import { figureProblems } from "./figures.js";
import { jobProblems } from "./jobs.js";
import { leadProblems } from "./leads.js";
import { missingData } from "./missing-data.js";
import { outboxProblems } from "./outbox.js";
import { signUpProblems } from "./sign-ups.js";
import { syncProblems } from "./sync.js";

/** Everything that is looked for, one line each. */
export const CHECKS: readonly Check[] = [
  syncProblems,
  missingData,
  expectationProblems,
  figureProblems,
  outboxProblems,
  jobProblems,
  reconcileProblems,
  signUpProblems,
  leadProblems,
  backupProblems,
];

/** What is wrong now, by these checks. */
export async function findProblems(
  reader: Reader,
  organization: Organization,
  now: string,
  checks: readonly Check[] = CHECKS,
): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const check of checks) found.push(...(await check.find(reader, organization, now)));
  return found;
}

export type { Check } from "./check.js";
