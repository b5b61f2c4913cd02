import { within } from "../../runtime/index.js";

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
  drain(milliseconds: number): Promise<boolean> {
    return within(milliseconds, Promise.allSettled([...this.#works]));
  }
}
