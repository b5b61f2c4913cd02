import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { number } from "../json.js";
import { drawInlines } from "../text/draw.js";
import { readText } from "../text/text-object.js";
import type { Surface } from "./index.js";

export function drawHeader(block: BlockJson, { page }: Surface): Node {
  const words = readText(block.text).flatMap((passage) =>
    passage.kind === "paragraph" ? drawInlines(passage.inlines, page.names) : [],
  );
  const level = number(block.level) ?? 1;
  return el("p", { class: `block-header level-${level}`, role: "heading", "aria-level": level + 2 }, ...words);
}

export function drawDivider(): Node {
  return el("hr", { class: "divider" });
}
