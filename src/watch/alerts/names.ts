import { type Organization, PolarisError } from "../../runtime/index.js";
import { sourceNames } from "../../sources/index.js";

/** What is looked for by other ways than a check: the clock by its watchdog, a job by how it ended. */
export const CLOCK_CHECK = "clock";
export const jobCheck = (job: string): string => `job ${job}`;

/** Stands for every check that has no owner of its own. */
export const ALL_CHECKS = "*";

/**
 * Holds the names under alerts.owners and alerts.missingAfterHours against the checks and sources that there are.
 * @throws PolarisError configuration_invalid: under a name that nothing has, nobody would be mentioned and nothing missed, without a word
 */
export function requireAlertNames(organization: Organization, checks: readonly { readonly name: string }[]): void {
  const { alerts, jobs, leadSources } = organization;
  requireKnown(
    "owners",
    alerts.owners,
    [ALL_CHECKS, ...checks.map(({ name }) => name), CLOCK_CHECK, ...Object.keys(jobs).map(jobCheck)],
    "is no check",
  );
  requireKnown("missingAfterHours", alerts.missingAfterHours, sourceNames(leadSources), "is no source");
}

function requireKnown(key: string, named: object, known: readonly string[], what: string): void {
  const unknown = Object.keys(named).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new PolarisError(
    "configuration_invalid",
    `alerts.${key} in organization.yml: “${unknown}” ${what}. Expected one of ${known.join(", ")}.`,
  );
}
