const EVERY_MILLISECONDS = 15_000;

/**
 * Calls `tick` at every quarter of a minute, never twice at once; what is due is decided by the pool, not by the tick. Each look is a timer of its
 * own: a machine that slept, or whose time was set anew, makes up for nothing and waits for nothing.
 */
export function startTicking(tick: () => Promise<void>, onError: (error: unknown) => void): { stop(): Promise<void> } {
  let underWay: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;
  let isStopped = false;
  const wait = () => {
    if (!isStopped) timer = setTimeout(look, EVERY_MILLISECONDS - (Date.now() % EVERY_MILLISECONDS));
  };
  const look = () => {
    underWay = tick().catch(onError).then(wait);
  };
  wait();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
