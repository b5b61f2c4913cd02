import type { BlockJson } from "../../../slack/console-types.js";
import { drawElement } from "../fields/index.js";
import type { Json } from "../json.js";
import type { Surface } from "./index.js";
import { drawUnknown } from "./unknown.js";

/** An element outside an input block: what is chosen goes to the app at once. */
export function drawElementOr(element: Json, block: BlockJson, { page, form }: Surface, label: string | null): Node {
  const drawn = drawElement(element, {
    page,
    form,
    blockId: block.block_id ?? "",
    isSentAtOnce: true,
    label,
    describedBy: null,
    id: null,
    isRequired: true,
  });
  return drawn ?? drawUnknown(element);
}
