import type { ConsoleEvent, ConsoleMessage, ConsoleNotice } from "../../slack/console-types.js";
import { fetchMessages, fetchState } from "./api.js";
import { openStream } from "./events.js";
import { type Address, readAddress, writeAddress } from "./place.js";
import type { State } from "./state.js";

/** Events that may be newer than a fetch that is under way. */
const REMEMBERED = 500;

export interface Newcomer {
  message(message: ConsoleMessage): void;
  notice(notice: ConsoleNotice): void;
}

/** Follows the workspace as one person: the stream, what is fetched, and the address bar. */
export class Session {
  readonly #state: State;
  readonly #newcomer: Newcomer;
  #recent: ConsoleEvent[] = [];
  #close: () => void = () => {};
  #wanted: Address = { user: null, where: null, thread: null };

  constructor(state: State, newcomer: Newcomer) {
    this.#state = state;
    this.#newcomer = newcomer;
  }

  async start(): Promise<void> {
    window.addEventListener("hashchange", () => this.#follow(readAddress(location.hash)));
    const address = readAddress(location.hash);
    const known = await fetchState(address.user).catch(() => fetchState(null));
    this.#become(known.user, address);
  }

  /** Acts as another person from now on, in the same channel when they know it. */
  actAs(user: string): void {
    this.#go({ user, where: this.#state.where, thread: null });
  }

  open(where: string, thread: string | null = null): void {
    this.#go({ user: this.#state.user, where, thread });
  }

  openThread(thread: string | null): void {
    this.#go({ user: this.#state.user, where: this.#state.where, thread });
  }

  #go(address: Address): void {
    const hash = writeAddress(address);
    if (location.hash === hash) this.#follow(address);
    else location.hash = hash;
  }

  #follow(address: Address): void {
    if (address.user !== null && address.user !== this.#state.user) this.#become(address.user, address);
    else this.#arrive(address);
  }

  #become(user: string, address: Address): void {
    this.#close();
    this.#wanted = address;
    this.#recent = [];
    this.#state.unread.clear();
    const isCurrent = () => this.#close === close;
    const close = openStream(user, {
      opened: () => void this.#reload(user, isCurrent),
      lost: () => this.#connected(false),
      happened: (event) => {
        if (isCurrent()) this.#happened(event);
      },
    });
    this.#close = close;
  }

  /** After each opening of the stream: all that may have been missed. */
  async #reload(user: string, isCurrent: () => boolean): Promise<void> {
    const fetched = await fetchState(user).catch(() => null);
    if (fetched === null || !isCurrent()) return;
    const isSame = this.#state.user === user && this.#state.where !== "";
    const address: Address = isSame ? this.#state : this.#wanted;
    const { where, thread } = address;
    this.#state.forget();
    this.#state.load(fetched);
    for (const event of this.#recent) if (event.type !== "message") this.#state.apply(event);
    this.#connected(true);
    this.#arrive({ user, where, thread });
  }

  #connected(is: boolean): void {
    this.#state.isConnected = is;
    this.#state.tell("connection");
  }

  /** Shows a place; an unknown one becomes the first channel. */
  #arrive({ where, thread }: Address): void {
    const state = this.#state;
    const known = where === "home" || state.channels.some(({ id }) => id === where);
    const place = known && where !== null ? where : (firstChannel(state) ?? "home");
    state.where = place;
    state.thread = place === "home" || place !== where ? null : thread;
    state.unread.delete(place);
    const hash = writeAddress({ user: state.user, where: place, thread: state.thread });
    if (location.hash !== hash) history.replaceState(null, "", hash);
    state.tell("place", "messages");
    if (place !== "home" && !state.isLoaded(place)) void this.#loadMessages(place);
  }

  async #loadMessages(channel: string): Promise<void> {
    const { user } = this.#state;
    const fetched = await fetchMessages(user, channel).catch(() => null);
    if (fetched === null || this.#state.user !== user) return;
    this.#state.loadMessages(channel, fetched);
    for (const event of this.#recent) if (concerns(event, channel)) this.#state.apply(event);
  }

  #happened(event: ConsoleEvent): void {
    this.#recent = [...this.#recent.slice(-REMEMBERED), event];
    const isNew = event.type === "message" && this.#state.message(event.message.key) === undefined;
    this.#state.apply(event);
    if (event.type === "notice") this.#newcomer.notice(event.notice);
    if (event.type !== "message" || !isNew) return;
    const { message } = event;
    if (message.channel !== this.#state.where) this.#count(message);
    if (message.user !== this.#state.user) this.#newcomer.message(message);
  }

  /** A root that comes again because somebody replied is not new. */
  #count({ channel, user, edited, replyCount }: ConsoleMessage): void {
    if (user === this.#state.user || edited || replyCount > 0) return;
    this.#state.unread.set(channel, (this.#state.unread.get(channel) ?? 0) + 1);
    this.#state.tell("workspace");
  }
}

function concerns(event: ConsoleEvent, channel: string): boolean {
  if (event.type === "message") return event.message.channel === channel;
  return event.type === "message_removed" && event.channel === channel;
}

function firstChannel({ channels }: State): string | undefined {
  const open = channels.filter(({ isMember, isArchived, kind }) => isMember && !isArchived && kind !== "dm");
  return (open.find(({ hasApp }) => hasApp) ?? open[0] ?? channels[0])?.id;
}
