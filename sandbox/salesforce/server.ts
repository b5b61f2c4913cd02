import http from "node:http";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { control } from "./control.js";
import type { Fault } from "./faults.js";
import { json, type OrgReply, type OrgRequest, refusalReply } from "./http.js";
import { identity, oauth } from "./oauth.js";
import type { OrgParts } from "./parts.js";
import { SalesforceRefusal } from "./refusal.js";
import { rest } from "./rest.js";

const longestBody = 128 * 1024 * 1024;
const longestHeader = 128 * 1024;
const ownNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

const isOwnName = (url: string): boolean => URL.canParse(url) && ownNames.has(new URL(url).hostname);

/** Only a program on this machine, and no foreign web page, may speak to the organisation. */
const isLocal = ({ headers }: http.IncomingMessage): boolean =>
  isOwnName(`http://${headers.host ?? ""}`) && (headers.origin === undefined || isOwnName(headers.origin));

async function bodyOf(message: http.IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of message) {
    length += piece.length;
    if (length > longestBody) throw new SalesforceRefusal(413, "REQUEST_TOO_LARGE", "The request body is too large");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function answer(org: OrgParts, request: OrgRequest): OrgReply {
  const { pathname } = request.url;
  try {
    if (pathname.startsWith("/services/oauth2/")) return oauth(org, request);
    if (pathname === "/services/data" || pathname.startsWith("/services/data/")) return rest(org, request);
    if (pathname.startsWith("/id/")) {
      org.sessions.check(request.headers.authorization);
      return identity(org);
    }
    return json(404, [{ message: "The requested resource does not exist", errorCode: "NOT_FOUND" }]);
  } catch (cause) {
    if (cause instanceof SalesforceRefusal) return refusalReply(cause);
    const message = `An unexpected error occurred: ${cause instanceof Error ? cause.message : "unknown"}`;
    return json(500, [{ message, errorCode: "UNKNOWN_EXCEPTION" }]);
  }
}

const faultReply = (fault: Fault): OrgReply => ({
  status: fault.status ?? 200,
  headers: { "Content-Type": "application/json;charset=UTF-8", ...fault.headers },
  body: typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body ?? []),
});

/** Until the client has taken what was written, or has gone. */
function drained(response: http.ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}

/** Writes pieces, waiting where the client is slow; stops at the cut of a fault. Says whether all was written. */
async function writeBody(
  response: http.ServerResponse,
  pieces: Iterable<string | Uint8Array>,
  cut: number,
): Promise<boolean> {
  let left = cut;
  for (const piece of pieces) {
    if (response.destroyed) return false;
    const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
    const ready = response.write(bytes.subarray(0, left));
    left -= bytes.length;
    if (left < 0) return false;
    await (ready ? nextTurn() : drained(response));
  }
  return true;
}

async function send(org: OrgParts, response: http.ServerResponse, reply: OrgReply, fault?: Fault): Promise<void> {
  response.sendDate = false;
  response.writeHead(reply.status, {
    Date: new Date(org.clock()).toUTCString(),
    "Sforce-Limit-Info": org.limit.header(),
    ...reply.headers,
    ...fault?.headers,
    ...(typeof reply.body === "string" && reply.status !== 204 && reply.status !== 304
      ? { "Content-Length": String(Buffer.byteLength(reply.body)) }
      : {}),
  });
  const cut = fault?.cutBodyAfterBytes ?? (fault?.stall ? 0 : Number.POSITIVE_INFINITY);
  if (cut === Number.POSITIVE_INFINITY && typeof reply.body === "string") {
    response.end(reply.body);
    return;
  }
  const pieces = typeof reply.body === "string" ? [reply.body] : reply.body;
  response.flushHeaders();
  if (await writeBody(response, pieces, cut)) response.end();
  else if (!fault?.stall) setImmediate(() => response.destroy());
}

async function handle(org: OrgParts, message: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (!isLocal(message)) {
    await send(org, response, json(403, { error: "This organisation answers only 127.0.0.1" }));
    return;
  }
  const method = message.method ?? "GET";
  const url = new URL(message.url ?? "/", org.baseUrl());
  const request: OrgRequest = { method, url, headers: message.headers, body: await bodyOf(message) };
  if (url.pathname.startsWith("/_control/")) {
    await send(org, response, control(org, request));
    return;
  }
  const fault = org.faults.take(method, url.pathname + url.search);
  if (fault?.delayMs) await wait(fault.delayMs);
  const reply = fault?.destroy ? null : fault?.status === undefined ? answer(org, request) : faultReply(fault);
  org.log.add({
    at: new Date(org.clock()).toISOString(),
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: url.pathname.startsWith("/services/oauth2/") ? null : request.body,
    status: reply?.status ?? null,
    faulted: fault !== undefined,
  });
  if (reply === null) message.socket.destroy();
  else await send(org, response, reply, fault);
}

/** The HTTP server of the organisation; a failure while answering cuts the connection, as a crash would. */
export function createServer(org: OrgParts): http.Server {
  return http.createServer({ maxHeaderSize: longestHeader }, (message, response) => {
    handle(org, message, response).catch((cause: unknown) => {
      if (response.headersSent) response.destroy();
      else {
        const reply = cause instanceof SalesforceRefusal ? refusalReply(cause) : json(500, []);
        response.writeHead(reply.status, reply.headers).end(String(reply.body));
      }
    });
  });
}
