import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { icon } from "../icons.js";
import { string } from "../json.js";
import { drawPassages } from "../text/draw.js";
import { readText } from "../text/text-object.js";
import type { Surface } from "./index.js";

const LEVELS = ["info", "warning", "error", "success"];

export function drawAlert(block: BlockJson, { page }: Surface): Node {
  const level = LEVELS.find((known) => known === string(block.level)) ?? "default";
  return el(
    "div",
    { class: `block-alert ${level}`, role: "note" },
    icon("warning"),
    el("div", { class: "words" }, ...drawPassages(readText(block.text), page.names)),
  );
}
