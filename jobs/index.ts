import type { PolarisJob } from "./services.js";
import { syncSalesforce } from "./sync-salesforce.js";
import { weeklyMetrics } from "./weekly-metrics.js";

/** Everything that runs on a clock, one line per file; when it runs stands in organization.yml. */
export const jobs: readonly PolarisJob[] = [syncSalesforce, weeklyMetrics];
