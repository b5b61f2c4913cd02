import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { act } from "../acting/act.js";
import { upload } from "../acting/talking.js";
import { readAction } from "../console/action-shape.js";
import { consoleFile, Sight } from "../console/sight.js";
import type { ConsoleLog, ConsoleMessages, ConsoleRaw, ConsoleUploadResult } from "../console-types.js";
import type { Dispatcher } from "../delivery/dispatcher.js";
import { messageJson } from "../rendition/message.js";
import type { World } from "../state/world.js";
import { json, NOT_FOUND, type Request, type Response, readJson } from "./http.js";

const PAGE_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

/** Nothing but this server's own scripts and styles; no frame, no other host. */
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/** The console page and its calls (console-api.md). */
export class ConsoleRoutes {
  readonly #world: World;
  readonly #dispatcher: Dispatcher;
  readonly #streams = new Set<ServerResponse>();

  constructor(world: World, dispatcher: Dispatcher) {
    this.#world = world;
    this.#dispatcher = dispatcher;
  }

  async handle(request: Request): Promise<Response> {
    const { url, method } = request;
    const [, first, second, third] = url.pathname.split("/");
    if (first !== "console") return this.#page(url.pathname);
    if (second === "files") return this.#file(third ?? "", url.searchParams.has("download"));
    const user = this.#userOf(request);
    if (second !== "api" || user === null) return user === null ? noSuchPerson : NOT_FOUND;
    const sight = this.#sight(user);
    switch (`${method} ${third}`) {
      case "GET state":
        return json(sight.state());
      case "GET messages":
        return this.#messages(sight, url.searchParams.get("channel") ?? "");
      case "GET raw":
        return this.#raw(sight, url.searchParams.get("key") ?? "");
      case "GET log":
        return json(this.#log(url.searchParams));
      case "POST act":
        return this.#act(request);
      case "POST upload":
        return this.#upload(user, request);
      default:
        return NOT_FOUND;
    }
  }

  /** Keeps the response open and writes every change that the person notices. */
  stream(request: Request, response: ServerResponse): void {
    const user = this.#userOf(request);
    if (user === null) {
      response.writeHead(404).end();
      return;
    }
    const sight = this.#sight(user);
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": connected\n\n");
    const stop = this.#world.changes.listen((change, seq) => {
      const event = sight.event(change, seq);
      if (event !== null) response.write(`data: ${JSON.stringify(event)}\n\n`);
    });
    this.#streams.add(response);
    response.on("close", () => {
      stop();
      this.#streams.delete(response);
    });
  }

  close(): void {
    for (const stream of this.#streams) stream.end();
  }

  #sight(user: string): Sight {
    return new Sight(this.#world, this.#dispatcher.delivery, user);
  }

  /** The acting user; without one, the first person. Null for nobody's id. */
  #userOf({ url }: Request): string | null {
    const { people } = this.#world;
    const named = url.searchParams.get("user");
    const person = named === null ? people.all().find(({ is_bot: isBot }) => !isBot) : people.find(named);
    return person === undefined || person.is_bot ? null : person.id;
  }

  #messages(sight: Sight, channel: string): Response {
    const known = sight.channels().some(({ id }) => id === channel);
    if (!known) return NOT_FOUND;
    const answer: ConsoleMessages = { seq: this.#world.changes.seq, messages: sight.messages(channel) };
    return json(answer);
  }

  #raw(sight: Sight, key: string): Response {
    const message = this.#world.messages.find(key);
    if (message === undefined || !sight.sees(message)) return NOT_FOUND;
    const answer: ConsoleRaw = {
      message: messageJson(this.#world, message),
      log: this.#world.log.entries({ concerns: key }),
    };
    return json(answer);
  }

  #log(query: URLSearchParams): ConsoleLog {
    const concerns = query.get("concerns");
    const limit = Number(query.get("limit") ?? 100);
    return {
      entries: this.#world.log.entries({
        limit: Number.isInteger(limit) && limit > 0 ? limit : 100,
        ...(concerns === null ? {} : { concerns }),
      }),
    };
  }

  async #act(request: Request): Promise<Response> {
    const action = readAction(readJson(request.body));
    if (action === null) return json({ ok: false, error: "malformed", text: "This is no action." }, 400);
    const person = this.#world.people.find(action.user);
    if (person === undefined || person.is_bot) return noSuchPerson;
    const scene = { world: this.#world, dispatcher: this.#dispatcher, user: action.user };
    return json(await act(scene, action));
  }

  #upload(user: string, request: Request): Response {
    const name = request.url.searchParams.get("name") ?? "";
    if (name === "" || request.body.length === 0) {
      return json({ ok: false, error: "empty_file", text: "The file has no name or nothing in it." }, 400);
    }
    const scene = { world: this.#world, dispatcher: this.#dispatcher, user };
    const file = upload(scene, name, request.headers["content-type"] ?? "", request.body);
    const answer: ConsoleUploadResult = { ok: true, file: consoleFile(file) };
    return json(answer);
  }

  #file(id: string, asDownload: boolean): Response {
    const file = this.#world.files.find(id);
    if (file === undefined || file.bytes === null) return NOT_FOUND;
    // Only pictures are shown in place; anything else could be a page of its own.
    const inPlace = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype) && !asDownload;
    const name = encodeURIComponent(file.name);
    return {
      status: 200,
      headers: {
        "content-type": file.mimetype,
        "x-content-type-options": "nosniff",
        "content-disposition": `${inPlace ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
        "cache-control": "private, max-age=3600",
      },
      body: file.bytes,
    };
  }

  async #page(path: string): Promise<Response> {
    const folder = this.#world.options.pageFolder;
    const type = PAGE_TYPES[extname(path === "/" ? "index.html" : path)];
    if (folder === null || type === undefined) return NOT_FOUND;
    const file = normalize(join(folder, path === "/" ? "index.html" : decodeURIComponent(path)));
    if (!file.startsWith(normalize(folder) + sep)) return NOT_FOUND;
    try {
      const headers = {
        "content-type": type,
        "content-security-policy": PAGE_POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-cache",
      };
      return { status: 200, headers, body: await readFile(file) };
    } catch {
      return NOT_FOUND;
    }
  }
}

const noSuchPerson = json({ ok: false, error: "user_not_found", text: "There is no such person." }, 404);
