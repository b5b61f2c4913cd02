import type { JsonObject } from "../blockkit/index.js";
import type {
  BlockJson,
  ConsoleApp,
  ConsoleChannel,
  ConsoleEvent,
  ConsoleFile,
  ConsoleMessage,
  ConsolePerson,
  ConsoleState,
  ConsoleView,
} from "../console-types.js";
import type { Delivery } from "../delivery/delivery.js";
import { fieldContext } from "../forms/field-context.js";
import { initialForm } from "../forms/fields.js";
import type { Change } from "../state/changes.js";
import { fileType } from "../state/files.js";
import type { Channel, Message, StoredFile, View } from "../state/model.js";
import type { World } from "../state/world.js";
import type { WorkspaceUser } from "../workspace.js";

/** The workspace as one person sees it. */
export class Sight {
  readonly #world: World;
  readonly #delivery: Delivery;
  readonly #user: string;

  constructor(world: World, delivery: Delivery, user: string) {
    this.#world = world;
    this.#delivery = delivery;
    this.#user = user;
  }

  state(): ConsoleState {
    const world = this.#world;
    world.channels.openDm(world.bot, this.#user);
    const home = world.views.home(this.#user);
    return {
      seq: world.changes.seq,
      team: { id: world.team.id, name: world.team.name },
      user: this.#user,
      people: this.people(),
      channels: this.channels(),
      app: this.app(),
      home: home === undefined ? null : this.view(home),
      modals: this.modals(),
      notices: world.notices(this.#user),
    };
  }

  people(): readonly ConsolePerson[] {
    return this.#world.people
      .all()
      .filter(({ deleted }) => deleted !== true)
      .map((user) => this.#person(user));
  }

  #person(user: WorkspaceUser): ConsolePerson {
    const { people } = this.#world;
    return {
      id: user.id,
      name: user.name,
      realName: user.real_name,
      isBot: user.is_bot,
      isRestricted: people.isGuest(user),
      isStranger: people.isStranger(user),
      tz: user.tz,
    };
  }

  channels(): readonly ConsoleChannel[] {
    const { channels } = this.#world;
    return channels
      .all()
      .filter((channel) => channels.isKnownTo(channel, this.#user))
      .map((channel) => this.#channel(channel));
  }

  #channel(channel: Channel): ConsoleChannel {
    const world = this.#world;
    const other = [...channel.members].find((member) => member !== this.#user) ?? this.#user;
    return {
      id: channel.id,
      name: channel.kind === "dm" ? (world.people.find(other)?.real_name ?? other) : channel.name,
      kind: channel.kind,
      isExternallyShared: channel.isExternallyShared,
      isArchived: channel.isArchived,
      isMember: channel.members.has(this.#user),
      hasApp: channel.members.has(world.bot),
      ...(channel.kind === "dm" ? { withUser: other } : {}),
    };
  }

  app(): ConsoleApp {
    const { app } = this.#world.options;
    return {
      id: app.id,
      name: app.name,
      botUser: app.bot_user_id,
      commands: app.commands.map((each) => ({
        command: each.command,
        description: each.description,
        usageHint: each.usage_hint,
      })),
      shortcuts: app.shortcuts.map((each) => ({
        callbackId: each.callback_id,
        name: each.name,
        description: each.description,
        type: each.type,
      })),
      connected: this.#delivery.isConnected(),
      mode: this.#delivery.mode,
    };
  }

  /** Oldest first. */
  messages(channel: string): readonly ConsoleMessage[] {
    return this.#world.messages
      .inChannel(channel)
      .filter((message) => this.sees(message))
      .map((message) => this.message(message));
  }

  sees(message: Message): boolean {
    return this.#world.messages.isVisibleTo(message, this.#user);
  }

  message(message: Message): ConsoleMessage {
    const world = this.#world;
    const replyCount = world.messages.replies(message).length;
    return {
      key: message.key,
      channel: message.channel,
      ts: message.ts,
      threadTs: message.threadTs ?? (replyCount > 0 ? message.ts : null),
      user: message.user,
      text: message.text,
      blocks: message.blocks.map(asBlock),
      files: message.files.flatMap((id) => this.#file(id)),
      ephemeral: message.ephemeralTo !== null,
      edited: message.editedTs !== null,
      reactions: [...message.reactions].map(([name, users]) => ({ name, users })),
      replyCount,
      values: {
        ...initialForm(message.blocks, fieldContext(world, message.channel)),
        ...message.values.get(this.#user),
      },
    };
  }

  #file(id: string): readonly ConsoleFile[] {
    const file = this.#world.files.find(id);
    return file === undefined || file.deleted ? [] : [consoleFile(file)];
  }

  modals(): readonly ConsoleView[] {
    return this.#world.views.modals(this.#user).map((view) => this.view(view));
  }

  view(view: View): ConsoleView {
    const { source } = view;
    return {
      id: view.id,
      type: view.type,
      callbackId: typeof source.callback_id === "string" ? source.callback_id : "",
      title: words(source.title) ?? "",
      submit: words(source.submit),
      close: words(source.close),
      blocks: view.blocks.map(asBlock),
      hash: view.hash,
      values: view.values,
      clearOnClose: source.clear_on_close === true,
    };
  }

  /** A change as this person notices it; null when they do not. */
  event(change: Change, seq: number): ConsoleEvent | null {
    const mine = "user" in change && change.user === this.#user;
    switch (change.type) {
      case "message":
        return this.sees(change.message) ? { seq, type: "message", message: this.message(change.message) } : null;
      case "message_removed": {
        const { key, channel, ephemeralTo } = change.message;
        const noticed = ephemeralTo === null || ephemeralTo === this.#user;
        const member = this.#world.channels.find(channel)?.members.has(this.#user) === true;
        return noticed && member ? { seq, type: "message_removed", key, channel } : null;
      }
      case "modals":
        return mine ? { seq, type: "modals", modals: this.modals() } : null;
      case "home": {
        const home = this.#world.views.home(this.#user);
        return mine && home !== undefined ? { seq, type: "home", home: this.view(home) } : null;
      }
      case "notice":
        return mine ? { seq, type: "notice", notice: change.notice } : null;
      case "busy":
        return mine ? { seq, type: "busy", what: change.what, busy: change.busy } : null;
      case "channels":
        return { seq, type: "channels", channels: this.channels() };
      case "people":
        return { seq, type: "people", people: this.people() };
      case "app":
        return { seq, type: "app", app: this.app() };
      case "file":
      case "exchange":
        return null;
    }
  }
}

export function consoleFile(file: StoredFile): ConsoleFile {
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: fileType(file.name),
    size: file.bytes?.length ?? file.length,
    altText: file.altText,
    url: `/console/files/${file.id}/${encodeURIComponent(file.name)}`,
    uploadedBy: file.user,
  };
}

function asBlock(block: JsonObject): BlockJson {
  return { ...block, type: String(block.type) };
}

function words(text: unknown): string | null {
  return typeof text === "object" && text !== null && "text" in text && typeof text.text === "string"
    ? text.text
    : null;
}
