/** Work that has been acknowledged but not finished: Bolt's stop does not wait for it, so we do. */
export class InFlight {
  readonly #works = new Set<Promise<unknown>>();

  /** Keeps track of a listener's work until it settles. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#works.add(work);
    try {
      return await work;
    } finally {
      this.#works.delete(work);
    }
  }

  /** Resolves when all of it is done, or when the time is up. Says whether everything finished. */
  async drain(milliseconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), milliseconds);
    });
    const done = Promise.allSettled([...this.#works]).then(() => true as const);
    const finished = await Promise.race([done, timeUp]);
    clearTimeout(timer);
    return finished;
  }
}
