import type { JsonObject } from "../blockkit/index.js";

/** What Slack sends to an app. */
export type DeliveryKind = "slash_commands" | "interactive" | "events_api";

export interface Retry {
  /** 1 for the first retry. */
  readonly attempt: number;
  readonly reason: "timeout" | "http_error" | "connection_failed";
}

/** How a delivery ended. */
export type Ack =
  /** `body` is null for a bare acknowledgement. */
  | { readonly outcome: "acknowledged"; readonly body: unknown }
  | { readonly outcome: "timeout" }
  /** Nobody there: no connection, or the request could not be made. */
  | { readonly outcome: "unreachable" }
  | { readonly outcome: "refused"; readonly status: number; readonly noRetry: boolean };

export interface Delivery {
  readonly mode: "socket" | "http";
  isConnected(): boolean;
  deliver(kind: DeliveryKind, payload: JsonObject, retry: Retry | null): Promise<Ack>;
  close(): Promise<void>;
}
