import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isMainThread } from "node:worker_threads";
import type { Font } from "opentype.js";
import { PolarisError } from "../../runtime/index.js";

export const CHART_FONT = "DejaVu Sans";

const folder = join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
const files = { normal: "DejaVuSans.ttf", bold: "DejaVuSans-Bold.ttf" } as const;
type Weight = keyof typeof files;

/**
 * Points fontconfig at the bundled fonts alone, so that a machine without fonts draws the same chart. It must happen on
 * the main thread before workers start and before sharp is loaded: a worker's environment is a copy that the native
 * library never sees. Calling it again does nothing.
 */
export function prepareFonts(): void {
  if (process.env.FONTCONFIG_FILE) return;
  if (!isMainThread) {
    throw new PolarisError("render_failed", "Fonts must be prepared on the main thread before a worker draws a chart.");
  }
  const home = mkdtempSync(join(tmpdir(), "polaris-fonts-"));
  const file = join(home, "fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escapeXml(folder)}</dir>
  <cachedir>${escapeXml(join(home, "cache"))}</cachedir>
</fontconfig>
`,
  );
  process.env.FONTCONFIG_FILE = file;
  process.once("exit", () => rmSync(home, { recursive: true, force: true }));
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Measures a text in pixels, as the bundled font draws it. */
export type Measure = (text: string, size: number, weight: Weight) => number;

let measure: Promise<Measure> | undefined;

/** The measure of the bundled fonts, read once. */
export function fontMeasure(): Promise<Measure> {
  measure ??= loadMeasure();
  return measure;
}

async function loadMeasure(): Promise<Measure> {
  const { default: opentype } = await import("opentype.js");
  const advances: Record<Weight, (character: string) => number> = {
    normal: advancesOf(opentype.parse(bytesOf(files.normal))),
    bold: advancesOf(opentype.parse(bytesOf(files.bold))),
  };
  return (text, size, weight) => {
    let em = 0;
    for (const character of text) em += advances[weight](character);
    return em * size;
  };
}

function bytesOf(file: string): ArrayBuffer {
  const bytes = readFileSync(join(folder, file));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** Width of a character in em. */
function advancesOf(font: Font): (character: string) => number {
  const known = new Map<string, number>();
  return (character) => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const advance = (font.charToGlyph(character).advanceWidth ?? font.unitsPerEm / 2) / font.unitsPerEm;
    known.set(character, advance);
    return advance;
  };
}
