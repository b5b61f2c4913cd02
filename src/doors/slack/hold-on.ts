import { type AnswerAddress, type Respond, respondAt } from "./respond.js";

const AFTER_MILLISECONDS = 1_000;

/** "Working on it …" after a second of silence; nothing at all where there is no address to say it at. */
export class HoldOn {
  readonly #address: AnswerAddress | null;
  readonly #timer: NodeJS.Timeout | null;
  #saying: Promise<boolean> = Promise.resolve(false);

  constructor(address: AnswerAddress | null) {
    this.#address = address;
    this.#timer = address === null ? null : setTimeout(() => this.#say(respondAt(address.url)), AFTER_MILLISECONDS);
  }

  #say(respond: Respond): void {
    this.#saying = respond({ response_type: "ephemeral", replace_original: false, text: "Working on it …" }).then(
      () => true,
      () => false,
    );
  }

  /** Ends the wait; says whether the answer can take the place of the words. A button's address means its own message. */
  async end(): Promise<boolean> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    return (await this.#saying) && this.#address?.onMessage === false;
  }

  /** Ends the wait and takes the words away, because something else is the answer. */
  async withdraw(): Promise<void> {
    if (!(await this.end()) || this.#address === null) return;
    await respondAt(this.#address.url)({ delete_original: true }).catch(() => undefined);
  }
}
