import { createHmac } from "node:crypto";
import type { JsonObject } from "../blockkit/index.js";
import type { Clock } from "../state/clock.js";
import type { Ack, Delivery, DeliveryKind, Retry } from "./delivery.js";

export interface Forgery {
  /** Signs with another secret. */
  readonly secret?: string;
  /** Epoch seconds said in the header, instead of now. */
  readonly timestamp?: number;
}

/** Sends what happens as requests signed with the app's secret (v0). */
export class SignedHttp implements Delivery {
  readonly mode = "http";
  readonly #requestUrl: string;
  readonly #secret: string;
  readonly #ackLimitMs: number;
  readonly #clock: Clock;

  constructor(settings: { requestUrl: string; secret: string; ackLimitMs: number; clock: Clock }) {
    this.#requestUrl = settings.requestUrl;
    this.#secret = settings.secret;
    this.#ackLimitMs = settings.ackLimitMs;
    this.#clock = settings.clock;
  }

  isConnected(): boolean {
    return true;
  }

  async close(): Promise<void> {}

  deliver(kind: DeliveryKind, payload: JsonObject, retry: Retry | null, forgery: Forgery = {}): Promise<Ack> {
    const body = encode(kind, payload);
    const timestamp = forgery.timestamp ?? Math.floor(this.#clock.now() / 1000);
    return this.#send(body, {
      "content-type": kind === "events_api" ? "application/json" : "application/x-www-form-urlencoded",
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      "x-slack-request-timestamp": String(timestamp),
      "x-slack-signature": sign(forgery.secret ?? this.#secret, timestamp, body),
      ...(retry === null
        ? {}
        : {
            "x-slack-retry-num": String(retry.attempt),
            "x-slack-retry-reason": retry.reason === "timeout" ? "http_timeout" : retry.reason,
          }),
    });
  }

  async #send(body: string, headers: Record<string, string>): Promise<Ack> {
    try {
      const response = await fetch(this.#requestUrl, {
        method: "POST",
        body,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(this.#ackLimitMs),
      });
      const text = await response.text();
      if (!response.ok) {
        return {
          outcome: "refused",
          status: response.status,
          noRetry: response.headers.get("x-slack-no-retry") === "1",
        };
      }
      return { outcome: "acknowledged", body: decode(text) };
    } catch (error) {
      const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
      return { outcome: isTimeout ? "timeout" : "unreachable" };
    }
  }
}

function encode(kind: DeliveryKind, payload: JsonObject): string {
  switch (kind) {
    case "slash_commands":
      return new URLSearchParams(Object.entries(payload).map(([name, value]) => [name, String(value)])).toString();
    case "interactive":
      return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    case "events_api":
      return JSON.stringify(payload);
  }
}

function decode(text: string): unknown {
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Slack's v0 signature: HMAC-SHA256 over "v0:timestamp:body". */
export function sign(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}
