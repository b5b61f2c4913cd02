import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { Person } from "./acting/person.js";
import type { JsonObject } from "./blockkit/index.js";
import { Sight } from "./console/sight.js";
import type { ConsoleLogEntry, ConsoleMessage } from "./console-types.js";
import { POLARIS_APP, SANDBOX_TOKENS, SMALL_WORKSPACE } from "./defaults.js";
import type { Ack, DeliveryKind, Retry } from "./delivery/delivery.js";
import { Dispatcher } from "./delivery/dispatcher.js";
import { type Forgery, SignedHttp } from "./delivery/signed-http.js";
import { type DisconnectReason, SocketMode } from "./delivery/socket-mode.js";
import type { SlackOptions } from "./options.js";
import { AppRoutes } from "./server/app-routes.js";
import { ConsoleRoutes } from "./server/console-routes.js";
import { ControlRoutes, changeGroup } from "./server/control-routes.js";
import { isOwn, json, readRequest, send } from "./server/http.js";
import type { Fault } from "./state/faults.js";
import type { StoredFile } from "./state/model.js";
import { World } from "./state/world.js";
import { WebApi } from "./web-api/web-api.js";
import { checkWorkspace, type WorkspaceUser } from "./workspace.js";

const UNTIL_MS = 10_000;

/** A Slack workspace on this machine, for one installed app (README.md). */
export class SlackWorkspace {
  readonly #world: World;
  readonly #dispatcher: Dispatcher;
  readonly #sockets: SocketMode | null;
  readonly #http: SignedHttp | null;
  readonly #app: AppRoutes;
  readonly #console: ConsoleRoutes;
  readonly #control: ControlRoutes;
  readonly #server: Server;
  readonly #persons = new Map<string, Person>();
  #port = 0;

