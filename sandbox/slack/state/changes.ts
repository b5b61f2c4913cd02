import type { ConsoleNotice } from "../console-types.js";
import type { Message, StoredFile } from "./model.js";

/** Something that somebody can see happened. Each carries what its audience is decided by. */
export type Change =
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "message_removed"; readonly message: Message }
  | { readonly type: "modals"; readonly user: string }
  | { readonly type: "home"; readonly user: string }
  | { readonly type: "notice"; readonly user: string; readonly notice: ConsoleNotice }
  | { readonly type: "busy"; readonly user: string; readonly what: string; readonly busy: boolean }
  | { readonly type: "file"; readonly file: StoredFile }
  /** A call of the app was answered, or a delivery to it ended. */
  | { readonly type: "exchange" }
  | { readonly type: "channels" }
  | { readonly type: "people" }
  | { readonly type: "app" };

/** Changes that can be looked back at. */
const REMEMBERED = 5_000;

export type ChangeListener = (change: Change, seq: number) => void;

/** Tells listeners about changes, in order, each with a rising number. */
export class Changes {
  readonly #listeners = new Set<ChangeListener>();
  #past: { readonly seq: number; readonly change: Change }[] = [];
  #seq = 0;

  get seq(): number {
    return this.#seq;
  }

  tell(change: Change): void {
    this.#seq += 1;
    this.#past.push({ seq: this.#seq, change });
    if (this.#past.length > 2 * REMEMBERED) this.#past = this.#past.slice(-REMEMBERED);
    for (const listener of [...this.#listeners]) listener(change, this.#seq);
  }

  /** Oldest first. */
  since(seq: number): readonly { readonly seq: number; readonly change: Change }[] {
    return this.#past.filter((each) => each.seq > seq);
  }

  /** Answers how to stop listening. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Resolves with the first answer of `find` that is not undefined: asked at once, then after every change.
   * Rejects with `describe()` after `timeoutMs`.
   */
  until<Found>(find: () => Found | undefined, timeoutMs: number, describe: () => string): Promise<Found> {
    return new Promise((resolve, reject) => {
      const already = find();
      if (already !== undefined) return resolve(already);
      const timer = setTimeout(() => {
        stop();
        reject(new Error(describe()));
      }, timeoutMs);
      const stop = this.listen(() => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        stop();
        resolve(found);
      });
    });
  }
}
