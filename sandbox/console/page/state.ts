import type {
  ConsoleApp,
  ConsoleChannel,
  ConsoleEvent,
  ConsoleMessage,
  ConsoleMessages,
  ConsoleNotice,
  ConsolePerson,
  ConsoleState,
  ConsoleView,
} from "../../slack/console-types.js";

/** Something on the page that may have to be drawn again. */
export type Topic = "workspace" | "place" | "messages" | "home" | "modals" | "busy" | "connection";

/** What the page knows. Rooms of the page listen to topics and draw; only session.ts changes it. */
export class State {
  user = "";
  team = { id: "", name: "" };
  app: ConsoleApp | null = null;
  people: readonly ConsolePerson[] = [];
  channels: readonly ConsoleChannel[] = [];
  home: ConsoleView | null = null;
  modals: readonly ConsoleView[] = [];
  notices: readonly ConsoleNotice[] = [];
  /** A channel's id or "home"; empty until the state is there. */
  where = "";
  thread: string | null = null;
  isConnected = false;
  readonly busy = new Set<string>();
  readonly unread = new Map<string, number>();
  readonly #messages = new Map<string, Map<string, ConsoleMessage>>();
  readonly #seen = new Map<string, number>();
  readonly #listeners = new Map<Topic, Set<() => void>>();
  #stateSeq = 0;

  on(topics: readonly Topic[], listener: () => void): void {
    for (const topic of topics) {
      const listeners = this.#listeners.get(topic) ?? new Set();
      listeners.add(listener);
      this.#listeners.set(topic, listeners);
    }
  }

  tell(...topics: readonly Topic[]): void {
    const listeners = new Set(topics.flatMap((topic) => [...(this.#listeners.get(topic) ?? [])]));
    for (const listener of listeners) listener();
  }

  /** The open channel; null on Home. */
  get channel(): ConsoleChannel | null {
    return this.channels.find(({ id }) => id === this.where) ?? null;
  }

  person(id: string): ConsolePerson | undefined {
    return this.people.find((person) => person.id === id);
  }

  get isHome(): boolean {
    return this.where === "home";
  }

  isLoaded(channel: string): boolean {
    return this.#messages.has(channel);
  }

  /** Oldest first. */
  messages(channel: string): readonly ConsoleMessage[] {
    return [...(this.#messages.get(channel)?.values() ?? [])].sort((a, b) => Number(a.ts) - Number(b.ts));
  }

  message(key: string): ConsoleMessage | undefined {
    const [channel = ""] = key.split("/");
    return this.#messages.get(channel)?.get(key);
  }

  /** Another person, or the connection again: nothing of before holds. */
  forget(): void {
    this.#messages.clear();
    this.#seen.clear();
    this.busy.clear();
    this.#stateSeq = 0;
  }

  load(state: ConsoleState): void {
    this.#stateSeq = state.seq;
    this.user = state.user;
    this.team = state.team;
    this.app = state.app;
    this.people = state.people;
    this.channels = state.channels;
    this.home = state.home;
    this.modals = state.modals;
    this.notices = state.notices;
    this.tell("workspace", "home", "modals", "messages");
  }

  loadMessages(channel: string, { seq, messages }: ConsoleMessages): void {
    this.#seen.set(channel, seq);
    this.#messages.set(channel, new Map(messages.map((message) => [message.key, message])));
    this.tell("messages");
  }

  /** Takes in an event unless what was fetched already holds it. */
  apply(event: ConsoleEvent): void {
    switch (event.type) {
      case "message":
        this.#applyTo(event.message.channel, event.seq, (messages) => messages.set(event.message.key, event.message));
        return;
      case "message_removed":
        this.#applyTo(event.channel, event.seq, (messages) => messages.delete(event.key));
        return;
      case "busy":
        if (event.busy) this.busy.add(event.what);
        else this.busy.delete(event.what);
        this.tell("busy");
        return;
      default:
        if (event.seq > this.#stateSeq) this.#applyToState(event);
    }
  }

  #applyTo(channel: string, seq: number, change: (messages: Map<string, ConsoleMessage>) => unknown): void {
    const messages = this.#messages.get(channel);
    if (messages === undefined || seq <= (this.#seen.get(channel) ?? 0)) return;
    change(messages);
    if (channel === this.where) this.tell("messages");
  }

  #applyToState(event: Exclude<ConsoleEvent, { type: "message" | "message_removed" | "busy" }>): void {
    switch (event.type) {
      case "modals":
        this.modals = event.modals;
        this.tell("modals");
        return;
      case "home":
        this.home = event.home;
        this.tell("home");
        return;
      case "notice":
        this.notices = [...this.notices, event.notice];
        this.tell("messages");
        return;
      case "channels":
        this.channels = event.channels;
        this.tell("workspace", "messages");
        return;
      case "people":
        this.people = event.people;
        this.tell("workspace", "messages");
        return;
      case "app":
        this.app = event.app;
        this.tell("workspace");
        return;
    }
  }
}
