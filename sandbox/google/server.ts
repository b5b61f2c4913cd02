import http from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault } from "../salesforce/faults.js";
import { control } from "./control.js";
import { driveEndpoints } from "./drive.js";
import { type CloudReply, type CloudRequest, type Endpoint, json, Media } from "./http.js";
import { spreadsheetPage } from "./page.js";
import type { CloudParts } from "./parts.js";
import { analyticsEndpoints } from "./property.js";
import { GoogleRefusal, invalidArgument, notFound, scopeInsufficient } from "./refusal.js";
import { sheetsEndpoints } from "./sheets.js";
import { uploadOf } from "./uploads.js";

const longestBody = 16 * 1024 * 1024;
const longestUpload = 100 * 1024 * 1024;
const ownNames = new Set(["127.0.0.1", "localhost", "[::1]"]);
const isOwnName = (url: string): boolean => URL.canParse(url) && ownNames.has(new URL(url).hostname);

/** Only a program on this machine, and no foreign web page, may speak to the stand-in. */
const isLocal = ({ headers }: http.IncomingMessage): boolean =>
  isOwnName(`http://${headers.host ?? ""}`) && (headers.origin === undefined || isOwnName(headers.origin));

async function bodyOf(message: http.IncomingMessage, longest: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of message) {
    length += piece.length;
    if (length > longest) throw invalidArgument("Request payload size exceeds the limit");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const isUpload = ({ pathname }: URL): boolean => pathname.startsWith("/upload/");
/** Where a spreadsheet is looked at. */
const PAGE = /^\/spreadsheets\/d\/(?<id>[\w-]+)\/edit$/;

function token(cloud: CloudParts, request: CloudRequest): CloudReply {
  const audiences = ["https://oauth2.googleapis.com/token", `${cloud.baseUrl()}/token`];
  const granted = cloud.accounts.grant(new URLSearchParams(request.body), audiences);
  return json(200, { access_token: granted.token, expires_in: granted.expiresIn, token_type: "Bearer" });
}

function jsonBody(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalidArgument("Invalid JSON payload received. Unexpected token.");
  }
}

async function call(cloud: CloudParts, endpoints: readonly Endpoint[], request: CloudRequest): Promise<CloudReply> {
  const { method, url } = request;
  for (const endpoint of endpoints) {
    const match = endpoint.method === method ? endpoint.path.exec(url.pathname) : null;
    if (match === null) continue;
    const bearer = cloud.accounts.bearer(request.headers.authorization);
    if (!endpoint.scopes.some((each) => bearer.scopes.has(each))) throw scopeInsufficient();
    if (endpoint.counts === "read") cloud.reads.take(bearer.email);
    if (endpoint.counts === "write") cloud.writes.take(bearer.email);
    const parts = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]),
    );
    const upload = isUpload(url) ? uploadOf(request.headers["content-type"] ?? "", request.bytes) : null;
    const body = jsonBody(upload?.about ?? request.body);
    const result = await endpoint.run({ bearer, parts, query: url.searchParams, body, upload });
    return result instanceof Media
      ? { status: 200, headers: { "Content-Type": result.mimeType }, body: result.content }
      : json(200, result);
  }
  throw notFound();
}

async function answer(cloud: CloudParts, endpoints: readonly Endpoint[], request: CloudRequest): Promise<CloudReply> {
  try {
    const page = request.method === "GET" ? PAGE.exec(request.url.pathname)?.groups?.id : undefined;
    if (page !== undefined) return spreadsheetPage(cloud, page);
    if (request.method === "POST" && request.url.pathname === "/token") return token(cloud, request);
    return await call(cloud, endpoints, request);
  } catch (cause) {
    if (cause instanceof GoogleRefusal) return json(cause.status, cause.body, cause.headers);
    const message = `Internal error encountered: ${cause instanceof Error ? cause.message : "unknown"}`;
    return json(500, { error: { code: 500, message, status: "INTERNAL" } });
  }
}

const faultReply = (fault: Fault): CloudReply => ({
  status: fault.status ?? 200,
  headers: { "Content-Type": "application/json; charset=UTF-8" },
  body: typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body ?? {}),
});

/** Sends an answer, or as much of it as the fault lets through. */
function send(cloud: CloudParts, response: http.ServerResponse, reply: CloudReply, fault?: Fault): void {
  response.sendDate = false;
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    Date: new Date(cloud.clock()).toUTCString(),
    ...reply.headers,
    ...fault?.headers,
    "Content-Length": String(body.length),
  });
  const cut = fault?.cutBodyAfterBytes ?? (fault?.stall ? 0 : undefined);
  if (cut === undefined) {
    response.end(body);
    return;
  }
  response.flushHeaders();
  response.write(body.subarray(0, cut), () => {
    if (!fault?.stall) response.destroy();
  });
}

/** The HTTP server of the stand-in. */
export function createServer(cloud: CloudParts): http.Server {
  const endpoints = [...sheetsEndpoints(cloud), ...driveEndpoints(cloud), ...analyticsEndpoints(cloud)];
  const handle = async (message: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    if (!isLocal(message)) return send(cloud, response, json(403, { error: "This stand-in answers only 127.0.0.1" }));
    const method = message.method ?? "GET";
    const url = new URL(message.url ?? "/", cloud.baseUrl());
    const bytes = await bodyOf(message, isUpload(url) ? longestUpload : longestBody);
    const body = isUpload(url) ? "" : bytes.toString("utf8");
    const request: CloudRequest = { method, url, headers: message.headers, body, bytes };
    if (url.pathname.startsWith("/_control/")) return send(cloud, response, control(cloud, request));
    const fault = cloud.faults.take(method, url.pathname + url.search);
    if (fault?.delayMs) await wait(fault.delayMs);
    const reply = fault?.destroy
      ? null
      : fault?.status === undefined
        ? await answer(cloud, endpoints, request)
        : faultReply(fault);
    cloud.interruptions.happen(method, url.pathname + url.search);
    cloud.log.add({
      at: new Date(cloud.clock()).toISOString(),
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: url.pathname === "/token" ? null : request.body,
      status: reply?.status ?? null,
      faulted: fault !== undefined,
    });
    if (reply === null) message.socket.destroy();
    else send(cloud, response, reply, fault);
  };
  return http.createServer((message, response) => {
    handle(message, response).catch(() => response.destroy());
  });
}
