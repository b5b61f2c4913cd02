import { PolarisError } from "../../runtime/index.js";
import { cleanLine } from "../clean.js";
import { CHART_FONT, escapeXml, type Measure } from "./fonts.js";
import { CHART_PADDING, FOOTNOTE_SIZE, SOFT_INK } from "./style.js";

const LINE_HEIGHT = Math.round(FOOTNOTE_SIZE * 1.4);
/** The opening tag of a drawing, with its size in numbers. */
const DRAWING = /^(<svg[^>]*?) width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"([^>]*>)/;

/** The drawing, made taller by small print at its foot, broken into lines where the width ends. */
export function withFootnote(svg: string, footnote: string, measure: Measure): string {
  const opening = DRAWING.exec(svg);
  if (opening === null) throw new PolarisError("render_failed", "The drawing of a chart has no size.");
  const [tag, before, width, height, after] = opening;
  const fits = (text: string) => measure(text, FOOTNOTE_SIZE, "normal") <= Number(width) - 2 * CHART_PADDING;
  const lines = brokenInto(cleanLine(footnote).split(" "), fits);
  const taller = Number(height) + lines.length * LINE_HEIGHT + CHART_PADDING / 2;
  const texts = lines.map((line, index) => {
    const baseline = Number(height) + index * LINE_HEIGHT + FOOTNOTE_SIZE / 2;
    return `<text x="${CHART_PADDING}" y="${baseline}" font-family="${CHART_FONT}" font-size="${FOOTNOTE_SIZE}" fill="${SOFT_INK}">${escapeXml(line)}</text>`;
  });
  const drawn = svg.slice(tag.length).replace(/<\/svg>\s*$/, "");
  return `${before} width="${width}" height="${taller}" viewBox="0 0 ${width} ${taller}"${after}${drawn}${texts.join("")}</svg>`;
}

function brokenInto(words: readonly string[], fits: (text: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && fits(`${last} ${word}`)) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
