import type { IncomingHttpHeaders } from "node:http";
import type { SalesforceRefusal } from "./refusal.js";

export interface OrgRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the organisation answers; a body in pieces is streamed. */
export interface OrgReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Iterable<string | Uint8Array>;
}

const jsonType = { "Content-Type": "application/json;charset=UTF-8" };

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): OrgReply => ({
  status,
  headers: { ...jsonType, ...headers },
  body: JSON.stringify(value),
});

export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): OrgReply => ({
  status,
  headers,
  body: "",
});

/** Top-level errors are a list, with `errorCode`. */
export const refusalReply = (refusal: SalesforceRefusal): OrgReply =>
  json(refusal.status, [{ message: refusal.message, errorCode: refusal.errorCode }]);
