import { backup } from "./backup.js";
import { duplicates } from "./duplicates.js";
import { eventsWithoutOwner } from "./events-without-owner.js";
import { heartbeat } from "./heartbeat.js";
import { housekeeping } from "./housekeeping.js";
import { leadFiles } from "./lead-files.js";
import { leadStatuses } from "./lead-statuses.js";
import { leads } from "./leads.js";
import { quality } from "./quality.js";
import { reconcile } from "./reconcile.js";
import { reminders } from "./reminders.js";
import type { PolarisJob } from "./services.js";
import { signUps } from "./sign-ups.js";
import { skills } from "./skills.js";
import { syncAnalytics } from "./sync-analytics.js";
import { syncSalesforce } from "./sync-salesforce.js";
import { syncSheets } from "./sync-sheets.js";
import { weeklyMetrics } from "./weekly-metrics.js";

/** Everything that runs on a clock, one line per file; when it runs stands in organization.yml. */
export const jobs: readonly PolarisJob[] = [
  backup,
  syncSalesforce,
  syncSheets,
  syncAnalytics,
  reconcile,
  quality,
  duplicates,
  skills,
  heartbeat,
  housekeeping,
  signUps,
  leadFiles,
  leadStatuses,
  weeklyMetrics,
  eventsWithoutOwner,
  leads,
  reminders,
];
