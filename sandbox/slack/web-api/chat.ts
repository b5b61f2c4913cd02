import { composeMessage } from "../composing.js";
import { messageJson } from "../rendition/message.js";
import type { Channel, Message } from "../state/model.js";
import { SlackError } from "../state/slack-error.js";
import type { World } from "../state/world.js";
import { type Call, demandScope, type Method } from "./call.js";

export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage": {
    needs: "chat:write",
    run: (call) => {
      const { world } = call;
      const channel = addressed(call);
      const threadTs = threadOf(call, channel);
      refuseCustomAuthor(call);
      const content = composeMessage(world, contentOf(call));
      const message = world.messages.post({
        ...content,
        channel: channel.id,
        user: world.bot,
        byApp: true,
        threadTs,
      });
      return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(world, message) };
    },
  },
  "chat.postEphemeral": {
    needs: "chat:write",
    run: (call) => {
      const { world } = call;
      const channel = world.channels.writable(call.text("channel"), world.bot);
      const user = call.text("user");
      if (world.people.find(user) === undefined) throw new SlackError("user_not_found");
      if (!channel.members.has(user)) throw new SlackError("user_not_in_channel");
      const content = composeMessage(world, contentOf(call));
      const message = world.messages.post({
        ...content,
        channel: channel.id,
        user: world.bot,
        byApp: true,
        threadTs: threadOf(call, channel),
        ephemeralTo: user,
      });
      return { ok: true, message_ts: message.ts };
    },
  },
  "chat.update": {
    needs: "chat:write",
    run: (call) => {
      const { world } = call;
      const message = ownMessage(call, "cant_update_message");
      const given = contentOf(call);
      // What is not sent stays as it was; an empty list of blocks takes them away.
      const content = composeMessage(world, {
        ...given,
        text: given.text ?? message.text,
        blocks: given.blocks ?? message.blocks,
      });
      world.messages.update(message, content);
      return {
        ok: true,
        channel: message.channel,
        ts: message.ts,
        text: message.text,
        message: messageJson(world, message),
      };
    },
  },
  "chat.delete": {
    needs: "chat:write",
    run: (call) => {
      const message = ownMessage(call, "cant_delete_message");
      call.world.messages.remove(message);
      return { ok: true, channel: message.channel, ts: message.ts };
    },
  },
  "chat.getPermalink": {
    needs: "",
    run: (call) => {
      const { world } = call;
      const channel = world.channels.get(call.text("channel"), world.bot);
      const message = world.messages.get(channel.id, call.text("message_ts"));
      const path = `${world.url}/archives/${channel.id}/p${message.ts.replace(".", "")}`;
      const thread = message.threadTs === null ? "" : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
      return { ok: true, channel: channel.id, permalink: `${path}${thread}` };
    },
  },
};

function contentOf(call: Call): { text?: unknown; blocks?: unknown; attachments?: unknown; metadata?: unknown } {
  return {
    text: call.optionalText("text") ?? undefined,
    blocks: call.json("blocks", "invalid_blocks_format"),
    attachments: call.json("attachments"),
    metadata: call.json("metadata", "invalid_metadata_format"),
  };
}

/** A channel by its id, or "#name"; a person's id means the direct message with them. */
function addressed(call: Call): Channel {
  const { world } = call;
  const target = call.text("channel");
  if (world.people.find(target) !== undefined) {
    demandScope(world, "im:write");
    return world.channels.openDm(world.bot, target);
  }
  const named = world.channels.named(target.replace(/^#/, ""));
  return world.channels.writable(named?.id ?? target, world.bot);
}

function threadOf(call: Call, channel: Channel): string | null {
  const threadTs = call.optionalText("thread_ts");
  if (threadTs === null || threadTs === "") return null;
  if (!/^\d+\.\d{6}$/.test(threadTs)) throw new SlackError("invalid_thread_ts");
  return threadRoot(call.world, channel.id, threadTs);
}

/** Throws thread_not_found. An answer to a reply joins the reply's thread. */
export function threadRoot(world: World, channel: string, threadTs: string): string {
  const root = world.messages.find(`${channel}/${threadTs}`);
  if (root === undefined) throw new SlackError("thread_not_found");
  return root.threadTs ?? root.ts;
}

function refuseCustomAuthor(call: Call): void {
  if (["username", "icon_emoji", "icon_url"].some((name) => call.has(name))) {
    demandScope(call.world, "chat:write.customize");
  }
}

function ownMessage(call: Call, otherwise: string): Message {
  const { world } = call;
  const channel = world.channels.get(call.text("channel"), world.bot);
  const message = world.messages.get(channel.id, call.text("ts"));
  if (!message.byApp) throw new SlackError(otherwise);
  if (channel.isArchived) throw new SlackError("is_archived");
  return message;
}