  constructor(given: Partial<SlackOptions> = {}) {
    if (process.env.NODE_ENV === "production") throw new Error("the Slack stand-in refuses to run in production");
    const options = withDefaults(given);
    checkWorkspace(options.data, options.app);
    const { delivery, ackLimitMs, clock, tokens } = options;
    this.#world = new World(options);
    this.#sockets =
      delivery.mode === "socket"
        ? new SocketMode({
            appId: options.app.id,
            ackLimitMs,
            clock: this.#world.clock,
            onConnections: () => this.#world.changes.tell({ type: "app" }),
          })
        : null;
    // Signatures carry real time: the app compares them with its own clock, which does not move with the workspace's.
    this.#http =
      delivery.mode === "http"
        ? new SignedHttp({ requestUrl: delivery.requestUrl, secret: tokens.signingSecret, ackLimitMs, clock })
        : null;
    const way = this.#sockets ?? this.#http;
    if (way === null) throw new RangeError("a delivery mode is needed");
    this.#dispatcher = new Dispatcher(this.#world, way);
    this.#app = new AppRoutes(this.#world, new WebApi(this.#world, () => this.#openConnection()));
    this.#console = new ConsoleRoutes(this.#world, this.#dispatcher);
    this.#control = new ControlRoutes(this.#world, this.#dispatcher, this.#sockets);
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Listens on 127.0.0.1; port 0 takes a free one. */
  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    }).finally(() => this.#server.removeAllListeners("error"));
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#world.url = `http://127.0.0.1:${this.#port}`;
  }

  async close(): Promise<void> {
    this.#world.schedule.clear();
    this.#console.close();
    await this.#dispatcher.delivery.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** "http://127.0.0.1:3970": the console page. */
  get url(): string {
    return this.#world.url;
  }

  /** For Bolt's clientOptions.slackApiUrl. */
  get apiUrl(): string {
    return `${this.#world.url}/api/`;
  }

  /** A person who acts and sees. Throws SlackError user_not_found. */
  as(user: string): Person {
    this.#world.people.get(user);
    const known = this.#persons.get(user) ?? new Person(this.#world, this.#dispatcher, user);
    this.#persons.set(user, known);
    return known;
  }

  /** The app's open Socket Mode connections. */
  get connections(): number {
    return this.#sockets?.connections ?? 0;
  }

  /** Resolves when the app has that many connections open. */
  async connected(count = 1, timeoutMs = UNTIL_MS): Promise<void> {
    const find = () => (this.connections >= count ? true : undefined);
    await this.#world.changes.until(find, timeoutMs, () => `the app has ${this.connections} of ${count} connections`);
  }

  /** Resolves with the first message anybody sees that fits, of the past or to come; ephemeral ones too. */
  awaitMessage(fits: (message: ConsoleMessage) => boolean, timeoutMs = UNTIL_MS): Promise<ConsoleMessage> {
    const find = () => this.messages().find(fits);
    const describe = () => {
      const seen = this.messages().map(({ text, channel }) => `${channel}: ${text}`);
      return `no such message came; there are: ${seen.join(" | ") || "none"}`;
    };
    return this.#world.changes.until(find, timeoutMs, describe);
  }

  /** Resolves with the first answer of `find` that is not undefined: asked now, and after everything that happens here. */
  until<Found>(find: () => Found | undefined, timeoutMs = UNTIL_MS): Promise<Found> {
    return this.#world.changes.until(find, timeoutMs, () => "what was waited for did not happen");
  }

  /** All messages of all channels, oldest first, ephemeral ones too; or those of one channel. */
  messages(channel?: string): readonly ConsoleMessage[] {
    return this.#world.channels
      .all()
      .filter(({ id }) => channel === undefined || id === channel)
      .flatMap(({ id }) => this.#world.messages.inChannel(id))
      .sort((a, b) => a.ts.localeCompare(b.ts))
      .map((message) =>
        new Sight(this.#world, this.#dispatcher.delivery, message.ephemeralTo ?? message.user).message(message),
      );
  }

  /** Uploaded files that were not deleted. */
  files(): readonly StoredFile[] {
    return this.#world.files.all();
  }

  file(id: string): StoredFile {
    return this.#world.files.get(id);
  }

  addFault(fault: Fault): void {
    this.#world.faults.add(fault);
  }

  clearFaults(): void {
    this.#world.faults.clear();
  }

  advance(ms: number): void {
    this.#world.clock.advance(ms);
  }

  now(): number {
    return this.#world.clock.now();
  }

  setUserGroupsPlan(paid: boolean): void {
    this.#world.userGroupsPlan = paid;
  }

  /** Also tells the app, by subteam_members_changed. */
  setUserGroup(group: string, users: readonly string[]): Promise<void> {
    return changeGroup(this.#world, this.#dispatcher, { group, users });
  }

  changeUser(id: string, changes: Partial<Omit<WorkspaceUser, "id">>): void {
    this.#world.people.change(id, changes);
    this.#world.changes.tell({ type: "people" });
  }

  archive(channel: string): void {
    const found = this.#world.channels.find(channel);
    if (found !== undefined) found.isArchived = true;
    this.#world.changes.tell({ type: "channels" });
  }

  /** The app's calls, newest first. */
  requests(method?: string): readonly ConsoleLogEntry[] {
    return this.#logged("app_to_slack", method);
  }

  /** What was sent to the app, newest first. */
  deliveries(type?: string): readonly ConsoleLogEntry[] {
    return this.#logged("slack_to_app", type);
  }

  get eventIds(): readonly string[] {
    return this.#dispatcher.eventIds;
  }

  redeliver(eventId: string, retry?: Retry): Promise<Ack | null> {
    return this.#dispatcher.redeliver(eventId, retry);
  }

  /** Sends a payload as it stands; `forgery` signs it wrongly (HTTP only). */
  deliver(kind: DeliveryKind, payload: JsonObject, forgery?: Forgery): Promise<Ack> {
    if (forgery !== undefined && this.#http !== null) return this.#http.deliver(kind, payload, null, forgery);
    return this.#dispatcher.deliver(kind, payload);
  }

  disconnect(reason: DisconnectReason | "cut"): void {
    if (reason === "cut") this.#sockets?.cut();
    else this.#sockets?.disconnect(reason);
  }

  #logged(direction: ConsoleLogEntry["direction"], what: string | undefined): readonly ConsoleLogEntry[] {
    return this.#world.log.entries({ direction }).filter((entry) => what === undefined || entry.what === what);
  }

  #openConnection(): string {
    if (this.#sockets === null) return "";
    return `ws://127.0.0.1:${this.#port}/socket?ticket=${this.#sockets.issueTicket()}`;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.#world.url);
    const welcome = isOwn(request.headers, this.#port) && pathname === "/socket";
    if (welcome && this.#sockets?.accept(searchParams.get("ticket"), request, socket, head) === true) return;
    socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!isOwn(incoming.headers, this.#port)) return send(response, json({ ok: false, error: "forbidden" }, 403));
      const request = await readRequest(incoming, this.#world.url);
      const { pathname } = request.url;
      if (pathname === "/console/events") return this.#console.stream(request, response);
      if (pathname.startsWith("/_control/")) return send(response, await this.#control.handle(request));
      const answer = await this.#app.handle(request);
      if (answer === null) return void incoming.socket.destroy();
      send(response, answer ?? (await this.#console.handle(request)));
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      const text = error instanceof Error ? error.message : String(error);
      send(response, json({ ok: false, error: "internal_error", text }, 500));
    }
  }
}

function withDefaults(given: Partial<SlackOptions>): SlackOptions {
  return {
    data: SMALL_WORKSPACE,
    app: POLARIS_APP,
    delivery: { mode: "socket" },
    tokens: SANDBOX_TOKENS,
    clock: { now: () => Date.now() },
    ackLimitMs: 3_000,
    fileProcessingMs: 0,
    retryDelaysMs: [0, 60_000, 300_000],
    userGroupsPlan: true,
    pageFolder: fileURLToPath(new URL("../console/page", import.meta.url)),
    ...given,
  };
}
