export { type Before, type Changes, changesSince, type Figure, type Figures, figuresOf } from "./changes.js";
export { claimDue } from "./claims.js";
export { type Digest, digestOf, type Piece } from "./digest.js";
export { beat, lastBeat } from "./heartbeat.js";
export type { Claim, Due, Job, JobResult, JobSchedule } from "./model.js";
export { nextDue } from "./next-due.js";
export { type JobOutcome, type JobRequest, noteMissed, runJob } from "./runs.js";
export {
  askForRun,
  createSubscription,
  digestKey,
  editSubscription,
  endSubscription,
  OF_THE_ORGANIZATION,
  pauseSubscription,
  restoreSubscription,
  resumeSubscription,
  type Subscription,
  subscriptionWithId,
  type Wish,
} from "./subscriptions.js";
export { claimDigests, type DueDigest } from "./subscriptions-claims.js";
export { type LatestRun, type ListedSubscription, listSubscriptions } from "./subscriptions-list.js";
export { type InStep, keepDigestsInStep } from "./subscriptions-organization.js";
export { startTicking } from "./ticker.js";
export { type Watchdog, watchTheClock } from "./watchdog.js";
export { FREQUENCIES, type Frequency, readWhen, type Schedule, scheduleOf, type When, whenOf } from "./when.js";
