import { PALETTE } from "./style.js";

/** White strokes over a colour, in a square of so many pixels: parts are told apart without their colours too. */
const SIDE = 12;
const STROKES: readonly string[] = [
  "",
  '<path d="M-3,3 l6,-6 M0,12 l12,-12 M9,15 l6,-6"/>',
  '<circle cx="6" cy="6" r="2" fill="#FFFFFF" stroke="none"/>',
  '<path d="M0,3 h12 M0,9 h12"/>',
  '<path d="M0,0 l12,12 M12,0 l-12,12"/>',
  '<path d="M3,0 v12 M9,0 v12"/>',
];

/** How the part at a place is filled: the first in plain colour, the others with a pattern of their own as well. */
export function fillAt(place: number): string {
  const index = place % PALETTE.length;
  return index === 0 ? PALETTE[0] : `url(#part-${index})`;
}

const defined = PALETTE.map((color, index) =>
  index === 0
    ? ""
    : `<pattern id="part-${index}" width="${SIDE}" height="${SIDE}" patternUnits="userSpaceOnUse"><rect width="${SIDE}" height="${SIDE}" fill="${color}"/><g stroke="#FFFFFF" stroke-width="1.6" stroke-opacity="0.75" fill="none" fill-opacity="0.75">${STROKES[index]}</g></pattern>`,
).join("");

/** The drawing with the patterns that it is filled with. */
export function withPatterns(svg: string): string {
  return svg.includes("url(#part-") ? svg.replace(/^<svg[^>]*>/, (tag) => `${tag}<defs>${defined}</defs>`) : svg;
}
