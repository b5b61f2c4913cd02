import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import type { JsonObject } from "../blockkit/index.js";
import type { Clock } from "../state/clock.js";
import type { Ack, Delivery, DeliveryKind, Retry } from "./delivery.js";

const TICKET_LIFE_MS = 30_000;
const PING_EVERY_MS = 10_000;
const GOODBYE_MS = 500;
const MOST_CONNECTIONS = 10;

const ackShape = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export type DisconnectReason = "refresh_requested" | "warning" | "link_disabled";

/** Sends what happens over the WebSockets that the app opened; any one of them gets a payload. */
export class SocketMode implements Delivery {
  readonly mode = "socket";
  readonly #appId: string;
  readonly #ackLimitMs: number;
  readonly #clock: Clock;
  readonly #onConnections: () => void;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, number>();
  readonly #waiting = new Map<string, (body: unknown) => void>();
  readonly #pinger: NodeJS.Timeout;
  #connections: WebSocket[] = [];
  #turn = 0;

  constructor(settings: { appId: string; ackLimitMs: number; clock: Clock; onConnections: () => void }) {
    this.#appId = settings.appId;
    this.#ackLimitMs = settings.ackLimitMs;
    this.#clock = settings.clock;
    this.#onConnections = settings.onConnections;
    this.#pinger = setInterval(() => {
      for (const socket of this.#connections) socket.ping();
    }, PING_EVERY_MS);
    this.#pinger.unref();
  }

  /** A ticket for one connection, good for 30 s. */
  issueTicket(): string {
    const ticket = randomUUID();
    this.#tickets.set(ticket, this.#clock.now());
    return ticket;
  }

  /** Takes the connection when the ticket is good; answers whether it did. */
  accept(ticket: string | null, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const issuedAt = ticket === null ? undefined : this.#tickets.get(ticket);
    if (ticket === null || issuedAt === undefined) return false;
    this.#tickets.delete(ticket);
    const isFresh = this.#clock.now() - issuedAt <= TICKET_LIFE_MS;
    if (!isFresh || this.#connections.length >= MOST_CONNECTIONS) return false;
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#welcome(connection));
    return true;
  }

  isConnected(): boolean {
    return this.#connections.length > 0;
  }

  get connections(): number {
    return this.#connections.length;
  }

  deliver(kind: DeliveryKind, payload: JsonObject, retry: Retry | null): Promise<Ack> {
    const connection = this.#next();
    if (connection === undefined) return Promise.resolve({ outcome: "unreachable" });
    const envelopeId = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(envelopeId);
        resolve({ outcome: "timeout" });
      }, this.#ackLimitMs);
      this.#waiting.set(envelopeId, (body) => {
        clearTimeout(timer);
        this.#waiting.delete(envelopeId);
        resolve({ outcome: "acknowledged", body: body ?? null });
      });
      connection.send(
        JSON.stringify({
          envelope_id: envelopeId,
          type: kind,
          payload,
          accepts_response_payload: kind !== "events_api",
          ...(kind === "events_api" ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? "" } : {}),
        }),
      );
    });
  }

  /** Asks the app to connect anew, as Slack does from time to time. */
  disconnect(reason: DisconnectReason): void {
    for (const socket of this.#connections) {
      socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "sandbox" } }));
    }
  }

  /** Cuts all connections without a word. */
  cut(): void {
    for (const socket of this.#connections) socket.terminate();
  }

  /** Says goodbye, and cuts whoever has not answered soon after. */
  async close(): Promise<void> {
    clearInterval(this.#pinger);
    const closing = this.#connections.map(
      (socket) =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
          socket.once("close", () => {
            clearTimeout(timer);
            resolve();
          });
          socket.close(1001);
        }),
    );
    await Promise.all(closing);
    this.#server.close();
  }

  #welcome(connection: WebSocket): void {
    this.#connections.push(connection);
    connection.on("message", (data) => this.#receive(data));
    connection.on("error", () => connection.terminate());
    connection.on("close", () => {
      this.#connections = this.#connections.filter((each) => each !== connection);
      this.#onConnections();
    });
    connection.send(
      JSON.stringify({
        type: "hello",
        num_connections: this.#connections.length,
        debug_info: { host: "sandbox", build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: this.#appId },
      }),
    );
    this.#onConnections();
  }

  #receive(data: RawData): void {
    const text = Buffer.isBuffer(data) ? data.toString() : String(data);
    const ack = ackShape.safeParse(parsed(text));
    if (ack.success) this.#waiting.get(ack.data.envelope_id)?.(ack.data.payload);
  }

  #next(): WebSocket | undefined {
    const open = this.#connections.filter((socket) => socket.readyState === WebSocket.OPEN);
    this.#turn += 1;
    return open[this.#turn % Math.max(1, open.length)];
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
