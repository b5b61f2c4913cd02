import type { JsonObject } from "../blockkit/index.js";
import type { Message } from "../state/model.js";
import type { World } from "../state/world.js";
import { fileJson } from "./file.js";

/** A message as events, payloads and conversations.history give one. */
export function messageJson(world: World, message: Message): JsonObject {
  const { app } = world.options;
  const replies = world.messages.replies(message);
  const threadTs = message.threadTs ?? (replies.length > 0 ? message.ts : null);
  const files = message.files.flatMap((id) => world.files.find(id) ?? []).map((file) => fileJson(world, file));
  return {
    type: "message",
    user: message.user,
    ...(message.byApp ? { bot_id: app.bot_id, app_id: app.id } : {}),
    team: world.team.id,
    text: message.text,
    ts: message.ts,
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(replies.length > 0 ? { reply_count: replies.length } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(files.length > 0 ? { files } : {}),
    ...(message.editedTs === null ? {} : { edited: { user: message.user, ts: message.editedTs } }),
    ...(message.reactions.size > 0
      ? { reactions: [...message.reactions].map(([name, users]) => ({ name, users, count: users.length })) }
      : {}),
    ...(message.metadata === null ? {} : { metadata: message.metadata }),
  };
}
