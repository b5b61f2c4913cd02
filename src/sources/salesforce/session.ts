import { z } from "zod";
import { refusal } from "./errors.js";
import { Fetching, type Streaming } from "./fetching.js";

/** What it takes to ask within a session: plain data, which may cross to another thread. */
export interface Session {
  /** Up to the version of the API, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** Milliseconds without a byte after which a request is given up. */
  readonly deadline: number;
}

/** What every answer says beside what was asked. */
export interface Heard {
  readonly status: number;
  /** The Date header. */
  readonly date: string | null;
  /** The Sforce-Limit-Info header. */
  readonly limits: string | null;
}

/** Whoever asks: is told of every answer, and may stop the asking. */
export interface Listening {
  hear(heard: Heard): void;
  readonly stop: AbortSignal | undefined;
}

export const heardIn = ({ status, headers }: Response): Heard => ({
  status,
  date: headers.get("date"),
  limits: headers.get("sforce-limit-info"),
});

/** The session has run out, or was ended: a new one is needed. */
export class SessionOver extends Error {}

const errorList = z.array(z.object({ errorCode: z.string(), message: z.string() }));

/** Asks within a session, answers streaming. */
export class SessionTransport {
  readonly #session: Session;
  readonly #fetching: Fetching;

  constructor(session: Session, listening: Listening) {
    this.#session = session;
    this.#fetching = new Fetching({
      deadline: session.deadline,
      stop: listening.stop,
      onAnswer: (response) => listening.hear(heardIn(response)),
    });
  }

  /**
   * One GET, one try.
   * @param path behind the version of the API, or the whole of it as answers name their next page
   * @throws SessionOver, SalesforceError
   */
  async get(path: string, subject: string, accept: "text/csv" | "application/json"): Promise<Streaming> {
    const { url, token } = this.#session;
    const headers = { authorization: `Bearer ${token}`, accept };
    const address = path.startsWith("/services/") ? new URL(path, url).href : `${url}${path}`;
    const streaming = await this.#fetching.send({ url: address, method: "GET", headers });
    const { ok, status } = streaming.response;
    if (ok) return streaming;
    const parsed = errorList.safeParse(jsonOf(await streaming.text()));
    if (status === 401) throw new SessionOver();
    const first = parsed.success ? parsed.data[0] : undefined;
    throw refusal(first?.errorCode ?? `HTTP_${status}`, first?.message ?? "", subject);
  }
}

/** What a text says as JSON; the text itself when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
