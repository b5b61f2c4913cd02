import type { Clock } from "./clock.js";
import type { Ids } from "./ids.js";
import type { ResponseUrl, Trigger } from "./model.js";
import { SlackError } from "./slack-error.js";

const TRIGGER_LIFE_MS = 3_000;
const RESPONSE_URL_LIFE_MS = 30 * 60_000;
const RESPONSE_URL_USES = 5;

/** The short-lived permissions of an interaction: trigger_id (3 s, once) and response_url (30 min, five times). */
export class Tickets {
  readonly #ids: Ids;
  readonly #clock: Clock;
  readonly #triggers = new Map<string, Trigger>();
  readonly #responseUrls = new Map<string, ResponseUrl>();

  constructor(ids: Ids, clock: Clock) {
    this.#ids = ids;
    this.#clock = clock;
  }

  issueTrigger(user: string, place: { channel: string | null; view: string | null }): Trigger {
    const issuedAt = this.#clock.now();
    const id = `${issuedAt}.${this.#ids.next("").toLowerCase()}`;
    const trigger: Trigger = { id, user, issuedAt, ...place, used: false };
    this.#triggers.set(id, trigger);
    return trigger;
  }

  /** Throws invalid_trigger_id, exchanged_trigger_id, expired_trigger_id. */
  redeem(id: string): Trigger {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) throw new SlackError("invalid_trigger_id");
    if (trigger.used) throw new SlackError("exchanged_trigger_id");
    if (this.#clock.now() - trigger.issuedAt > TRIGGER_LIFE_MS) throw new SlackError("expired_trigger_id");
    return trigger;
  }

  issueResponseUrl(from: Pick<ResponseUrl, "user" | "channel" | "threadTs" | "fromMessage" | "original">): ResponseUrl {
    const issued: ResponseUrl = { id: this.#ids.next("R"), ...from, issuedAt: this.#clock.now(), uses: 0 };
    this.#responseUrls.set(issued.id, issued);
    return issued;
  }

  /** Counts a use. Throws used_url, expired_url, and used_url for one that never was. */
  use(id: string): ResponseUrl {
    const responseUrl = this.#responseUrls.get(id);
    if (responseUrl === undefined || responseUrl.uses >= RESPONSE_URL_USES) throw new SlackError("used_url");
    if (this.#clock.now() - responseUrl.issuedAt > RESPONSE_URL_LIFE_MS) throw new SlackError("expired_url");
    responseUrl.uses += 1;
    return responseUrl;
  }
}
