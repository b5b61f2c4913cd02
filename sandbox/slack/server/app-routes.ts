import { Readable } from "node:stream";
import busboy from "busboy";
import { answerWith } from "../acting/answering.js";
import { isObject, type JsonObject } from "../blockkit/index.js";
import { SlackError } from "../state/slack-error.js";
import type { World } from "../state/world.js";
import { isSeenByApp } from "../web-api/files.js";
import type { WebApi } from "../web-api/web-api.js";
import { json, NOT_FOUND, type Request, type Response, readJson, text } from "./http.js";

/** The routes that the app itself calls: the Web API, response_urls, uploads, downloads. */
export class AppRoutes {
  readonly #world: World;
  readonly #webApi: WebApi;

  constructor(world: World, webApi: WebApi) {
    this.#world = world;
    this.#webApi = webApi;
  }

  /** Null drops the connection. Undefined when the path is none of these. */
  async handle(request: Request): Promise<Response | null | undefined> {
    const [, first, ...rest] = request.url.pathname.split("/");
    switch (first) {
      case "api":
        return this.#api(rest.join("/"), request);
      case "actions":
        return this.#responseUrl(rest[1] ?? "", request);
      case "upload":
        return this.#upload(rest[1] ?? "", request);
      case "files-pri":
        return this.#download(rest[0] ?? "", request);
      default:
        return undefined;
    }
  }

  async #api(method: string, request: Request): Promise<Response | null> {
    const args = readArguments(request);
    if (args === null) return json({ ok: false, error: "invalid_json" });
    const finish = this.#world.log.begin("app_to_slack", method, args);
    const channel = typeof args.channel === "string" ? args.channel : undefined;
    const fault = await this.#strike(
      method,
      channel ?? (typeof args.channel_id === "string" ? args.channel_id : undefined),
    );
    if (fault !== undefined) {
      finish(fault === null ? "dropped" : { status: fault.status, body: String(fault.body) });
      return fault;
    }
    const answer = await this.#webApi.call(method, args, tokenOf(request, args));
    finish(answer, concernsOf(args, answer));
    return json(answer, 200, { "x-oauth-scopes": this.#world.options.app.scopes.join(",") });
  }

  async #responseUrl(id: string, request: Request): Promise<Response | null> {
    const raw = readArguments(request);
    const finish = this.#world.log.begin("app_to_slack", "response_url", raw);
    const fault = await this.#strike("response_url", undefined);
    if (fault !== undefined) {
      finish(fault === null ? "dropped" : { status: fault.status });
      return fault;
    }
    try {
      const place = this.#world.tickets.use(id);
      if (raw === null) throw new SlackError("invalid_payload");
      const message = answerWith(this.#world, place, raw);
      finish({ status: 200, body: "ok" }, message === null ? [] : [message.key]);
      return text("ok");
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      const gone = error.code === "used_url" || error.code === "expired_url";
      finish({ status: gone ? 404 : 400, body: error.answer });
      return json(error.answer, gone ? 404 : 400);
    }
  }

  async #upload(id: string, request: Request): Promise<Response | null> {
    const finish = this.#world.log.begin("app_to_slack", "upload", { file: id, bytes: request.body.length });
    const fault = await this.#strike("upload", undefined);
    if (fault !== undefined) {
      finish(fault === null ? "dropped" : { status: fault.status });
      return fault;
    }
    const file = this.#world.files.find(id);
    if (request.method !== "POST" || file === undefined || file.bytes !== null) {
      finish({ status: 404 });
      return NOT_FOUND;
    }
    const bytes = await uploadedBytes(request);
    if (bytes === null || bytes.length !== file.length) {
      const status = 400;
      finish({ status, expected: file.length, received: bytes?.length ?? null }, [id]);
      return text(`expected ${file.length} bytes, received ${bytes?.length ?? "none"}`, status);
    }
    file.bytes = bytes;
    finish({ status: 200 }, [id]);
    return text(`OK - ${bytes.length}`);
  }

  /** url_private: bytes for whoever shows the bot's token; anybody else is sent to sign in. */
  async #download(place: string, request: Request): Promise<Response | null> {
    const fault = await this.#strike("download", undefined);
    if (fault !== undefined) return fault;
    const id = place.slice(place.lastIndexOf("-") + 1);
    const file = this.#world.files.find(id);
    const { botToken } = this.#world.options.tokens;
    const mayRead = this.#world.options.app.scopes.includes("files:read");
    if (bearer(request) !== botToken || !mayRead) {
      return { status: 302, headers: { location: `${this.#world.url}/?redir=signin` }, body: "" };
    }
    if (file === undefined || file.bytes === null || file.deleted || !isSeenByApp(this.#world, file)) return NOT_FOUND;
    return { status: 200, headers: { "content-type": file.mimetype }, body: file.bytes };
  }

  /** Undefined when nothing disturbs the call. */
  async #strike(call: string, channel: string | undefined): Promise<Response | null | undefined> {
    const fault = this.#world.faults.strike(call, channel);
    if (fault === null) return undefined;
    if (fault.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault.drop === true) return null;
    if (fault.status === 429) {
      return json({ ok: false, error: "ratelimited" }, 429, { "retry-after": String(fault.retryAfter ?? 1) });
    }
    if (fault.status !== undefined) return text(`sandbox fault ${fault.status}`, fault.status);
    return fault.error === undefined ? undefined : json({ ok: false, error: fault.error });
  }
}

/** Arguments by query, form or JSON; null for unreadable JSON. */
function readArguments({ url, headers, body }: Request): JsonObject | null {
  const query = Object.fromEntries(url.searchParams);
  if (body.length === 0) return query;
  if (headers["content-type"]?.includes("application/json") === true) {
    const parsed = readJson(body);
    return isObject(parsed) ? { ...query, ...parsed } : null;
  }
  const form = Object.fromEntries(new URLSearchParams(body.toString()));
  const { payload } = form;
  if (typeof payload === "string" && Object.keys(form).length === 1) {
    const parsed = readJson(Buffer.from(payload));
    return isObject(parsed) ? parsed : null;
  }
  return { ...query, ...form };
}

function tokenOf(request: Request, args: JsonObject): string | null {
  return bearer(request) ?? (typeof args.token === "string" ? args.token : null);
}

function bearer({ headers }: Request): string | null {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1] ?? null;
}

/** The bytes of the one file part, or the raw body. Null when the multipart body holds no file. */
function uploadedBytes({ headers, body }: Request): Promise<Buffer | null> {
  if (headers["content-type"]?.startsWith("multipart/form-data") !== true) return Promise.resolve(body);
  return new Promise((resolve) => {
    const parser = busboy({ headers });
    let found: Buffer | null = null;
    parser.on("file", (_name, stream) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        found ??= Buffer.concat(parts);
      });
    });
    parser.on("close", () => resolve(found));
    parser.on("error", () => resolve(null));
    Readable.from([body]).pipe(parser);
  });
}

/** The messages, views and files that a call was about. */
function concernsOf(args: JsonObject, answer: JsonObject): readonly string[] {
  const channel = typeof answer.channel === "string" ? answer.channel : args.channel;
  const ts = answer.ts ?? answer.message_ts ?? args.ts;
  const view = isObject(answer.view) ? answer.view.id : undefined;
  const files = Array.isArray(answer.files)
    ? answer.files.flatMap((file: unknown) => (isObject(file) ? [file.id] : []))
    : [];
  const message = typeof channel === "string" && typeof ts === "string" ? `${channel}/${ts}` : undefined;
  return [message, view, answer.file_id, ...files].filter((each) => typeof each === "string");
}
