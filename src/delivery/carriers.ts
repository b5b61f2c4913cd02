import type { Sender } from "./courier.js";
import type { Carrier, LeasedParcel, LostParcel, Settlement } from "./outbox.js";

/** Hands every message to whom it is to be carried by. Losses are told in Slack. */
export class Carriers implements Sender {
  readonly #slack: Sender;
  readonly #by: Readonly<Record<Carrier, Sender | null>>;

  constructor(slack: Sender, mail: Sender | null) {
    this.#slack = slack;
    this.#by = { slack, mail };
  }

  async send(parcel: LeasedParcel): Promise<Settlement> {
    const sender = this.#by[parcel.by];
    if (sender !== null) return sender.send(parcel);
    return { kind: "failed", code: "no_mail", text: "No mail server is set (SMTP_URL)." };
  }

  tell(lost: LostParcel, reason: string | null): Promise<void> {
    return this.#slack.tell(lost, reason);
  }
}
