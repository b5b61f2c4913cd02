import { isObject, type JsonObject } from "../blockkit/index.js";
import { composeMessage } from "../composing.js";
import type { Message, ResponseUrl } from "../state/model.js";
import type { World } from "../state/world.js";
import { threadRoot } from "../web-api/chat.js";

/**
 * What an app answers by a response_url or in an ack: a new message (ephemeral unless response_type is in_channel), or a
 * change of the one it came from. Throws SlackError for content that Slack refuses. Answers the message, if any.
 */
export function answerWith(world: World, place: ResponseUrl, answer: JsonObject): Message | null {
  const original = place.original === null ? undefined : world.messages.find(place.original);
  if (answer.delete_original === true || answer.delete_original === "true") {
    if (original !== undefined) world.messages.remove(original);
    return null;
  }
  const content = composeMessage(world, answer);
  if (replaces(place, answer) && original !== undefined) {
    world.messages.update(original, content);
    return original;
  }
  const threadTs = typeof answer.thread_ts === "string" ? threadRoot(world, place.channel, answer.thread_ts) : null;
  const message = world.messages.post({
    ...content,
    channel: place.channel,
    user: world.bot,
    byApp: true,
    threadTs,
    ephemeralTo: answer.response_type === "in_channel" ? null : place.user,
  });
  if (!place.fromMessage) place.original = message.key;
  return message;
}

/** An answer to an element of a message replaces that message, unless it says otherwise. */
function replaces(place: ResponseUrl, answer: JsonObject): boolean {
  const { replace_original: asked } = answer;
  return asked === undefined ? place.fromMessage : asked === true || asked === "true";
}

/** An ack's body as an answer: a text, a message, or nothing. */
export function answerInAck(body: unknown): JsonObject | null {
  if (typeof body === "string") return body.trim() === "" ? null : { text: body };
  return isObject(body) && Object.keys(body).length > 0 ? body : null;
}
