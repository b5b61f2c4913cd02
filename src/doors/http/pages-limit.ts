import type { Clock } from "../../runtime/index.js";

/** Above this many keys at once, those whose time has passed are forgotten. */
const MOST_KEYS = 10_000;

/** How often something may be done within a time, by key; what is one too many does not count itself. */
export class Allowance {
  readonly #most: number;
  readonly #milliseconds: number;
  readonly #clock: Clock;
  readonly #times = new Map<string, number[]>();

  constructor(most: number, seconds: number, clock: Clock) {
    this.#most = most;
    this.#milliseconds = seconds * 1_000;
    this.#clock = clock;
  }

  /** Whether the next one would be admitted; nothing is counted. */
  hasRoom(key: string): boolean {
    return this.#recent(key, Date.parse(this.#clock.now())).length < this.#most;
  }

  admits(key: string): boolean {
    const now = Date.parse(this.#clock.now());
    const recent = this.#recent(key, now);
    const isAdmitted = recent.length < this.#most;
    if (isAdmitted) recent.push(now);
    this.#times.set(key, recent);
    if (this.#times.size > MOST_KEYS) this.#forget(now);
    return isAdmitted;
  }

  #recent(key: string, now: number): number[] {
    return (this.#times.get(key) ?? []).filter((at) => now - at < this.#milliseconds);
  }

  #forget(now: number): void {
    for (const [key, times] of this.#times)
      if (now - (times.at(-1) ?? 0) >= this.#milliseconds) this.#times.delete(key);
  }
}
