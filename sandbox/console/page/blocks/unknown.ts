import { el } from "../dom.js";
import { type Json, string } from "../json.js";

/** A block or element that is not drawn: its type and its JSON. */
export function drawUnknown(block: Json): HTMLElement {
  return el(
    "details",
    { class: "unknown" },
    el("summary", {}, `${string(block.type) || "Something"} is not drawn here`),
    el("pre", { tabindex: 0 }, JSON.stringify(block, null, 2)),
  );
}
