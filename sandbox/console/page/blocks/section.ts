import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { isObject, objects } from "../json.js";
import { drawPassages } from "../text/draw.js";
import { sayPassages } from "../text/say.js";
import { readText } from "../text/text-object.js";
import { drawElementOr } from "./element.js";
import { drawThumbnail } from "./image.js";
import type { Surface } from "./index.js";

export function drawSection(block: BlockJson, surface: Surface): Node {
  const { names } = surface.page;
  const text = readText(block.text);
  const fields = objects(block.fields);
  const said = sayPassages(text, names).slice(0, 120) || null;
  const accessory = isObject(block.accessory) ? block.accessory : null;
  return el(
    "div",
    { class: "block-section" },
    el(
      "div",
      { class: "section-words" },
      text.length > 0 ? el("div", { class: "words" }, ...drawPassages(text, names)) : null,
      fields.length > 0
        ? el(
            "div",
            { class: "fields" },
            ...fields.map((field) => el("div", { class: "field words" }, ...drawPassages(readText(field), names))),
          )
        : null,
    ),
    accessory === null
      ? null
      : el(
          "div",
          { class: "accessory" },
          accessory.type === "image" ? drawThumbnail(accessory) : drawElementOr(accessory, block, surface, said),
        ),
  );
}
