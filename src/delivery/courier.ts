import type { LeasedParcel, LostParcel, Settlement } from "./outbox.js";

/** The outbox as the courier sees it; it may live in another thread. */
export interface Mailroom {
  lease(): Promise<LeasedParcel | null>;
  settle(id: number, settlement: Settlement): Promise<void>;
  /** Messages that may not have arrived, each named once. */
  unknown(): Promise<LostParcel[]>;
}

export interface Sender {
  send(parcel: LeasedParcel): Promise<Settlement>;
  /** Tells the owner (or the admins) what did not arrive, and why; null: nobody knows whether it did. */
  tell(lost: LostParcel, reason: string | null): Promise<void>;
}

/** Empties the outbox, one message at a time, and tells owners what could not be delivered. */
export class Courier {
  readonly #mailroom: Mailroom;
  readonly #sender: Sender;
  readonly #onError: (error: unknown) => void;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(mailroom: Mailroom, sender: Sender, onError: (error: unknown) => void) {
    this.#mailroom = mailroom;
    this.#sender = sender;
    this.#onError = onError;
  }

  /** Sends everything that is due; a round already under way is followed by another. A round that fails ends no later one. */
  deliver(): Promise<void> {
    this.#round = this.#round.then(() => this.#deliverAll()).catch(this.#onError);
    return this.#round;
  }

  /** Lets the message under way finish. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#round;
  }

  async #deliverAll(): Promise<void> {
    while (!this.#stopped) {
      const parcel = await this.#mailroom.lease();
      if (parcel === null) break;
      const settlement = await this.#sender.send(parcel);
      await this.#mailroom.settle(parcel.id, settlement);
      if (settlement.kind === "failed") await this.#sender.tell(parcel, settlement.text);
    }
    if (this.#stopped) return;
    for (const lost of await this.#mailroom.unknown()) await this.#sender.tell(lost, null);
  }
}
