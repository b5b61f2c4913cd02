import type { ConsoleAction, ConsoleActionResult } from "../console-types.js";
import { viewJson } from "../rendition/view.js";
import { SlackError } from "../state/slack-error.js";
import { interact, suggest } from "./interact.js";
import { close, submit } from "./modal.js";
import { DONE, failed, type Scene } from "./scene.js";
import { slash } from "./slash.js";
import { messageShortcut, post, shortcut } from "./talking.js";

/** Does one thing as a person; what Slack would refuse comes back as a sentence. */
export async function act(scene: Scene, action: ConsoleAction): Promise<ConsoleActionResult> {
  try {
    return await perform(scene, action);
  } catch (error) {
    if (error instanceof SlackError) return failed(error.code, SENTENCES[error.code] ?? `Slack refused: ${error.code}`);
    throw error;
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  not_in_channel: "You are not in this channel.",
  channel_not_found: "There is no such channel.",
  is_archived: "This channel is archived.",
  message_not_found: "This message is gone.",
  view_not_found: "This form is closed.",
  element_not_found: "This is no longer there.",
  no_text: "There is nothing to send.",
  thread_not_found: "This thread is gone.",
  file_not_found: "There is no such file.",
  user_not_found: "There is no such person.",
  unknown_shortcut: "There is no such shortcut.",
};

async function perform(scene: Scene, action: ConsoleAction): Promise<ConsoleActionResult> {
  const { world, user } = scene;
  switch (action.do) {
    case "post": {
      const { channel, text, threadTs = null, files = [] } = action;
      return { ok: true, key: post(scene, { channel, text, threadTs, files }).key };
    }
    case "slash":
      return slash(scene, action.channel, action.text, action.threadTs ?? null);
    case "interact":
      return interact(scene, action);
    case "suggest":
      return suggest(scene, action, action.query);
    case "submit":
      return submit(scene, action.view, action.values);
    case "close":
      return close(scene, action.view, action.all ?? false);
    case "open_home":
      return openHome(scene);
    case "shortcut":
      return shortcut(scene, action.callbackId);
    case "message_shortcut":
      return messageShortcut(scene, action.callbackId, action.key);
    case "open_dm": {
      const channel = world.channels.openDm(user, action.with);
      return { ok: true, channel: channel.id };
    }
    case "join":
      return enter(scene, action.channel, user);
    case "invite_app":
      world.channels.writable(action.channel, user);
      return enter(scene, action.channel, world.bot);
    case "dismiss": {
      const message = world.messages.find(action.key);
      if (message?.ephemeralTo !== user) throw new SlackError("message_not_found");
      world.messages.dismiss(message);
      return DONE;
    }
  }
}

/** Looks at the app's Home tab, which tells the app. */
async function openHome({ world, dispatcher, user }: Scene): Promise<ConsoleActionResult> {
  const channel = world.channels.openDm(world.bot, user);
  const view = world.views.home(user);
  world.changes.tell({ type: "busy", user, what: "home", busy: true });
  await dispatcher.event({
    type: "app_home_opened",
    user,
    channel: channel.id,
    tab: "home",
    event_ts: world.ids.ts(),
    ...(view === undefined ? {} : { view: viewJson(world, view) }),
  });
  world.changes.tell({ type: "busy", user, what: "home", busy: false });
  return DONE;
}

async function enter({ world, dispatcher, user }: Scene, channelId: string, who: string): Promise<ConsoleActionResult> {
  const channel = world.channels.get(channelId, user);
  if (channel.isArchived) throw new SlackError("is_archived");
  channel.members.add(who);
  world.changes.tell({ type: "channels" });
  await dispatcher.event({
    type: "member_joined_channel",
    user: who,
    channel: channel.id,
    channel_type: channel.kind === "public" ? "C" : "G",
    team: world.team.id,
    inviter: user,
    event_ts: world.ids.ts(),
  });
  return DONE;
}
