import type { ConsoleMessage } from "../../slack/console-types.js";
import { drawAvatar } from "./avatar.js";
import { drawBlocks } from "./blocks/index.js";
import { copyText } from "./copy.js";
import { el } from "./dom.js";
import { drawFile } from "./files.js";
import type { Form } from "./form.js";
import { showReaderText } from "./heard.js";
import { icon } from "./icons.js";
import { type MenuItem, menuOn } from "./menu.js";
import { isToldByNotice, type Page } from "./page.js";
import { showRaw } from "./raw.js";
import { readerText } from "./reader-text.js";
import { drawPassages } from "./text/draw.js";
import { emojiNamed } from "./text/emoji.js";
import { readMrkdwn } from "./text/mrkdwn.js";

export interface MessageLook {
  /** Follows another of the same author at once: without the head. */
  readonly isCompact: boolean;
  readonly isInThread: boolean;
}

/** One message with all its parts. */
export function drawMessage(message: ConsoleMessage, look: MessageLook, form: Form, page: Page): HTMLElement {
  const author = page.state.person(message.user);
  const name = author?.realName ?? message.user;
  const words =
    message.blocks.length > 0
      ? drawBlocks(message.blocks, { page, form })
      : [el("div", { class: "words" }, ...drawPassages(readMrkdwn(message.text), page.names))];
  const time = drawTime(message.ts);
  return el(
    "article",
    {
      class: `message${look.isCompact ? " compact" : ""}${message.ephemeral ? " ephemeral" : ""}`,
      "data-key": message.key,
      "data-focus": "message",
      tabindex: -1,
      "aria-label": `${name}, ${time.textContent}`,
    },
    look.isCompact ? el("span", { class: "gutter" }, time) : drawAvatar(author, message.user, "large"),
    el(
      "div",
      { class: "message-body" },
      look.isCompact
        ? null
        : el(
            "div",
            { class: "message-head" },
            el("strong", { class: "author" }, name),
            author?.isBot === true ? el("span", { class: "badge" }, "APP") : null,
            time,
            message.ephemeral ? drawOnlyYou(message, page) : null,
          ),
      el("div", { class: "blocks" }, ...words, message.edited ? el("span", { class: "edited" }, "(edited)") : null),
      message.files.length > 0 ? el("div", { class: "files" }, ...message.files.map(drawFile)) : null,
      drawReactions(message, page),
      look.isInThread || message.replyCount === 0 ? null : drawReplies(message, page),
    ),
    drawTools(message, look, page),
  );
}

function drawTime(ts: string): HTMLElement {
  const at = new Date(Number(ts) * 1000);
  const short = at.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  return el("time", { datetime: at.toISOString(), title: at.toLocaleString() }, short);
}

function drawOnlyYou({ key }: ConsoleMessage, page: Page): HTMLElement {
  const dismiss = async () => {
    const result = await page.act({ do: "dismiss", key });
    if (!result.ok) page.tell(result.text);
  };
  return el(
    "div",
    { class: "only-you" },
    icon("eye"),
    el("span", {}, "Only visible to you"),
    el("button", { type: "button", class: "link-button", on: { click: () => void dismiss() } }, "Dismiss"),
  );
}

function drawReactions({ reactions }: ConsoleMessage, page: Page): HTMLElement | null {
  if (reactions.length === 0) return null;
  return el(
    "div",
    { class: "reactions" },
    ...reactions.map(({ name, users }) => {
      const who = users.map((user) => page.names.person(user) ?? user).join(", ");
      return el(
        "span",
        { class: "reaction", role: "img", "aria-label": `${name.replaceAll("_", " ")}: ${who}`, title: who },
        `${emojiNamed(name) ?? `:${name}:`} ${users.length}`,
      );
    }),
  );
}

function drawReplies({ ts, replyCount }: ConsoleMessage, page: Page): HTMLElement {
  return el(
    "button",
    { type: "button", class: "replies", "data-focus": "replies", on: { click: () => page.session.openThread(ts) } },
    icon("reply"),
    `${replyCount} ${replyCount === 1 ? "reply" : "replies"}`,
  );
}

function drawTools(message: ConsoleMessage, { isInThread }: MessageLook, page: Page): HTMLElement {
  const more = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": "More actions", title: "More actions", "data-focus": "more" },
    icon("more"),
  );
  menuOn(more, "Message actions", () => menuOf(message, isInThread, page));
  return el(
    "div",
    { class: "message-tools" },
    isInThread || message.ephemeral
      ? null
      : el(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": "Reply in thread",
            title: "Reply in thread",
            "data-focus": "reply",
            on: { click: () => page.session.openThread(message.threadTs ?? message.ts) },
          },
          icon("reply"),
        ),
    more,
  );
}

function menuOf(message: ConsoleMessage, isInThread: boolean, page: Page): readonly MenuItem[] {
  const shortcuts = message.ephemeral ? [] : (page.state.app?.shortcuts ?? []).filter(({ type }) => type === "message");
  const run = async (callbackId: string) => {
    const result = await page.act({ do: "message_shortcut", callbackId, key: message.key });
    if (!result.ok && !isToldByNotice(result)) page.tell(result.text);
  };
  const spoken = () =>
    readerText(message, page.names)
      .filter(({ what }) => what !== "From")
      .map(({ words }) => words)
      .join("\n");
  return [
    ...shortcuts.map(({ name, description, callbackId }) => ({
      words: name,
      detail: description || (page.state.app?.name ?? null),
      icon: "bolt" as const,
      choose: () => void run(callbackId),
    })),
    ...(isInThread || message.ephemeral
      ? []
      : [
          {
            words: "Reply in thread",
            icon: "reply" as const,
            choose: () => page.session.openThread(message.threadTs ?? message.ts),
          },
        ]),
    { words: "Copy text", icon: "copy", choose: () => copyText(page, spoken()) },
    { words: "Screen-reader text", icon: "ear", choose: () => showReaderText(page, message) },
    { words: "Raw JSON", icon: "code", choose: () => void showRaw(page, message.key) },
  ];
}
