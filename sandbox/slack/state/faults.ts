/** A disturbance of the app's calls, set through the control API or `slack.faults`. */
export interface Fault {
  /** Web API method, "response_url", "upload", or "*" for all. */
  readonly on: string;
  /** Only calls for this channel. */
  readonly channel?: string;
  /** HTTP status to answer with. 429 sends Retry-After. */
  readonly status?: number;
  /** Seconds; only with status 429. */
  readonly retryAfter?: number;
  /** Answer {ok: false, error} with HTTP 200. */
  readonly error?: string;
  /** Answer only after this many ms of real time. */
  readonly delayMs?: number;
  /** Cut the connection without an answer. */
  readonly drop?: boolean;
  /** How many calls it hits; without it, all until cleared. */
  readonly times?: number;
}

export class Faults {
  #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults = [];
  }

  all(): readonly Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  /** The fault that hits this call, if any; counts it. */
  strike(call: string, channel: string | undefined): Fault | null {
    const hit = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.on === call || fault.on === "*") &&
        (fault.channel === undefined || fault.channel === channel),
    );
    if (hit === undefined) return null;
    hit.left -= 1;
    this.#faults = this.#faults.filter(({ left }) => left > 0);
    return hit.fault;
  }
}
