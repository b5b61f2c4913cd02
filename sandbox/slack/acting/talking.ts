import type { ConsoleActionResult } from "../console-types.js";
import { toTokens } from "../mentions.js";
import { fileJson } from "../rendition/file.js";
import { messageJson } from "../rendition/message.js";
import type { Message, StoredFile } from "../state/model.js";
import { SlackError } from "../state/slack-error.js";
import { threadRoot } from "../web-api/chat.js";
import { interactionBase, messageContainer, responseAddress } from "./payloads.js";
import { DONE, deliverBusily, failed, lackOfAck, notifyFailure, type Scene } from "./scene.js";

/** Writes a message. Mentioning the app sends it app_mention, when it is in the channel. */
export function post(
  scene: Scene,
  said: { channel: string; text: string; threadTs: string | null; files: readonly string[] },
): Message {
  const { world, user } = scene;
  const channel = world.channels.writable(said.channel, user);
  for (const id of said.files) world.files.get(id);
  const text = toTokens(world, said.text, { withNames: false });
  if (text.trim() === "" && said.files.length === 0) throw new SlackError("no_text");
  const threadTs = said.threadTs === null ? null : threadRoot(world, channel.id, said.threadTs);
  const message = world.messages.post({
    channel: channel.id,
    user,
    byApp: false,
    text,
    blocks: [],
    threadTs,
    files: said.files,
  });
  if (channel.kind !== "dm" && text.includes(`<@${world.bot}>`)) mention(scene, message);
  return message;
}

function mention(scene: Scene, message: Message): void {
  const { world, dispatcher, user } = scene;
  const { name } = world.options.app;
  if (world.channels.find(message.channel)?.members.has(world.bot) !== true) {
    const text = `You mentioned @${name}, but it is not in this channel. Invite it with /invite @${name}`;
    world.notify(user, { code: "not_in_channel", text, channel: message.channel });
    return;
  }
  const files = message.files.flatMap((id) => world.files.find(id) ?? []).map((file) => fileJson(world, file));
  world.changes.tell({ type: "busy", user, what: "mention", busy: true });
  void dispatcher
    .event(
      {
        type: "app_mention",
        user,
        text: message.text,
        ts: message.ts,
        channel: message.channel,
        event_ts: message.ts,
        team: world.people.get(user).team_id,
        ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
        ...(files.length === 0 ? {} : { files }),
      },
      [message.key],
    )
    .finally(() => world.changes.tell({ type: "busy", user, what: "mention", busy: false }));
}

/** A person's file: there at once, since people's own clients upload it. */
export function upload(scene: Scene, name: string, mimetype: string, bytes: Buffer): StoredFile {
  const { world, user } = scene;
  const file = world.files.expect(name, bytes.length, user, null);
  file.bytes = bytes;
  if (mimetype !== "") file.mimetype = mimetype;
  world.files.complete(file, null);
  return file;
}

/** A shortcut from the ⚡ menu. */
export async function shortcut(scene: Scene, callbackId: string): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  demandShortcut(scene, callbackId, "global");
  const ack = await deliverBusily(
    scene,
    `shortcut ${callbackId}`,
    "interactive",
    {
      type: "shortcut",
      ...interactionBase(world, user),
      callback_id: callbackId,
      action_ts: world.ids.ts(),
      trigger_id: world.tickets.issueTrigger(user, { channel: null, view: null }).id,
    },
    [],
  );
  const lack = lackOfAck(ack, world.options.app.name);
  return lack === null ? DONE : notifyFailure(scene, lack, null);
}

/** A shortcut from a message's menu: the app gets the message with its files. */
export async function messageShortcut(scene: Scene, callbackId: string, key: string): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  demandShortcut(scene, callbackId, "message");
  const message = world.messages.find(key);
  if (message === undefined || message.ephemeralTo !== null || !world.messages.isVisibleTo(message, user)) {
    return failed("message_not_found", "This message has no shortcuts.");
  }
  const place = world.tickets.issueResponseUrl({
    user,
    channel: message.channel,
    threadTs: message.threadTs,
    fromMessage: false,
    original: null,
  });
  const { channel } = messageContainer(world, message);
  const ack = await deliverBusily(
    scene,
    `shortcut ${callbackId}`,
    "interactive",
    {
      type: "message_action",
      ...interactionBase(world, user),
      callback_id: callbackId,
      action_ts: world.ids.ts(),
      trigger_id: world.tickets.issueTrigger(user, { channel: message.channel, view: null }).id,
      response_url: responseAddress(world, place.id),
      channel,
      message_ts: message.ts,
      message: messageJson(world, message),
    },
    [message.key],
  );
  const lack = lackOfAck(ack, world.options.app.name);
  return lack === null ? DONE : notifyFailure(scene, lack, message.channel);
}

function demandShortcut({ world }: Scene, callbackId: string, type: "global" | "message"): void {
  const known = world.options.app.shortcuts.some((each) => each.callback_id === callbackId && each.type === type);
  if (!known) throw new SlackError("unknown_shortcut");
}
