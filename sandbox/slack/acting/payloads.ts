import type { JsonObject } from "../blockkit/index.js";
import { messageJson } from "../rendition/message.js";
import type { Channel, Message } from "../state/model.js";
import type { World } from "../state/world.js";

/** The parts that interaction payloads have in common. */
export function interactionBase(world: World, userId: string): JsonObject {
  const user = world.people.get(userId);
  return {
    token: "sandbox-verification",
    api_app_id: world.options.app.id,
    team: { id: world.team.id, domain: world.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id },
  };
}

/** Slack names a conversation by its kind where it has no name of its own. */
export function channelName(channel: Channel): string {
  return channel.kind === "public" ? channel.name : channel.kind === "private" ? "privategroup" : "directmessage";
}

/** Where a message's element stands; of an ephemeral message the app gets no copy. */
export function messageContainer(world: World, message: Message): JsonObject {
  const channel = world.channels.find(message.channel);
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeralTo !== null,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: channel === undefined ? "" : channelName(channel) },
    ...(message.ephemeralTo === null ? { message: messageJson(world, message) } : {}),
  };
}

export function responseAddress(world: World, id: string): string {
  return `${world.url}/actions/${world.team.id}/${id}`;
}
