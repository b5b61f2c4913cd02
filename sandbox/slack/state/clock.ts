export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** A clock that can be put forward, so that lifetimes end without waiting for them. */
export class MovableClock implements Clock {
  readonly #base: Clock;
  #offset = 0;
  readonly #moved = new Set<() => void>();

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): number {
    return this.#base.now() + this.#offset;
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError("a clock goes forward only");
    this.#offset += ms;
    for (const listener of this.#moved) listener();
  }

  onMoved(listener: () => void): void {
    this.#moved.add(listener);
  }
}

/** Work that is due at an instant of a movable clock: done when its time comes by itself or by moving the clock. */
export class Schedule {
  readonly #clock: MovableClock;
  readonly #due = new Map<() => void, { at: number; timer: NodeJS.Timeout }>();

  constructor(clock: MovableClock) {
    this.#clock = clock;
    clock.onMoved(() => {
      for (const [work, { at }] of [...this.#due]) if (at <= clock.now()) this.#run(work);
    });
  }

  after(ms: number, work: () => void): void {
    const timer = setTimeout(() => this.#run(work), ms);
    timer.unref();
    this.#due.set(work, { at: this.#clock.now() + ms, timer });
  }

  clear(): void {
    for (const { timer } of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
  }

  #run(work: () => void): void {
    const due = this.#due.get(work);
    if (due === undefined) return;
    clearTimeout(due.timer);
    this.#due.delete(work);
    work();
  }
}
