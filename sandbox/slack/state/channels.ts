import type { WorkspaceData } from "../workspace.js";
import type { Changes } from "./changes.js";
import type { Ids } from "./ids.js";
import type { Channel } from "./model.js";
import type { People } from "./people.js";
import { SlackError } from "./slack-error.js";

/** Channels and direct messages, and who may see and write them. */
export class Channels {
  readonly #ids: Ids;
  readonly #people: People;
  readonly #changes: Changes;
  readonly #channels: Map<string, Channel>;

  constructor(data: WorkspaceData, people: People, ids: Ids, changes: Changes) {
    this.#ids = ids;
    this.#changes = changes;
    this.#people = people;
    this.#channels = new Map(
      data.channels.map((channel) => [
        channel.id,
        {
          id: channel.id,
          name: channel.name,
          kind: channel.is_private ? "private" : "public",
          isExternallyShared: channel.is_ext_shared,
          isArchived: channel.is_archived,
          members: new Set(channel.members),
        },
      ]),
    );
  }

  all(): readonly Channel[] {
    return [...this.#channels.values()];
  }

  find(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** Throws channel_not_found when it does not exist or the user cannot know of it. */
  get(id: string, user: string): Channel {
    const channel = this.#channels.get(id);
    if (channel === undefined || !this.isKnownTo(channel, user)) throw new SlackError("channel_not_found");
    return channel;
  }

  named(name: string): Channel | undefined {
    return this.all().find((channel) => channel.kind !== "dm" && channel.name === name);
  }

  isKnownTo(channel: Channel, user: string): boolean {
    if (channel.members.has(user)) return true;
    const person = this.#people.find(user);
    const isOutsider = person === undefined || this.#people.isGuest(person) || this.#people.isStranger(person);
    return channel.kind === "public" && !isOutsider;
  }

  /** Throws channel_not_found, is_archived, not_in_channel. */
  writable(id: string, user: string): Channel {
    const channel = this.get(id, user);
    if (channel.isArchived) throw new SlackError("is_archived");
    if (!channel.members.has(user)) throw new SlackError("not_in_channel");
    return channel;
  }

  dm(first: string, second: string): Channel | undefined {
    return this.all().find(
      (channel) =>
        channel.kind === "dm" &&
        channel.members.has(first) &&
        channel.members.has(second) &&
        channel.members.size === new Set([first, second]).size,
    );
  }

  /** The direct message of the two, made when there is none. Throws user_not_found. */
  openDm(first: string, second: string): Channel {
    this.#people.get(first);
    this.#people.get(second);
    const existing = this.dm(first, second);
    if (existing !== undefined) return existing;
    const channel: Channel = {
      id: this.#ids.next("D"),
      name: "directmessage",
      kind: "dm",
      isExternallyShared: false,
      isArchived: false,
      members: new Set([first, second]),
    };
    this.#channels.set(channel.id, channel);
    this.#changes.tell({ type: "channels" });
    return channel;
  }
}
