import type { JsonObject } from "../blockkit/index.js";
import { fileType } from "../state/files.js";
import type { Channel, Message, StoredFile } from "../state/model.js";
import type { World } from "../state/world.js";

/** A file as files.info and messages give one; a deleted one leaves a tombstone. */
export function fileJson(world: World, file: StoredFile): JsonObject {
  if (file.deleted) return { id: file.id, mode: "tombstone" };
  const address = `${world.url}/files-pri/${world.team.id}-${file.id}`;
  const path = encodeURIComponent(file.name);
  return {
    id: file.id,
    created: Math.floor(file.createdAt / 1000),
    timestamp: Math.floor(file.createdAt / 1000),
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: fileType(file.name),
    pretty_type: fileType(file.name).toUpperCase(),
    user: file.user,
    user_team: world.people.find(file.user)?.team_id ?? world.team.id,
    editable: false,
    size: file.bytes?.length ?? file.length,
    mode: "hosted",
    is_external: false,
    external_type: "",
    is_public: file.shares.length > 0,
    public_url_shared: false,
    url_private: `${address}/${path}`,
    url_private_download: `${address}/download/${path}`,
    permalink: `${world.url}/files/${file.user}/${file.id}/${path}`,
    file_access: "visible",
    ...(file.altText === null ? {} : { alt_txt: file.altText }),
    shares: shares(world, file),
    channels: channelsOf(world, file, "public"),
    groups: channelsOf(world, file, "private"),
    ims: channelsOf(world, file, "dm"),
  };
}

function messagesOf(world: World, file: StoredFile): readonly Message[] {
  return file.shares.flatMap((key) => world.messages.find(key) ?? []);
}

function channelsOf(world: World, file: StoredFile, kind: Channel["kind"]): readonly string[] {
  const ids = messagesOf(world, file).map(({ channel }) => channel);
  return [...new Set(ids)].filter((id) => world.channels.find(id)?.kind === kind);
}

function shares(world: World, file: StoredFile): JsonObject {
  const byKind: Record<string, Record<string, JsonObject[]>> = {};
  for (const message of messagesOf(world, file)) {
    const kind = world.channels.find(message.channel)?.kind === "public" ? "public" : "private";
    const channels = byKind[kind] ?? {};
    const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs };
    channels[message.channel] = [...(channels[message.channel] ?? []), { ts: message.ts, ...thread }];
    byKind[kind] = channels;
  }
  return byKind;
}
