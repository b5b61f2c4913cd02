import {
  boolean,
  exactlyOne,
  type JsonObject,
  list,
  matching,
  type ObjectRule,
  type ObjectShape,
  object,
  oneOf,
  type Shape,
  string,
} from "./shape.js";

/** Objects that blocks and elements are composed of: texts, options, confirmations, filters, images' sources. */

const plain = (max: number): ObjectShape =>
  object({ type: oneOf("plain_text"), text: string(max) }, { emoji: boolean });
const mrkdwn = (max: number): ObjectShape =>
  object({ type: oneOf("mrkdwn"), text: string(max) }, { verbatim: boolean });

export const plainText = (max: number): Shape => plain(max);
export const anyText = (max: number): Shape => ({
  is: "typed",
  types: () => ({ plain_text: plain(max), mrkdwn: mrkdwn(max) }),
});

const OPTION_TEXT = 75;
const OPTION_VALUE = 150;

/** An option of a select menu. */
export const option = object(
  { text: plainText(OPTION_TEXT), value: string(OPTION_VALUE) },
  { description: plainText(OPTION_TEXT) },
);
/** An option of radio buttons or checkboxes: mrkdwn is allowed. */
export const choice = object(
  { text: anyText(OPTION_TEXT), value: string(OPTION_VALUE) },
  { description: anyText(OPTION_TEXT) },
);
/** An option of an overflow menu: may be a link. */
export const overflowOption = object(
  { text: plainText(OPTION_TEXT), value: string(OPTION_VALUE) },
  { description: plainText(OPTION_TEXT), url: string(3000) },
);
export const optionGroup = object({ label: plainText(75), options: list(option, 100) });

export const confirm = object(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: oneOf("primary", "danger") },
);

export const dispatchActionConfig = object({
  trigger_actions_on: list(oneOf("on_enter_pressed", "on_character_entered"), 2),
});

export const conversationFilter = object(
  {},
  {
    include: list(oneOf("im", "mpim", "private", "public"), 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  [(value) => (Object.keys(value).length === 0 ? { at: "", message: "no fewer than 1 properties allowed" } : null)],
);

export const slackFile = object({}, { id: matching(/^F[A-Z0-9]+$/, "invalid slack file"), url: string(3000) }, [
  exactlyOne("id", "url"),
]);

export const buttonStyle = oneOf("primary", "danger");

/** Slack fetches the picture itself, so an address of one's own machine or network cannot be reached. */
export const reachableImage: ObjectRule = (value: JsonObject) => {
  const { image_url: address } = value;
  if (typeof address !== "string") return null;
  return isPublicAddress(address) ? null : { at: "/image_url", message: "downloading image failed" };
};

function isPublicAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return false;
  return !/^(localhost|.*\.local|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[)/.test(
    hostname,
  );
}
