import { setTimeout as wait } from "node:timers/promises";
import { type Clock, PolarisError } from "../../runtime/index.js";
import { readSignUpList, type SignUpList } from "./listing.js";

/** How long the service is waited for. */
export interface SignUpPatience {
  /** Milliseconds that one request may take. */
  readonly deadline: number;
  /** Requests in all. */
  readonly tries: number;
  /** From 0 to 1. */
  random(): number;
  pause(milliseconds: number): Promise<void>;
}

export const SIGN_UP_PATIENCE: SignUpPatience = {
  deadline: 10_000,
  tries: 3,
  random: Math.random,
  pause: (milliseconds) => wait(milliseconds),
};

export interface SignUpServiceOptions {
  /** Of its public list. */
  readonly url: string;
  /** Of the organisation's days. */
  readonly timeZone: string;
  readonly clock: Clock;
  readonly patience?: SignUpPatience;
}

/** A wait that the service asks for and that is longer is left to the next run. */
const LONGEST_WAIT = 60_000;
const MOST_BYTES = 5_000_000;

/** A try that went wrong: whether another one may go well, and after how many milliseconds at the soonest. */
class Trouble extends Error {
  readonly isPassing: boolean;
  readonly waitFor: number;

  constructor(message: string, isPassing: boolean, waitFor = 0) {
    super(message);
    this.isPassing = isPassing;
    this.waitFor = waitFor;
  }
}

/** The public sign-up service (VolunTeach): its list of upcoming events, read over HTTP. */
export class SignUpService {
  readonly #options: Required<SignUpServiceOptions>;

  constructor(options: SignUpServiceOptions) {
    this.#options = { patience: SIGN_UP_PATIENCE, ...options };
  }

  /** @throws PolarisError sign_ups_unavailable when it does not answer, refuses, or answers with something else than its list */
  async list(): Promise<SignUpList> {
    const { patience } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once();
      } catch (thrown) {
        if (!(thrown instanceof Trouble)) throw thrown;
        const isLast = attempt >= patience.tries || !thrown.isPassing || thrown.waitFor > LONGEST_WAIT;
        if (isLast)
          throw new PolarisError(
            "sign_ups_unavailable",
            `The sign-up service could not be read (${attempt === 1 ? "asked once" : `asked ${attempt} times`}): ${thrown.message}. Expected its list of upcoming events as JSON at signUps.url of organization.yml. What was read before stands.`,
            { cause: thrown },
          );
        const ours = 1_000 * 2 ** (attempt - 1) + patience.random() * 500;
        await patience.pause(Math.max(ours, thrown.waitFor));
      }
    }
  }

  async #once(): Promise<SignUpList> {
    const { timeZone } = this.#options;
    const text = await this.#text();
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new Trouble("it answered with something that is no JSON", true);
    }
    const list = readSignUpList(answer, timeZone);
    if (list === null) throw new Trouble("it answered with JSON that is no list", false);
    if (list.listings.length === 0 && list.unreadable > 0)
      throw new Trouble(`none of the ${list.unreadable} rows of its list has an id and a name`, false);
    return list;
  }

  async #text(): Promise<string> {
    const { url, patience } = this.#options;
    let response: Response;
    try {
      response = await fetch(url, {
        headers: { accept: "application/json" },
        signal: AbortSignal.timeout(patience.deadline),
      });
      const text = await bodyOf(response);
      if (response.ok) return text;
    } catch (thrown) {
      throw thrown instanceof Trouble ? thrown : unreachable(thrown, patience.deadline);
    }
    const { status } = response;
    throw new Trouble(`it answered with status ${status}`, status === 429 || status >= 500, this.#waitOf(response));
  }

  /** What Retry-After asks for, in milliseconds: as seconds or as a date. */
  #waitOf({ headers }: Response): number {
    const said = headers.get("retry-after")?.trim() ?? "";
    if (/^\d+$/.test(said)) return Number(said) * 1_000;
    const until = Date.parse(said);
    return Number.isNaN(until) ? 0 : Math.max(0, until - Date.parse(this.#options.clock.now()));
  }
}

/** @throws Trouble for a body that no list of events has */
async function bodyOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new Trouble("its answer is larger than any list of events", false);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function unreachable(thrown: unknown, deadline: number): Trouble {
  const isLate = thrown instanceof Error && thrown.name === "TimeoutError";
  return new Trouble(isLate ? `it did not answer within ${deadline / 1_000} s` : "it cannot be reached", true);
}
