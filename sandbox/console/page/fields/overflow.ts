import { attributesOf, choose, type Spot } from "../acting.js";
import { el } from "../dom.js";
import { icon } from "../icons.js";
import { type Json, objects, string } from "../json.js";
import { menuOn } from "../menu.js";
import { safeAddress } from "../text/passages.js";
import { wordsOf } from "../text/text-object.js";

export function drawOverflow(element: Json, spot: Spot): HTMLElement {
  const name = spot.label ?? "More";
  const attributes = { ...attributesOf(spot, element), "aria-label": name };
  const button = el("button", { ...attributes, type: "button", class: "button overflow" }, icon("more"));
  menuOn(button, name, () =>
    objects(element.options).map((option) => ({
      words: wordsOf(option.text),
      detail: wordsOf(option.description),
      choose: () => {
        const address = option.url === undefined ? null : safeAddress(string(option.url));
        if (address !== null) window.open(address, "_blank", "noopener,noreferrer");
        void choose(spot, element, string(option.value));
      },
    })),
  );
  return button;
}
