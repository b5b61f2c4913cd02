import type { LeasedParcel, Settlement } from "./outbox.js";

/** The outbox as the courier sees it; it may live in another thread. */
export interface Mailroom {
  lease(): Promise<LeasedParcel | null>;
  settle(id: number, settlement: Settlement): Promise<void>;
  /** Digests that may not have arrived, each named once. */
  unknown(): Promise<{ id: number; owner: string | null; recipient: string }[]>;
}

export interface Sender {
  send(parcel: LeasedParcel): Promise<Settlement>;
  /** Tells a person (or the admins) that something did not arrive. */
  tell(owner: string | null, text: string): Promise<void>;
}

/** Empties the outbox, one message at a time, and tells owners what could not be delivered. */
export class Courier {
  readonly #mailroom: Mailroom;
  readonly #sender: Sender;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(mailroom: Mailroom, sender: Sender) {
    this.#mailroom = mailroom;
    this.#sender = sender;
  }

  /** Sends everything that is due; a round already under way is followed by another. */
  deliver(): Promise<void> {
    this.#round = this.#round.then(() => this.#deliverAll());
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
      if (settlement.kind === "failed")
        await this.#sender.tell(
          parcel.owner,
          `A ${parcel.kind} to <#${parcel.recipient}> could not be delivered: ${settlement.text}`,
        );
    }
    for (const lost of this.#stopped ? [] : await this.#mailroom.unknown())
      await this.#sender.tell(
        lost.owner,
        `A digest to <#${lost.recipient}> may not have arrived (message ${lost.id}).`,
      );
  }
}
