import { el } from "../dom.js";
import type { Inline, Names, Passage } from "./passages.js";
import { sayMention } from "./say.js";

/** Passages as nodes. */
export function drawPassages(passages: readonly Passage[], names: Names): readonly Node[] {
  return passages.map((passage) => drawPassage(passage, names));
}

function drawPassage(passage: Passage, names: Names): Node {
  switch (passage.kind) {
    case "paragraph":
      return el("p", { class: "paragraph" }, ...drawInlines(passage.inlines, names));
    case "quote":
      return el("blockquote", { class: "quote" }, ...drawInlines(passage.inlines, names));
    case "heading":
      return el(
        "p",
        { class: `heading-${Math.min(passage.level, 3)}`, role: "heading", "aria-level": passage.level + 3 },
        ...drawInlines(passage.inlines, names),
      );
    case "preformatted":
      return el("pre", { class: "preformatted" }, passage.text);
    case "rule":
      return el("hr", { class: "divider" });
    case "list": {
      const items = passage.items.map((item) => el("li", {}, ...drawInlines(item, names)));
      const marks = { class: `list indent-${Math.min(passage.indent, 8)}` };
      return passage.isOrdered ? el("ol", { ...marks, start: passage.start }, ...items) : el("ul", marks, ...items);
    }
  }
}

export function drawInlines(inlines: readonly Inline[], names: Names): readonly Node[] {
  return inlines.map((inline) => drawInline(inline, names));
}

function drawInline(inline: Inline, names: Names): Node {
  switch (inline.kind) {
    case "text":
      return styled(inline);
    case "link":
      return el(
        "a",
        { href: inline.address, target: "_blank", rel: "noopener noreferrer" },
        styled({ ...inline, text: inline.label }),
      );
    case "emoji":
      return inline.unicode === null
        ? document.createTextNode(`:${inline.name}:`)
        : el("span", { class: "emoji", role: "img", "aria-label": inline.name.replaceAll("_", " ") }, inline.unicode);
    case "colour":
      return el("code", {}, inline.value);
    case "mention": {
      const isMine = inline.of === "broadcast" || (inline.of === "person" && names.isMe(inline.id));
      return el("span", { class: isMine ? "mention mention-me" : "mention" }, sayMention(inline, names));
    }
  }
}

function styled({
  text,
  style,
}: {
  readonly text: string;
  readonly style: Extract<Inline, { kind: "text" }>["style"];
}): Node {
  const tags = [
    style.code && "code",
    style.strike && "s",
    style.underline && "u",
    style.italic && "em",
    style.bold && "strong",
  ] as const;
  return tags.reduce<Node>((inner, tag) => (tag ? el(tag, {}, inner) : inner), document.createTextNode(text));
}
