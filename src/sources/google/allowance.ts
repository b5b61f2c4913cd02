import type { Clock } from "../../runtime/index.js";

const MINUTE = 60_000;

/** How many requests may be made: forty a minute, twenty at once, so that a few sheets are read in one go and no minute sees more than the sixty that Google allows. */
export class Allowance {
  readonly #clock: Clock;
  readonly #perMinute: number;
  readonly #atOnce: number;
  #left: number;
  #at: number;

  constructor(clock: Clock, { perMinute = 40, atOnce = 20 }: { perMinute?: number; atOnce?: number } = {}) {
    this.#clock = clock;
    this.#perMinute = perMinute;
    this.#atOnce = atOnce;
    this.#left = atOnce;
    this.#at = Date.parse(clock.now());
  }

  /** Takes one request. @returns the milliseconds to wait before it may be made */
  take(): number {
    const now = Date.parse(this.#clock.now());
    const grown = (Math.max(0, now - this.#at) * this.#perMinute) / MINUTE;
    this.#left = Math.min(this.#atOnce, this.#left + grown) - 1;
    this.#at = now;
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left * MINUTE) / this.#perMinute);
  }
}
