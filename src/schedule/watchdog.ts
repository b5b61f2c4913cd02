import type { Clock } from "../runtime/index.js";

export interface Watchdog {
  /** The clock has come round. */
  fed(): void;
  /** Seconds since it last did. */
  readonly age: number;
  /** False once it has stood still for too long. */
  readonly isAlive: boolean;
  stop(): void;
}

/**
 * Notices a clock that stands still: it is told once, and once more when it goes on. It ticks by itself, so that what holds up the clock does not
 * hold up who watches it.
 */
export function watchTheClock(
  clock: Clock,
  longestMinutes: number,
  tell: (state: "stopped" | "goes_on", minutes: number) => void,
): Watchdog {
  const longest = longestMinutes * 60_000;
  let last = Date.parse(clock.now());
  let isAlive = true;
  const silence = () => Date.parse(clock.now()) - last;
  const look = setInterval(
    () => {
      if (!isAlive || silence() <= longest) return;
      isAlive = false;
      tell("stopped", Math.round(silence() / 60_000));
    },
    Math.min(30_000, Math.max(50, longest / 4)),
  );
  look.unref();
  return {
    fed() {
      const minutes = Math.round(silence() / 60_000);
      last = Date.parse(clock.now());
      if (isAlive) return;
      isAlive = true;
      tell("goes_on", minutes);
    },
    get age() {
      return silence() / 1_000;
    },
    get isAlive() {
      return isAlive;
    },
    stop: () => clearInterval(look),
  };
}
