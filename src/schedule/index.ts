export { claimDue } from "./claims.js";
export { beat, lastBeat } from "./heartbeat.js";
export type { Claim, Due, Job, JobResult, JobSchedule } from "./model.js";
export { nextDue } from "./next-due.js";
export { type JobOutcome, type JobRequest, noteMissed, runJob } from "./runs.js";
export { startTicking } from "./ticker.js";
export { type Watchdog, watchTheClock } from "./watchdog.js";
