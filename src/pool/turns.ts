/**
 * One at a time, in order of asking. SQLite allows one writer, and its drivers wait for the lock without giving the
 * thread back: two writers of one thread would wait for each other. So they take turns before they ask.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

const turnsByFile = new Map<string, Turns>();

/** All writers of one file in this thread share their turns, however many pools were opened on it. */
export function turnsOf(file: string): Turns {
  const turns = turnsByFile.get(file) ?? new Turns();
  turnsByFile.set(file, turns);
  return turns;
}
