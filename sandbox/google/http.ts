import type { IncomingHttpHeaders } from "node:http";
import type { Bearer } from "./service-accounts.js";
import type { Upload } from "./uploads.js";

export interface CloudRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** As text; empty for an upload. */
  readonly body: string;
  readonly bytes: Buffer;
}

export interface CloudReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One endpoint of an API: the parts of its path that the pattern names come by name. */
export interface Endpoint {
  readonly method: string;
  readonly path: RegExp;
  /** One of these scopes is needed. */
  readonly scopes: readonly string[];
  readonly counts?: "read" | "write";
  run(call: Call): unknown;
}

export interface Call {
  readonly bearer: Bearer;
  readonly parts: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** The file of an upload; null where none was sent. */
  readonly upload: Pick<Upload, "mimeType" | "media"> | null;
}

/** What an endpoint answers with when it is the content of a file and no JSON. */
export class Media {
  readonly mimeType: string;
  readonly content: string;

  constructor(mimeType: string, content: string) {
    this.mimeType = mimeType;
    this.content = content;
  }
}

export const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`;

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): CloudReply => ({
  status,
  headers: { "Content-Type": "application/json; charset=UTF-8", ...headers },
  body: JSON.stringify(value),
});
