import { type Inline, NO_STYLE, type Passage, type Style, safeAddress } from "./passages.js";

const FENCE = /^```/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const RULE = /^(?:-{3,}|\*{3,}|_{3,})\s*$/;
const ITEM = /^(\s*)(?:([-*+])|(\d+)[.)])\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;

/** The usual part of Markdown: headings, lists, quotes, code, rules, bold, italic, struck through, links. */
export function readMarkdown(source: string): readonly Passage[] {
  const passages: Passage[] = [];
  let paragraph: string[] = [];
  let fence: string[] | null = null;
  const finish = () => {
    if (paragraph.length > 0) passages.push({ kind: "paragraph", inlines: readInline(paragraph.join("\n"), NO_STYLE) });
    paragraph = [];
  };
  for (const line of source.split("\n")) {
    if (FENCE.test(line)) {
      if (fence !== null) passages.push({ kind: "preformatted", text: fence.join("\n") });
      else finish();
      fence = fence === null ? [] : null;
    } else if (fence !== null) {
      fence.push(line);
    } else {
      const passage = passageOf(line, passages.at(-1), paragraph.length === 0);
      if (passage === null && line.trim() !== "") {
        paragraph.push(line);
        continue;
      }
      finish();
      if (passage?.joins === true) passages.pop();
      if (passage !== null) passages.push(passage.passage);
    }
  }
  if (fence !== null) passages.push({ kind: "preformatted", text: fence.join("\n") });
  finish();
  return passages;
}

/** The passage that a line makes by itself, or makes longer; null for a paragraph's line. */
function passageOf(
  line: string,
  before: Passage | undefined,
  isNext: boolean,
): { readonly passage: Passage; readonly joins: boolean } | null {
  const alone = (passage: Passage) => ({ passage, joins: false });
  const [, marks, title] = HEADING.exec(line) ?? [];
  if (marks !== undefined)
    return alone({ kind: "heading", level: marks.length, inlines: readInline(title ?? "", NO_STYLE) });
  if (RULE.test(line)) return alone({ kind: "rule" });
  const [, quoted] = QUOTE.exec(line) ?? [];
  if (quoted !== undefined) return alone({ kind: "quote", inlines: readInline(quoted, NO_STYLE) });
  const [, space = "", bullet, first, words = ""] = ITEM.exec(line) ?? [];
  if (bullet === undefined && first === undefined) return null;
  const isOrdered = bullet === undefined;
  const indent = Math.min(8, Math.floor(space.length / 2));
  const item = readInline(words, NO_STYLE);
  if (isNext && before?.kind === "list" && before.isOrdered === isOrdered && before.indent === indent) {
    return { passage: { ...before, items: [...before.items, item] }, joins: true };
  }
  return alone({ kind: "list", isOrdered, indent, start: Number(first ?? 1), items: [item] });
}

const TOKEN =
  /`([^`\n]+)`|!?\[([^\]\n]*)\]\(([^()\s]+)\)|\*\*([^\n]+?)\*\*|__([^\n]+?)__|(?<!\w)[*_]([^*_\n]+)[*_](?!\w)|~~([^\n]+?)~~/g;

function readInline(source: string, style: Style): readonly Inline[] {
  const found: Inline[] = [];
  let end = 0;
  const text = (words: string, its: Style) => {
    if (words !== "") found.push({ kind: "text", text: words, style: its });
  };
  for (const match of source.matchAll(TOKEN)) {
    text(source.slice(end, match.index), style);
    const [whole, code, label, target, strong, alsoStrong, slanted, struck] = match;
    const address = target === undefined ? null : safeAddress(target);
    if (code !== undefined) text(code, { ...style, code: true });
    else if (address !== null) found.push({ kind: "link", address, label: label || address, style });
    else if (strong !== undefined) found.push(...readInline(strong, { ...style, bold: true }));
    else if (alsoStrong !== undefined) found.push(...readInline(alsoStrong, { ...style, bold: true }));
    else if (slanted !== undefined) found.push(...readInline(slanted, { ...style, italic: true }));
    else if (struck !== undefined) found.push(...readInline(struck, { ...style, strike: true }));
    else text(whole, style);
    end = match.index + whole.length;
  }
  text(source.slice(end), style);
  return found;
}
