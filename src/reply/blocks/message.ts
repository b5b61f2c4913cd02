import type { types } from "@slack/bolt";
import { clamp, cleanText, hasWords } from "../clean.js";
import { literal, notificationText, plain } from "./escape.js";
import { LIMITS } from "./limits.js";

/** What a Slack message needs; spreads into chat.postMessage, respond() and chat.update. */
export interface SlackMessage {
  /** Read aloud and shown in notifications. */
  readonly text: string;
  readonly blocks: types.KnownBlock[];
  /** `text` is data: Slack must not parse it. */
  readonly mrkdwn: false;
}

/** A longer first paragraph is not set in bold. */
const LONGEST_BOLD = 240;

export function message(text: string, blocks: types.KnownBlock[]): SlackMessage {
  return {
    text: notificationText(text, LIMITS.messageText),
    blocks: blocks.slice(0, LIMITS.blocksPerMessage),
    mrkdwn: false,
  };
}

/** The answer: its first paragraph in bold, what follows plain. */
export function lead(text: string): types.RichTextBlock {
  const [first = "", ...rest] = clamp(cleanText(text), LIMITS.sectionText).split("\n").filter(hasWords);
  const bold = first.length <= LONGEST_BOLD;
  const opening = literal(first, LIMITS.sectionText, bold ? { bold: true } : undefined);
  const following = rest.map((paragraph): types.RichTextText => ({ type: "text", text: `\n${paragraph.trim()}` }));
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [opening, ...following] }] };
}

/** Small grey lines; none when there is nothing to say. */
export function context(texts: readonly string[]): types.ContextBlock[] {
  const elements = texts
    .filter(hasWords)
    .slice(0, LIMITS.contextElements)
    .map((text) => plain(text, LIMITS.contextText));
  return elements.length > 0 ? [{ type: "context", elements }] : [];
}

/** A table's title and which of its rows are shown. */
export function heading(title: string, range: string): types.RichTextBlock {
  const elements: types.RichTextElement[] = [literal(title, 300, { bold: true })];
  if (range !== "") elements.push({ type: "text", text: `  ·  ${range}` });
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

/** A paragraph that Slack does not parse. */
export function paragraph(text: string): types.SectionBlock {
  return { type: "section", text: plain(text, LIMITS.sectionText) };
}
