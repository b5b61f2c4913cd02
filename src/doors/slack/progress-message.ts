import type { Progress } from "../../command/index.js";

/** Slack allows about one update of a message in this time. */
const BETWEEN_UPDATES = 3_000;
/** Quicker work shows no progress at all. */
const QUIET_AT_FIRST = 1_000;

/** The message's place in Slack, once it is posted. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

export interface ProgressVoice {
  post(text: string): Promise<Posted>;
  update(message: Posted, text: string): Promise<void>;
}

/** "Contacts: 1,200 of 3,000 · 800 a second · 2 s left" */
export function progressText({ stage, done, total, perSecond, secondsLeft }: Progress): string {
  const number = (n: number) => Math.round(n).toLocaleString("en-US");
  const rows = total !== null ? `${number(done)} of ${number(total)}` : done > 0 ? number(done) : "…";
  const rate = perSecond === null ? [] : [`${number(perSecond)} a second`];
  const left = secondsLeft === null ? [] : [`${number(secondsLeft)} s left`];
  return `${stage}: ${[rows, ...rate, ...left].join(" · ")}`;
}

/** One message about long work: updated at most every three seconds, one update under way, the last state always shown. */
export class ProgressMessage {
  readonly #voice: ProgressVoice;
  readonly #onError: (error: unknown) => void;
  #latest: string | null = null;
  #shown: string | null = null;
  #posted: Posted | null = null;
  #timer: NodeJS.Timeout | null = null;
  #sending: Promise<void> = Promise.resolve();
  #wait = QUIET_AT_FIRST;

  constructor(voice: ProgressVoice, onError: (error: unknown) => void) {
    this.#voice = voice;
    this.#onError = onError;
  }

  report(progress: Progress): void {
    this.#latest = progressText(progress);
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sending = this.#show();
    }, this.#wait);
  }

  /** Shows the last state, if anything was shown at all, and ends. */
  async finish(lastWords?: string): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#sending;
    if (this.#posted === null) return;
    this.#latest = lastWords ?? this.#latest;
    await this.#show();
  }

  async #show(): Promise<void> {
    const text = this.#latest;
    if (text === null || text === this.#shown) return;
    try {
      if (this.#posted === null) this.#posted = await this.#voice.post(text);
      else await this.#voice.update(this.#posted, text);
      this.#shown = text;
      this.#wait = BETWEEN_UPDATES;
    } catch (error) {
      this.#onError(error);
    }
  }
}
