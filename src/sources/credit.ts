/** How many crossings a reading thread may still send before the other has taken some. */
export class Credit {
  #left: number;
  #wake: (() => void) | undefined;

  constructor(left: number) {
    this.#left = left;
  }

  /** One more may come. */
  more(): void {
    this.#left += 1;
    this.#wake?.();
  }

  /** Waits until one may go out. @throws the signal's reason once it is aborted */
  async spend(signal?: AbortSignal): Promise<void> {
    const wake = (): void => this.#wake?.();
    signal?.addEventListener("abort", wake);
    while (this.#left === 0 && signal?.aborted !== true)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    signal?.removeEventListener("abort", wake);
    signal?.throwIfAborted();
    this.#left -= 1;
  }
}
