import type { Clock } from "./clock.js";

/** Makes ids that differ from those of an earlier run of the stand-in, since an app may have kept them. */
export class Ids {
  readonly #clock: Clock;
  readonly #run: string;
  #count = 0;
  #lastMicros = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#run = Math.floor(clock.now() / 100)
      .toString(36)
      .toUpperCase();
  }

  /** Such as "F1T8Q2X9A00K": the letter, the run, a count. */
  next(letter: string): string {
    this.#count += 1;
    return `${letter}${this.#run}${this.#count.toString(36).toUpperCase().padStart(4, "0")}`;
  }

  /** A message's timestamp, "1771171200.000100": unique and rising. */
  ts(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 100, this.#clock.now() * 1000);
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, "0")}`;
  }
}
