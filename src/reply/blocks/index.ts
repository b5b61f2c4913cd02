export {
  BUTTON_ACTION_ID,
  BUTTON_VERBS,
  type ButtonVerb,
  type Press,
  parsePress,
  type StoreLine,
} from "./actions.js";
export { type AskOptions, renderAskBlocks, renderFailureBlocks } from "./ask.js";
export { escapeMarkup } from "./escape.js";
export { LIMITS } from "./limits.js";
export type { SlackMessage } from "./message.js";
export { LINE_KEYS } from "./paging.js";
export { type BlockOptions, type ReplyMessage, renderBlocks, renderFallback, renderTableBlocks } from "./reply.js";
