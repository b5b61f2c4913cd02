import type { types } from "@slack/bolt";
import { clamp, cleanLine, cleanText, hasWords } from "../clean.js";

/** Stands where data is empty: Slack refuses a text of no characters and loses the whole message. */
const NOTHING = "—";

/** Data as plain text on one line: no mark-up, no emoji codes, never empty. */
export function plain(text: string, most: number): types.PlainTextElement {
  return { type: "plain_text", text: line(text, most), emoji: false };
}

/** Data on one line, cleaned, never empty. */
export function line(text: string, most: number): string {
  const clamped = clamp(cleanLine(text), most);
  return hasWords(clamped) ? clamped : NOTHING;
}

/** Literal text in rich text: Slack parses nothing inside it. */
export function literal(text: string, most: number, style?: { readonly bold: true }): types.RichTextText {
  return { type: "text", text: line(text, most), ...(style ? { style } : {}) };
}

const FORMATTING = /[*_~`]|:[\w+-]+:|^\s*>/;

/**
 * A bold label over a value, for a section's fields. Where either holds a formatting character the whole field is plain
 * text: escaping covers & < > alone, and data must not turn bold, struck through or into an emoji.
 */
export function labelled(label: string, value: string, most: number): types.PlainTextElement | types.MrkdwnElement {
  const half = Math.floor(most / 2) - 4;
  const above = line(label, half);
  const below = line(value, half);
  if (FORMATTING.test(above) || FORMATTING.test(below)) {
    return { type: "plain_text", text: `${above}\n${below}`, emoji: false };
  }
  const text = `*${escapeMarkup(above)}*\n${escapeMarkup(below)}`;
  return text.length <= most
    ? { type: "mrkdwn", text, verbatim: true }
    : { type: "plain_text", text: `${above}\n${below}`, emoji: false };
}

/** & < > as entities: no `<!channel>`, no `<@U…>`, no link survives. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** For a message's top-level `text`, which Slack parses as mark-up; within `most` after escaping. */
export function notificationText(text: string, most: number): string {
  const cleaned = cleanText(text).trim() || NOTHING;
  for (let room = most; room > 0; room = Math.floor(room * 0.8)) {
    const escaped = escapeMarkup(clamp(cleaned, room));
    if (escaped.length <= most) return escaped;
  }
  return NOTHING;
}
