import { schedule } from "node-cron";

/** Calls `tick` every fifteen seconds, never twice at once; what is due is decided by the pool, not by the tick. */
export function startTicking(tick: () => Promise<void>, onError: (error: unknown) => void): { stop(): Promise<void> } {
  let underWay: Promise<void> = Promise.resolve();
  const task = schedule(
    "*/15 * * * * *",
    () => {
      underWay = tick().catch(onError);
      return underWay;
    },
    { noOverlap: true, suppressMissedWarning: true, name: "polaris-clock" },
  );
  return {
    async stop() {
      await task.destroy();
      await underWay;
    },
  };
}
