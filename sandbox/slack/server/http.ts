import type { IncomingMessage, ServerResponse } from "node:http";

/** A request with its body read, as far as the routes need it. */
export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const LARGEST_BODY = 64 * 1024 * 1024;

/** Reads the body whole. Throws RangeError above 64 MiB. */
export async function readRequest(incoming: IncomingMessage, base: string): Promise<Request> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    size += bytes.length;
    if (size > LARGEST_BODY) throw new RangeError("body too large");
    parts.push(bytes);
  }
  return {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", base),
    headers: incoming.headers,
    body: Buffer.concat(parts),
  };
}

export function send(response: ServerResponse, { status, headers, body }: Response): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

export function text(body: string, status = 200): Response {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

export const NOT_FOUND: Response = json({ ok: false, error: "not_found", text: "There is nothing here." }, 404);

/** The body as JSON, or undefined when it is none. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/**
 * Whether the request comes from this machine's own page or program: `Host` and, when a browser sends one, `Origin` must be this
 * server's. This keeps out pages of other sites, DNS rebinding included.
 */
export function isOwn(headers: IncomingMessage["headers"], port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host)) return false;
  return origin === undefined || hosts.some((own) => origin === `http://${own}`);
}
