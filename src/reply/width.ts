import { cleanLine } from "./clean.js";

const COMBINING = /\p{Mark}|\u200c|\u200d|\ufe0f/u;
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;

const known = new Map<string, number>();

function columnsOf(character: string): number {
  if (character >= " " && character <= "~") return 1;
  const before = known.get(character);
  if (before !== undefined) return before;
  const columns = COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  if (known.size < 10_000) known.set(character, columns);
  return columns;
}

/** How many terminal columns a line takes; counting stops above `most`. */
export function displayWidth(text: string, most = Number.POSITIVE_INFINITY): number {
  let width = 0;
  for (const character of text) {
    width += columnsOf(character);
    if (width > most) break;
  }
  return width;
}

/** At most `most` columns, "…" for what was cut. */
export function cutToWidth(text: string, most: number): string {
  if (displayWidth(text, most) <= most) return text;
  if (most < 1) return "";
  let kept = "";
  let width = 0;
  for (const character of text) {
    width += columnsOf(character);
    if (width > most - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Blanks before or after, up to `width` columns. */
export function pad(text: string, width: number, side: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return side === "left" ? text + blanks : blanks + text;
}

/** Whole words on lines of at most `width` columns; a longer word is broken. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const piece of cleanLine(text)
    .split(" ")
    .flatMap((word) => pieces(word, width))) {
    const columns = displayWidth(piece);
    if (line !== "" && used + 1 + columns <= width) {
      line += ` ${piece}`;
      used += 1 + columns;
      continue;
    }
    if (line !== "") lines.push(line);
    line = piece;
    used = columns;
  }
  return line !== "" || lines.length === 0 ? [...lines, line] : lines;
}

/** A word in pieces that fit; each has at least one character. */
function pieces(word: string, width: number): string[] {
  if (displayWidth(word, width) <= width) return [word];
  const broken: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const columns = columnsOf(character);
    if (piece !== "" && used + columns > width) {
      broken.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += columns;
  }
  return [...broken, piece];
}
