import { attributesOf, choose, focusName, type Spot, valueAt } from "../acting.js";
import { el, freshId } from "../dom.js";
import { type Json, objects, string } from "../json.js";
import { drawPassages } from "../text/draw.js";
import { readText } from "../text/text-object.js";

/** radio_buttons and checkboxes: native inputs, so that arrows and Space work as everywhere. */
export function drawChoices(element: Json, spot: Spot): HTMLElement {
  const isMany = element.type === "checkboxes";
  const chosen = [valueAt(spot, element) ?? []].flat();
  const name = freshId("choice");
  const boxes: HTMLInputElement[] = [];
  const changed = async () => {
    const values = boxes.filter(({ checked }) => checked).map(({ value }) => value);
    const before = [valueAt(spot, element) ?? []].flat();
    const taken = await choose(spot, element, isMany ? values : (values[0] ?? null));
    if (!taken) for (const box of boxes) box.checked = before.includes(box.value);
  };
  const rows = objects(element.options).map((option, index) => {
    const description = readText(option.description);
    const box = el("input", {
      type: isMany ? "checkbox" : "radio",
      name,
      value: string(option.value),
      "data-focus": `${focusName(spot, element)}/${index}`,
      on: { change: () => void changed() },
    });
    box.checked = chosen.includes(box.value);
    boxes.push(box);
    return el(
      "label",
      { class: "choice" },
      box,
      el(
        "span",
        {},
        ...drawPassages(readText(option.text), spot.page.names),
        description.length > 0 ? el("small", {}, ...drawPassages(description, spot.page.names)) : null,
      ),
    );
  });
  const { "data-focus": _, id, autofocus, ...attributes } = attributesOf(spot, element);
  if (autofocus === true) boxes[0]?.setAttribute("autofocus", "");
  return el(
    "div",
    {
      ...attributes,
      class: "choices",
      role: isMany ? "group" : "radiogroup",
      "aria-labelledby": id ? `${id}-label` : null,
    },
    ...rows,
  );
}
