import type { KnownBlock } from "@slack/web-api";

const TIMEOUT = 10_000;

/** Whether the original is replaced is said every time: Slack's default depends on where the address came from. */
export interface ResponseMessage {
  readonly response_type: "ephemeral" | "in_channel";
  readonly replace_original: boolean;
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

/** Takes away what the address last said. */
export interface Withdrawal {
  readonly delete_original: true;
}

/** A response_url: good for thirty minutes and five answers. */
export interface AnswerAddress {
  readonly url: string;
  /** It came from a message's button: replacing or deleting the original means that message. */
  readonly onMessage: boolean;
}

/** Sends to a response_url. @throws ResponseRefused */
export type Respond = (message: ResponseMessage | Withdrawal) => Promise<void>;

/** Slack did not take a response: 404 when the address is used up (five times) or old (thirty minutes). */
export class ResponseRefused extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string) {
    super(`Slack refused a response with status ${status} (${reason})`);
    this.name = "ResponseRefused";
    this.status = status;
    this.reason = reason;
  }

  /** The address works; what it was given does not. */
  get isAboutContent(): boolean {
    return this.status < 500 && this.status !== 404 && !/used_url|expired_url/.test(this.reason);
  }
}

/** Speaks to one response_url, with a time limit that the library's own function lacks. */
export function respondAt(url: string): Respond {
  return async (message) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const reason = (await answer.text()).slice(0, 200);
    if (!answer.ok) throw new ResponseRefused(answer.status, reason);
  };
}
