import type { KnownBlock } from "@slack/web-api";
import { clamp, cleanText, escapeMarkup } from "../../reply/index.js";
import type { SlackMessage } from "./model.js";

const MOST_BLOCKS = 50;
const MOST_TEXT = 3000;
const MOST_SMALL_PRINT = 2000;

/** Words for a message's `text`, which Slack parses: no mention, channel call or link survives in them. */
export const spoken = (text: string): string => escapeMarkup(clamp(cleanText(text), MOST_TEXT));

/** Plain words as a message. */
export function plainMessage(text: string): SlackMessage {
  const words = clamp(cleanText(text), MOST_TEXT);
  const blocks: KnownBlock[] = [{ type: "section", text: { type: "plain_text", text: words, emoji: false } }];
  return { text: spoken(text), blocks, fallback: blocks };
}

export const smallPrint = (text: string): KnownBlock => ({
  type: "context",
  elements: [{ type: "plain_text", text: clamp(text, MOST_SMALL_PRINT), emoji: false }],
});

/** The same message with a line of small print at its end. */
export function withSmallPrint(message: SlackMessage, text: string): SlackMessage {
  const added = (blocks: readonly KnownBlock[]) =>
    blocks.length < MOST_BLOCKS ? [...blocks, smallPrint(text)] : blocks;
  return { text: message.text, blocks: added(message.blocks), fallback: added(message.fallback) };
}

/** The same message with a line of small print before everything else, which is read aloud first too. */
export function withWarning(message: SlackMessage, text: string): SlackMessage {
  const added = (blocks: readonly KnownBlock[]) => [smallPrint(text), ...blocks].slice(0, MOST_BLOCKS);
  return { text: `${text} ${message.text}`, blocks: added(message.blocks), fallback: added(message.fallback) };
}
