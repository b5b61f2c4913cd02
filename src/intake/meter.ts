import type { Clock } from "../runtime/index.js";
import type { SyncProgress } from "./model.js";

/** Measures one stage of a sync and tells how far it is. */
export class Meter {
  readonly #clock: Clock;
  readonly #stage: string;
  readonly #tell: (progress: SyncProgress) => void;
  readonly #began: number;
  #done = 0;
  #total: number | null = null;

  constructor(stage: string, clock: Clock, tell: (progress: SyncProgress) => void) {
    this.#stage = stage;
    this.#clock = clock;
    this.#tell = tell;
    this.#began = Date.parse(clock.now());
    this.#report();
  }

  expect(total: number | null): void {
    if (total !== null) this.#total = total;
  }

  add(rows: number): void {
    this.#done += rows;
    this.#report();
  }

  #report(): void {
    const seconds = (Date.parse(this.#clock.now()) - this.#began) / 1000;
    const perSecond = seconds > 0 && this.#done > 0 ? this.#done / seconds : null;
    const left = this.#total === null ? null : Math.max(0, this.#total - this.#done);
    this.#tell({
      stage: this.#stage,
      done: this.#done,
      total: this.#total,
      perSecond,
      secondsLeft: left === null || perSecond === null ? null : left / perSecond,
    });
  }
}
