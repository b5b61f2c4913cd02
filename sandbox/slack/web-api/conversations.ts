import { channelJson } from "../rendition/channel.js";
import { messageJson } from "../rendition/message.js";
import type { Channel, Message } from "../state/model.js";
import { refused, SlackError } from "../state/slack-error.js";
import { type Call, demandScope, type Method, page } from "./call.js";

const READ_SCOPES: Readonly<Record<Channel["kind"], string>> = {
  public: "channels:read",
  private: "groups:read",
  dm: "im:read",
};
const HISTORY_SCOPES: Readonly<Record<Channel["kind"], string>> = {
  public: "channels:history",
  private: "groups:history",
  dm: "im:history",
};
const TYPES: Readonly<Record<string, Channel["kind"] | null>> = {
  public_channel: "public",
  private_channel: "private",
  im: "dm",
  mpim: null,
};

export const conversationMethods: Readonly<Record<string, Method>> = {
  "conversations.open": {
    needs: "im:write",
    run: (call) => {
      const { world } = call;
      if (call.has("channel")) return opened(call, world.channels.get(call.text("channel"), world.bot), true);
      const users = call.list("users");
      const [user] = users;
      if (user === undefined) throw new SlackError("users_list_not_supplied");
      // Group messages are not part of this workspace: the app writes to one person at a time.
      if (users.length > 1) throw new SlackError("method_not_supported_for_channel_type");
      const person = world.people.get(user);
      if (person.is_bot) throw new SlackError("cannot_dm_bot");
      if (person.deleted === true) throw new SlackError("user_disabled");
      const already = world.channels.dm(world.bot, user) !== undefined;
      return opened(call, world.channels.openDm(world.bot, user), already);
    },
  },
  "conversations.info": {
    needs: "",
    run: (call) => {
      const channel = readable(call, READ_SCOPES);
      const members = call.flag("include_num_members") ? { num_members: channel.members.size } : {};
      return { ok: true, channel: { ...channelJson(call.world, channel, call.world.bot), ...members } };
    },
  },
  "conversations.members": {
    needs: "",
    run: (call) => {
      const channel = readable(call, READ_SCOPES);
      const { items, next } = page(call, [...channel.members], 100);
      return { ok: true, members: items, response_metadata: { next_cursor: next } };
    },
  },
  "conversations.list": {
    needs: "",
    run: (call) => {
      const { world } = call;
      const types = call.has("types") ? call.list("types") : ["public_channel"];
      if (types.some((type) => !Object.hasOwn(TYPES, type))) throw new SlackError("invalid_types");
      const kinds = types.flatMap((type) => TYPES[type] ?? []);
      for (const kind of kinds) demandScope(world, READ_SCOPES[kind]);
      const shown = world.channels
        .all()
        .filter((channel) => kinds.includes(channel.kind) && world.channels.isKnownTo(channel, world.bot))
        .filter((channel) => !(call.flag("exclude_archived") && channel.isArchived));
      const { items, next } = page(call, shown, 100);
      return {
        ok: true,
        channels: items.map((channel) => ({
          ...channelJson(world, channel, world.bot),
          ...(channel.kind === "dm" ? {} : { num_members: channel.members.size }),
        })),
        response_metadata: { next_cursor: next },
      };
    },
  },
  "conversations.history": {
    needs: "",
    run: (call) => {
      const channel = joined(call);
      const roots = call.world.messages.inChannel(channel.id).filter((message) => message.threadTs === null);
      return listed(call, kept(call, roots).reverse());
    },
  },
  "conversations.replies": {
    needs: "",
    run: (call) => {
      const channel = joined(call);
      const root = call.world.messages.find(`${channel.id}/${call.text("ts")}`);
      if (root === undefined || root.ephemeralTo !== null) throw new SlackError("thread_not_found");
      return listed(call, kept(call, [root, ...call.world.messages.replies(root)]));
    },
  },
};

function opened(call: Call, channel: Channel, already: boolean) {
  const { world } = call;
  return {
    ok: true,
    ...(already ? { no_op: true, already_open: true } : {}),
    channel: call.flag("return_im") ? channelJson(world, channel, world.bot) : { id: channel.id },
  };
}

function readable(call: Call, scopes: Readonly<Record<Channel["kind"], string>>): Channel {
  const { world } = call;
  const channel = world.channels.get(call.text("channel"), world.bot);
  demandScope(world, scopes[channel.kind]);
  return channel;
}

function joined(call: Call): Channel {
  const channel = readable(call, HISTORY_SCOPES);
  if (!channel.members.has(call.world.bot)) throw new SlackError("not_in_channel");
  return channel;
}

/** Ephemeral messages are in no history. */
function kept(call: Call, messages: readonly Message[]): Message[] {
  const oldest = call.optionalText("oldest") ?? "0";
  const latest = call.optionalText("latest");
  if (Number.isNaN(Number(oldest)) || (latest !== null && Number.isNaN(Number(latest)))) {
    throw refused("invalid_arguments", ["[ERROR] must be a timestamp [json-pointer:/oldest]"]);
  }
  return messages.filter(
    ({ ephemeralTo, ts }) =>
      ephemeralTo === null && Number(ts) > Number(oldest) && (latest === null || Number(ts) < Number(latest)),
  );
}

function listed(call: Call, messages: readonly Message[]) {
  const { items, next } = page(call, messages, 100);
  return {
    ok: true,
    messages: items.map((message) => messageJson(call.world, message)),
    has_more: next !== "",
    response_metadata: { next_cursor: next },
  };
}
