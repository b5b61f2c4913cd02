import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { objects } from "../json.js";
import { drawElementOr } from "./element.js";
import type { Surface } from "./index.js";

export function drawActions(block: BlockJson, surface: Surface): Node {
  return el(
    "div",
    { class: "block-actions" },
    ...objects(block.elements).map((element) => drawElementOr(element, block, surface, null)),
  );
}
