import type { JsonObject } from "../blockkit/index.js";
import type { Changes } from "./changes.js";
import type { Channels } from "./channels.js";
import type { Files } from "./files.js";
import type { Ids } from "./ids.js";
import type { Message } from "./model.js";
import { SlackError } from "./slack-error.js";

/** Text and blocks that were validated and completed (composing.ts). */
export interface Content {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly metadata?: JsonObject | null;
}

export interface NewMessage extends Content {
  readonly channel: string;
  readonly user: string;
  readonly byApp: boolean;
  readonly threadTs?: string | null;
  readonly files?: readonly string[];
  readonly ephemeralTo?: string | null;
}

/** All messages of the workspace, ephemeral ones too. */
export class Messages {
  readonly #ids: Ids;
  readonly #changes: Changes;
  readonly #channels: Channels;
  readonly #files: Files;
  readonly #messages = new Map<string, Message>();
  readonly #byChannel = new Map<string, Map<string, Message>>();

  constructor(ids: Ids, changes: Changes, channels: Channels, files: Files) {
    this.#ids = ids;
    this.#changes = changes;
    this.#channels = channels;
    this.#files = files;
  }

  post(message: NewMessage): Message {
    const ts = this.#ids.ts();
    const posted: Message = {
      key: `${message.channel}/${ts}`,
      channel: message.channel,
      ts,
      threadTs: message.threadTs ?? null,
      user: message.user,
      byApp: message.byApp,
      text: message.text,
      blocks: message.blocks,
      metadata: message.metadata ?? null,
      files: message.files ?? [],
      ephemeralTo: message.ephemeralTo ?? null,
      editedTs: null,
      reactions: new Map(),
      values: new Map(),
      dismissed: false,
    };
    this.#messages.set(posted.key, posted);
    const inChannel = this.#byChannel.get(posted.channel) ?? new Map<string, Message>();
    this.#byChannel.set(posted.channel, inChannel.set(posted.key, posted));
    for (const file of posted.files) this.#files.share(file, posted.key);
    this.#tellWithRoot(posted);
    return posted;
  }

  update(message: Message, content: Content): void {
    message.text = content.text;
    message.blocks = content.blocks;
    if (content.metadata !== undefined) message.metadata = content.metadata;
    if (message.ephemeralTo === null) message.editedTs = this.#ids.ts();
    this.#changes.tell({ type: "message", message });
  }

  remove(message: Message): void {
    this.#messages.delete(message.key);
    this.#byChannel.get(message.channel)?.delete(message.key);
    this.#changes.tell({ type: "message_removed", message });
    const root = this.root(message);
    if (root !== undefined) this.#changes.tell({ type: "message", message: root });
  }

  find(key: string): Message | undefined {
    return this.#messages.get(key);
  }

  /** Throws message_not_found; ephemeral messages cannot be addressed. */
  get(channel: string, ts: string): Message {
    const message = this.#messages.get(`${channel}/${ts}`);
    if (message === undefined || message.ephemeralTo !== null) throw new SlackError("message_not_found");
    return message;
  }

  /** Oldest first. */
  inChannel(channel: string): readonly Message[] {
    return [...(this.#byChannel.get(channel)?.values() ?? [])];
  }

  /** Replies that are kept: ephemeral ones are not counted. */
  replies(root: Message): readonly Message[] {
    return this.inChannel(root.channel).filter(
      (message) => message.threadTs === root.ts && message.key !== root.key && message.ephemeralTo === null,
    );
  }

  root(message: Message): Message | undefined {
    if (message.threadTs === null || message.threadTs === message.ts) return undefined;
    return this.#messages.get(`${message.channel}/${message.threadTs}`);
  }

  isVisibleTo(message: Message, user: string): boolean {
    const channel = this.#channels.find(message.channel);
    if (channel === undefined || !channel.members.has(user)) {
      return message.ephemeralTo === user && !message.dismissed;
    }
    return message.ephemeralTo === null || (message.ephemeralTo === user && !message.dismissed);
  }

  react(message: Message, name: string, user: string): void {
    const users = message.reactions.get(name) ?? [];
    if (users.includes(user)) throw new SlackError("already_reacted");
    message.reactions.set(name, [...users, user]);
    this.#changes.tell({ type: "message", message });
  }

  dismiss(message: Message): void {
    if (message.ephemeralTo === null) throw new SlackError("cant_delete_message");
    message.dismissed = true;
    this.#changes.tell({ type: "message_removed", message });
  }

  #tellWithRoot(message: Message): void {
    this.#changes.tell({ type: "message", message });
    const root = this.root(message);
    if (root !== undefined && message.ephemeralTo === null) this.#changes.tell({ type: "message", message: root });
  }
}
