import { emojiNamed } from "./emoji.js";
import { type Inline, NO_STYLE, type Passage, type Style, safeAddress } from "./passages.js";

/** Slack's mrkdwn as passages. Entities (&amp; &lt; &gt;) are text; only <…> written as such is a token. */
export function readMrkdwn(source: string): readonly Passage[] {
  return source.split(/```/).flatMap((piece, index, pieces): readonly Passage[] => {
    const isFenced = index % 2 === 1 && index < pieces.length - 1;
    if (isFenced) return [{ kind: "preformatted", text: unescaped(piece.replace(/^\n|\n$/g, "")) }];
    const text = index % 2 === 1 ? `\`\`\`${piece}` : piece;
    return lines(text);
  });
}

/** Consecutive quoted lines are one quote, the others one paragraph. */
function lines(text: string): readonly Passage[] {
  const groups: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    const last = groups.at(-1);
    if (last?.isQuote === (quoted !== null)) last.lines.push(quoted?.[1] ?? line);
    else groups.push({ isQuote: quoted !== null, lines: [quoted?.[1] ?? line] });
  }
  return groups.flatMap(({ isQuote, lines: found }): readonly Passage[] => {
    const joined = isQuote ? found.join("\n") : found.join("\n").replace(/^\n+|\n+$/g, "");
    return joined === "" ? [] : [{ kind: isQuote ? "quote" : "paragraph", inlines: readInline(joined, NO_STYLE) }];
  });
}

const EDGE_BEFORE = "(?<![\\p{L}\\p{N}])";
const EDGE_AFTER = "(?![\\p{L}\\p{N}])";
const between = (mark: string) => `${EDGE_BEFORE}${mark}((?=[^\\s${mark}])[^${mark}\\n]*(?<=\\S))${mark}${EDGE_AFTER}`;
const TOKEN = new RegExp(
  ["`([^`\\n]+)`", "<([^<>\\n]+)>", between("\\*"), between("_"), between("~"), ":([a-z0-9_+-]+):"].join("|"),
  "gu",
);

function readInline(source: string, style: Style): readonly Inline[] {
  const found: Inline[] = [];
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    found.push(...words(source.slice(end, match.index), style));
    found.push(...token(match, style));
    end = match.index + match[0].length;
  }
  return [...found, ...words(source.slice(end), style)];
}

function token(match: RegExpExecArray, style: Style): readonly Inline[] {
  const [whole, code, angled, bold, italic, strike, emoji] = match;
  if (code !== undefined) return words(code, { ...style, code: true });
  if (angled !== undefined) return [angle(angled, whole, style)];
  if (bold !== undefined) return readInline(bold, { ...style, bold: true });
  if (italic !== undefined) return readInline(italic, { ...style, italic: true });
  if (strike !== undefined) return readInline(strike, { ...style, strike: true });
  const unicode = emojiNamed(emoji ?? "");
  return unicode === null ? words(whole, style) : [{ kind: "emoji", name: emoji ?? "", unicode }];
}

/** What stands between < and >. */
function angle(inside: string, whole: string, style: Style): Inline {
  const [target = "", ...rest] = inside.split("|");
  const label = rest.length === 0 ? null : unescaped(rest.join("|"));
  const mention = (of: "person" | "channel" | "group" | "broadcast", id: string): Inline => ({
    kind: "mention",
    of,
    id,
    label,
  });
  if (/^@[UW]\w+$/.test(target)) return mention("person", target.slice(1));
  if (/^#[CGD]\w+$/.test(target)) return mention("channel", target.slice(1));
  if (/^!subteam\^S\w+$/.test(target)) return mention("group", target.slice("!subteam^".length));
  if (/^!(here|channel|everyone)$/.test(target)) return mention("broadcast", target.slice(1));
  if (target.startsWith("!date^")) return { kind: "text", text: label ?? dateOf(target), style };
  const address = safeAddress(unescaped(target));
  if (address === null) return { kind: "text", text: unescaped(whole), style };
  return { kind: "link", address, label: label ?? unescaped(target).replace(/^mailto:/, ""), style };
}

function dateOf(target: string): string {
  const seconds = Number(target.split("^")[1]);
  return Number.isFinite(seconds) ? new Date(seconds * 1000).toLocaleString() : target;
}

function words(text: string, style: Style): readonly Inline[] {
  return text === "" ? [] : [{ kind: "text", text: unescaped(text), style }];
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Plain text, in which only emoji codes mean something. */
export function readPlain(text: string, withEmoji: boolean): readonly Passage[] {
  if (text === "") return [];
  const inlines = text.split(/(:[a-z0-9_+-]+:)/).flatMap((piece): readonly Inline[] => {
    const unicode = withEmoji && piece.startsWith(":") ? emojiNamed(piece.slice(1, -1)) : null;
    if (unicode !== null) return [{ kind: "emoji", name: piece.slice(1, -1), unicode }];
    return piece === "" ? [] : [{ kind: "text", text: piece, style: NO_STYLE }];
  });
  return [{ kind: "paragraph", inlines }];
}
