import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { string } from "../json.js";
import { drawPassages } from "../text/draw.js";
import { readMarkdown } from "../text/markdown.js";
import { readRichText } from "../text/rich-text.js";
import type { Surface } from "./index.js";

export function drawRichText(block: BlockJson, { page }: Surface): Node {
  return el("div", { class: "words" }, ...drawPassages(readRichText(block), page.names));
}

export function drawMarkdown(block: BlockJson, { page }: Surface): Node {
  return el("div", { class: "words" }, ...drawPassages(readMarkdown(string(block.text)), page.names));
}
