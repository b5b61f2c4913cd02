import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { objects } from "../json.js";
import { drawPassages } from "../text/draw.js";
import { readText } from "../text/text-object.js";
import { drawThumbnail } from "./image.js";
import type { Surface } from "./index.js";

export function drawContext(block: BlockJson, { page }: Surface): Node {
  const elements = objects(block.elements).map((element) =>
    element.type === "image"
      ? drawThumbnail(element)
      : el("span", { class: "words" }, ...drawPassages(readText(element), page.names)),
  );
  return el("div", { class: "block-context" }, ...elements);
}
