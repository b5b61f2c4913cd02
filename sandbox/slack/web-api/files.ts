import { isObject } from "../blockkit/index.js";
import { composeBlocks } from "../composing.js";
import { fileJson } from "../rendition/file.js";
import type { Channel, StoredFile } from "../state/model.js";
import { refused, SlackError } from "../state/slack-error.js";
import type { World } from "../state/world.js";
import type { Call, Method } from "./call.js";
import { threadRoot } from "./chat.js";

const LONGEST_ALT_TEXT = 1000;
const LARGEST_FILE = 1_073_741_824;
const CHANNEL_ID = /^[CGDZ][A-Z0-9]{8,}$/;

export const fileMethods: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": {
    needs: "files:write",
    run: (call) => {
      const { world } = call;
      const name = call.text("filename");
      const length = call.count("length", 0, Number.MAX_SAFE_INTEGER);
      if (length < 1) throw refused("invalid_arguments", ["[ERROR] must be greater than 0 [json-pointer:/length]"]);
      if (length > LARGEST_FILE) throw new SlackError("file_upload_size_restricted");
      // The parameter is alt_txt; `alt_text` is not known to Slack and is lost.
      const altText = call.optionalText("alt_txt");
      if ((altText?.length ?? 0) > LONGEST_ALT_TEXT) throw new SlackError("alt_txt_too_large");
      const file = world.files.expect(name, length, world.bot, altText);
      return { ok: true, upload_url: `${world.url}/upload/v1/${file.id}`, file_id: file.id };
    },
  },
  "files.completeUploadExternal": { needs: "files:write", run: completeUpload },
  "files.info": {
    needs: "files:read",
    run: (call) => ({
      ok: true,
      file: fileJson(call.world, seen(call, call.text("file"))),
      comments: [],
      response_metadata: { next_cursor: "" },
    }),
  },
  "files.delete": {
    needs: "files:write",
    run: (call) => {
      const file = completed(call, call.text("file"));
      if (file.user !== call.world.bot) throw new SlackError("cant_delete_file");
      call.world.files.remove(file);
      for (const key of file.shares) {
        const message = call.world.messages.find(key);
        if (message !== undefined) call.world.changes.tell({ type: "message", message });
      }
      return { ok: true };
    },
  },
};

/** Whether the app may read a file: its own, one handed in with a form, one of a conversation that it is in. */
export function isSeenByApp(world: World, file: StoredFile): boolean {
  if (file.user === world.bot || world.files.isHanded(file)) return true;
  return file.shares.some((key) => {
    const message = world.messages.find(key);
    const channel = message === undefined ? undefined : world.channels.find(message.channel);
    return channel?.members.has(world.bot) === true;
  });
}

function seen(call: Call, id: string): StoredFile {
  const file = completed(call, id);
  if (!isSeenByApp(call.world, file)) throw new SlackError("file_not_found");
  return file;
}

function completed(call: Call, id: string): StoredFile {
  const file = call.world.files.get(id);
  if (file.readyAt === null) throw new SlackError("file_not_found");
  return file;
}

/** Makes uploaded files real and shares them, in one message, in the channel when one is named. */
function completeUpload(call: Call) {
  const { world } = call;
  const uploads = uploadsOf(call);
  const channel = sharedIn(call);
  const threadTs =
    channel !== null && call.has("thread_ts") ? threadRoot(world, channel.id, call.text("thread_ts")) : null;
  const blocks = call.has("blocks") ? composeBlocks(world, call.json("blocks", "invalid_blocks_format")) : [];
  for (const { file, title } of uploads) world.files.complete(file, title);
  if (channel !== null) {
    world.messages.post({
      channel: channel.id,
      user: world.bot,
      byApp: true,
      text: call.optionalText("initial_comment") ?? "",
      blocks,
      threadTs,
      files: uploads.map(({ file }) => file.id),
    });
  }
  return { ok: true, files: uploads.map(({ file }) => fileJson(world, file)) };
}

function uploadsOf(call: Call): readonly { readonly file: StoredFile; readonly title: string | null }[] {
  const given = call.json("files");
  if (!Array.isArray(given) || given.length === 0) {
    throw refused("invalid_arguments", ["[ERROR] missing required field: files"]);
  }
  return given.map((each: unknown) => {
    if (!isObject(each) || typeof each.id !== "string") {
      throw refused("invalid_arguments", ["[ERROR] missing required field: id [json-pointer:/files/0]"]);
    }
    const file = call.world.files.get(each.id);
    if (file.bytes === null) throw new SlackError("file_not_found");
    return { file, title: typeof each.title === "string" ? each.title : null };
  });
}

/** Throws invalid_channel for a person's id: files go to conversations only. */
function sharedIn(call: Call): Channel | null {
  const [id, ...more] = call.has("channel_id") ? [call.text("channel_id")] : call.list("channels");
  if (id === undefined) return null;
  if (more.length > 0) throw new SlackError("invalid_channel");
  if (!CHANNEL_ID.test(id)) {
    throw refused("invalid_arguments", [`[ERROR] must match pattern: ${CHANNEL_ID.source} [json-pointer:/channel_id]`]);
  }
  return call.world.channels.writable(id, call.world.bot);
}
