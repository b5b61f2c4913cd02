import { PolarisError } from "../runtime/index.js";
import type { Request } from "./model.js";

const WINDOW_SECONDS = 60;
/** Above this many people at once, those who have been quiet are forgotten. */
const MOST_REMEMBERED = 10_000;

/** Counts the commands of each person in Slack over the last minute, by the instants of the requests. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #recent = new Map<string, number[]>();

  constructor(perMinute = 30) {
    this.#perMinute = perMinute;
  }

  /** @throws PolarisError("rate_limited") for one command too many; it does not count itself. */
  admit(request: Pick<Request, "actor" | "now">): void {
    if (request.actor.door !== "slack") return;
    const now = Date.parse(request.now);
    const recent = (this.#recent.get(request.actor.id) ?? []).filter((at) => now - at < WINDOW_SECONDS * 1000);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= this.#perMinute) {
      const wait = Math.max(1, Math.ceil((oldest + WINDOW_SECONDS * 1000 - now) / 1000));
      throw new PolarisError(
        "rate_limited",
        `That was more than ${this.#perMinute} commands in a minute. Please try again in ${wait === 1 ? "one second" : `${wait} seconds`}.`,
      );
    }
    recent.push(now);
    this.#recent.set(request.actor.id, recent);
    if (this.#recent.size > MOST_REMEMBERED) this.#forgetQuiet(now);
  }

  #forgetQuiet(now: number): void {
    for (const [actor, recent] of this.#recent) {
      if (now - (recent.at(-1) ?? 0) >= WINDOW_SECONDS * 1000) this.#recent.delete(actor);
    }
  }
}
