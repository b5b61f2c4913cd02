import { isObject, type Json, number, object, objects, string } from "../json.js";
import { emojiFromCode, emojiNamed } from "./emoji.js";
import { type Inline, type Passage, type Style, safeAddress } from "./passages.js";

/** A rich_text block's (or cell's) passages. */
export function readRichText(block: Json): readonly Passage[] {
  return objects(block.elements).flatMap((part): readonly Passage[] => {
    switch (part.type) {
      case "rich_text_section":
        return [{ kind: "paragraph", inlines: inlinesOf(part) }];
      case "rich_text_quote":
        return [{ kind: "quote", inlines: inlinesOf(part) }];
      case "rich_text_preformatted":
        return [{ kind: "preformatted", text: inlinesOf(part).map(sourceOf).join("") }];
      case "rich_text_list":
        return [
          {
            kind: "list",
            isOrdered: part.style === "ordered",
            indent: number(part.indent) ?? 0,
            start: (number(part.offset) ?? 0) + 1,
            items: objects(part.elements).map(inlinesOf),
          },
        ];
      default:
        return [];
    }
  });
}

function inlinesOf(section: Json): readonly Inline[] {
  return objects(section.elements).map(inlineOf);
}

function inlineOf(element: Json): Inline {
  const style = styleOf(element.style);
  const text = string(element.text);
  switch (element.type) {
    case "link": {
      const address = safeAddress(string(element.url));
      const label = text === "" ? string(element.url) : text;
      return address === null ? { kind: "text", text: label, style } : { kind: "link", address, label, style };
    }
    case "user":
      return { kind: "mention", of: "person", id: string(element.user_id), label: null };
    case "channel":
      return { kind: "mention", of: "channel", id: string(element.channel_id), label: null };
    case "usergroup":
      return { kind: "mention", of: "group", id: string(element.usergroup_id), label: null };
    case "broadcast":
      return { kind: "mention", of: "broadcast", id: string(element.range), label: null };
    case "emoji": {
      const name = string(element.name);
      return { kind: "emoji", name, unicode: emojiFromCode(string(element.unicode)) ?? emojiNamed(name) };
    }
    case "date": {
      const seconds = number(element.timestamp) ?? 0;
      return { kind: "text", text: string(element.fallback) || new Date(seconds * 1000).toLocaleString(), style };
    }
    case "color":
      return { kind: "colour", value: string(element.value) };
    default:
      return { kind: "text", text, style };
  }
}

function styleOf(given: unknown): Style {
  if (!isObject(given)) return {};
  const { bold, italic, strike, code, underline } = object(given);
  return {
    ...(bold === true ? { bold } : {}),
    ...(italic === true ? { italic } : {}),
    ...(strike === true ? { strike } : {}),
    ...(code === true ? { code } : {}),
    ...(underline === true ? { underline } : {}),
  };
}

function sourceOf(inline: Inline): string {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "link":
      return inline.label;
    case "emoji":
      return inline.unicode ?? `:${inline.name}:`;
    case "colour":
      return inline.value;
    case "mention":
      return inline.label ?? inline.id;
  }
}
