import { brokenAnswer, unreachable } from "./errors.js";

export interface Exchange {
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Statuses that mean "not now". */
const NOT_NOW = new Set([406, 408, 420, 425, 429, 500, 502, 503, 504]);

/** One request whose answer streams, ended when no byte comes for `deadline` milliseconds or the caller stops. */
export class Streaming {
  readonly response: Response;
  readonly #alarm: Alarm;

  constructor(response: Response, alarm: Alarm) {
    this.response = response;
    this.#alarm = alarm;
  }

  /** The body in pieces. @throws SalesforceError when it is cut or stalls */
  async *pieces(): AsyncGenerator<Uint8Array> {
    try {
      if (this.response.body === null) return;
      for await (const piece of this.response.body) {
        this.#alarm.again();
        yield piece;
      }
    } catch (cause) {
      throw this.#alarm.explain(cause, (why) => brokenAnswer(why, cause));
    } finally {
      this.#alarm.off();
    }
  }

  async text(): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const piece of this.pieces()) parts.push(piece);
    return Buffer.concat(parts).toString("utf8");
  }
}

/** Rings when nothing has come for a while, or when the caller stops. */
class Alarm {
  readonly #control = new AbortController();
  readonly #deadline: number;
  readonly #stop: AbortSignal | undefined;
  readonly #onStop = () => this.#control.abort();
  #timer: NodeJS.Timeout;
  #hasRung = false;

  constructor(deadline: number, stop: AbortSignal | undefined) {
    this.#deadline = deadline;
    this.#stop = stop;
    this.#timer = this.#set();
    stop?.addEventListener("abort", this.#onStop, { once: true });
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  #set(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#hasRung = true;
      this.#control.abort();
    }, this.#deadline);
  }

  again(): void {
    this.#timer.refresh();
  }

  off(): void {
    clearTimeout(this.#timer);
    this.#stop?.removeEventListener("abort", this.#onStop);
  }

  explain(cause: unknown, otherwise: (why: string) => Error): unknown {
    if (this.#stop?.aborted) return this.#stop.reason;
    if (this.#hasRung) return unreachable(`no answer for ${Math.round(this.#deadline / 1000)} s`, { cause });
    return otherwise("the connection ended in the middle of an answer");
  }
}

export interface TransportOptions {
  readonly deadline: number;
  readonly stop: AbortSignal | undefined;
  /** Told of every answer, before its body is read. */
  readonly onAnswer: (response: Response) => void;
}

/** Requests by fetch, with a deadline over head and body. */
export class Fetching {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** @throws SalesforceError salesforce_unreachable when there is no answer, or one that says "not now" */
  async send(exchange: Exchange): Promise<Streaming> {
    const { deadline, stop, onAnswer } = this.#options;
    stop?.throwIfAborted();
    const alarm = new Alarm(deadline, stop);
    let response: Response;
    try {
      response = await fetch(exchange.url, {
        method: exchange.method,
        headers: { ...exchange.headers },
        ...(exchange.body === undefined ? {} : { body: exchange.body }),
        signal: alarm.signal,
        redirect: "follow",
      });
    } catch (cause) {
      alarm.off();
      throw alarm.explain(cause, () => unreachable(codeOf(cause), { cause }));
    }
    onAnswer(response);
    if (!NOT_NOW.has(response.status)) return new Streaming(response, alarm);
    alarm.off();
    await response.body?.cancel().catch(() => undefined);
    throw unreachable(`it answered ${response.status}`, { waitFor: retryAfter(response.headers.get("retry-after")) });
  }
}

function codeOf(cause: unknown): string {
  const inner = cause instanceof Error ? cause.cause : undefined;
  if (typeof inner === "object" && inner !== null && "code" in inner && typeof inner.code === "string")
    return inner.code;
  return "no connection";
}

/** Seconds, at most one minute of them. */
function retryAfter(header: string | null): number | null {
  const seconds = Number(header);
  return header === null || !Number.isFinite(seconds) || seconds < 0 ? null : Math.min(seconds, 60) * 1000;
}
