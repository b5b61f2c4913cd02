import type { Sight } from "../console/sight.js";
import type {
  ConsoleActionResult,
  ConsoleEvent,
  ConsoleMessage,
  ConsoleNotice,
  ConsoleState,
  ConsoleView,
} from "../console-types.js";
import type { World } from "../state/world.js";

const UNTIL_MS = 10_000;

/**
 * What a person has seen since they did something, up to now, or up to the next thing that they did. Messages show as they were
 * when last looked at.
 */
export class Seen {
  /** What Slack answered to the act itself. */
  result: ConsoleActionResult = { ok: true };
  readonly #world: World;
  readonly #sight: Sight;
  readonly #user: string;
  readonly #messages = new Map<string, ConsoleMessage>();
  readonly #events: ConsoleEvent[] = [];
  #state: ConsoleState;
  #looked: number;
  #isOver = false;

  constructor(world: World, sight: Sight, user: string) {
    this.#world = world;
    this.#sight = sight;
    this.#user = user;
    this.#looked = world.changes.seq;
    this.#state = sight.state();
  }

  /** Messages of others that came or changed, oldest first; ephemeral ones too, those that went away again not. */
  get messages(): readonly ConsoleMessage[] {
    this.#look();
    return [...this.#messages.values()].sort((a, b) => a.ts.localeCompare(b.ts));
  }

  /** Those "only visible to you". */
  get ephemerals(): readonly ConsoleMessage[] {
    return this.messages.filter(({ ephemeral }) => ephemeral);
  }

  /** Those that others in the channel can read too. */
  get public(): readonly ConsoleMessage[] {
    return this.messages.filter(({ ephemeral, channel }) => !ephemeral && !this.#isDm(channel));
  }

  /** Those in direct messages that are kept. */
  get dms(): readonly ConsoleMessage[] {
    return this.messages.filter(({ ephemeral, channel }) => !ephemeral && this.#isDm(channel));
  }

  /** The latest message. Throws when there is none. */
  get message(): ConsoleMessage {
    const last = this.messages.at(-1);
    if (last === undefined) throw new Error(`no message was seen; ${this.describe()}`);
    return last;
  }

  /** Keys of messages that went away. */
  get removed(): readonly string[] {
    this.#look();
    return this.#events.flatMap((event) => (event.type === "message_removed" ? [event.key] : []));
  }

  /** The open modals, bottom first. */
  get modals(): readonly ConsoleView[] {
    this.#look();
    return this.#state.modals;
  }

  /** The modal in front, or null. */
  get modal(): ConsoleView | null {
    return this.modals.at(-1) ?? null;
  }

  /** The Home tab, or null. */
  get home(): ConsoleView | null {
    this.#look();
    return this.#state.home;
  }

  get notices(): readonly ConsoleNotice[] {
    this.#look();
    return this.#events.flatMap((event) => (event.type === "notice" ? [event.notice] : []));
  }

  /** Every word of the messages and notices: summaries, then what the blocks say. */
  get text(): string {
    const words = this.messages.flatMap((message) => [message.text, ...wordsIn(message.blocks)]);
    return [...words, ...this.notices.map(({ text }) => text)].join("\n");
  }

  /** Whether anything came that the app made. */
  get anything(): boolean {
    const kinds = ["modals", "home", "notice", "message_removed"];
    return this.messages.length > 0 || this.#events.some(({ type }) => kinds.includes(type));
  }

  /** Resolves with itself once `fits`. Rejects after `timeoutMs`, saying what was seen. */
  until(fits: (seen: Seen) => boolean, timeoutMs = UNTIL_MS): Promise<Seen> {
    const find = () => {
      this.#isOver = false;
      return fits(this) ? this : undefined;
    };
    return this.#world.changes.until(find, timeoutMs, () => `what was waited for did not come; ${this.describe()}`);
  }

  /** The person does something else: what comes from now on belongs to that. */
  end(): void {
    this.#look();
    this.#isOver = true;
  }

  describe(): string {
    const messages = this.messages.map(({ text, ephemeral }) => `${ephemeral ? "ephemeral" : "message"} "${text}"`);
    const modals = this.modals.map(({ title }) => `modal "${title}"`);
    const notices = this.notices.map(({ text }) => `notice "${text}"`);
    const seen = [...messages, ...modals, ...notices];
    return `seen: ${seen.join(", ") || "nothing"}; the act: ${JSON.stringify(this.result)}`;
  }

  #look(): void {
    const { changes } = this.#world;
    if (this.#isOver || this.#looked === changes.seq) return;
    const since = this.#looked;
    this.#looked = changes.seq;
    this.#state = this.#sight.state();
    for (const { change, seq } of changes.since(since)) {
      const event = this.#sight.event(change, seq);
      if (event === null) continue;
      this.#events.push(event);
      if (event.type === "message" && event.message.user !== this.#user) {
        this.#messages.set(event.message.key, event.message);
      }
      if (event.type === "message_removed") this.#messages.delete(event.key);
    }
  }

  #isDm(channel: string): boolean {
    return this.#world.channels.find(channel)?.kind === "dm";
  }
}

/** All text in blocks, in reading order. */
export function wordsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => wordsIn(each));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]: [string, unknown]) => {
    if (name === "text" && typeof each === "string") return [each];
    return name === "alt_text" && typeof each === "string" ? [each] : wordsIn(each);
  });
}
