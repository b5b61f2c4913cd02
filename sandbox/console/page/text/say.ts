import type { Inline, Names, Passage } from "./passages.js";

/** Passages as words, the way they are heard or copied. */
export function sayPassages(passages: readonly Passage[], names: Names): string {
  return passages.map((passage) => sayPassage(passage, names)).join("\n");
}

function sayPassage(passage: Passage, names: Names): string {
  switch (passage.kind) {
    case "paragraph":
    case "quote":
    case "heading":
      return sayInlines(passage.inlines, names);
    case "preformatted":
      return passage.text;
    case "rule":
      return "";
    case "list":
      return passage.items
        .map((item, index) => `${passage.isOrdered ? `${passage.start + index}.` : "•"} ${sayInlines(item, names)}`)
        .join("\n");
  }
}

export function sayInlines(inlines: readonly Inline[], names: Names): string {
  return inlines.map((inline) => sayInline(inline, names)).join("");
}

function sayInline(inline: Inline, names: Names): string {
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
      return sayMention(inline, names);
  }
}

export function sayMention({ of, id, label }: Extract<Inline, { kind: "mention" }>, names: Names): string {
  const bare = label?.replace(/^[@#]/, "") ?? null;
  switch (of) {
    case "person":
      return `@${names.person(id) ?? bare ?? id}`;
    case "channel":
      return `#${names.channel(id) ?? bare ?? id}`;
    case "group":
      return `@${bare ?? id}`;
    case "broadcast":
      return `@${id}`;
  }
}
