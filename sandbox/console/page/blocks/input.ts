import type { BlockJson } from "../../../slack/console-types.js";
import { el, freshId } from "../dom.js";
import { drawElement, isLabelled } from "../fields/index.js";
import { object } from "../json.js";
import { wordsOf } from "../text/text-object.js";
import type { Surface } from "./index.js";
import { drawUnknown } from "./unknown.js";

/** A field with its label, its hint, and room for what is wrong with it. */
export function drawInput(block: BlockJson, { page, form }: Surface): Node {
  const element = object(block.element);
  const id = freshId("field");
  const label = wordsOf(block.label);
  const hint = wordsOf(block.hint);
  const isOptional = block.optional === true;
  const described = [hint === "" ? null : `${id}-hint`, `${id}-error`].filter((each) => each !== null).join(" ");
  const drawn = drawElement(element, {
    page,
    form,
    blockId: block.block_id ?? "",
    isSentAtOnce: block.dispatch_action === true,
    label,
    describedBy: described,
    id,
    isRequired: !isOptional,
  });
  const name = [label, isOptional ? el("span", { class: "optional" }, " (optional)") : null];
  return el(
    "div",
    { class: "block-input", "data-block": block.block_id },
    isLabelled(element)
      ? el("label", { class: "field-label", for: id, id: `${id}-label` }, ...name)
      : el("span", { class: "field-label", id: `${id}-label` }, ...name),
    drawn ?? drawUnknown(element),
    el("p", { class: "field-error", id: `${id}-error`, hidden: true }),
    hint === "" ? null : el("p", { class: "field-hint", id: `${id}-hint` }, hint),
  );
}

/** Shows what is wrong beside the fields, takes away what no longer is, and goes to the first. Answers what fits no field. */
export function showErrors(root: Element, errors: Readonly<Record<string, string>>): readonly string[] {
  const fields = [...root.querySelectorAll<HTMLElement>("[data-block]")];
  for (const field of fields) {
    const text = errors[field.dataset.block ?? ""];
    const place = field.querySelector<HTMLElement>(".field-error");
    const control = field.querySelector<HTMLElement>("[data-action]");
    field.classList.toggle("wrong", text !== undefined);
    if (place !== null) {
      place.hidden = text === undefined;
      place.textContent = text ?? "";
    }
    if (text === undefined) control?.removeAttribute("aria-invalid");
    else control?.setAttribute("aria-invalid", "true");
  }
  const first = root.querySelector<HTMLElement>(".wrong :is(input, textarea, select, button)");
  first?.focus();
  const shown = fields.map(({ dataset }) => dataset.block ?? "");
  return Object.entries(errors).flatMap(([block, text]) => (shown.includes(block) ? [] : [text]));
}
