import { attributesOf, choose, keep, type Spot, valueAt } from "../acting.js";
import { el } from "../dom.js";
import { type Json, number, object, string, strings } from "../json.js";
import { wordsOf } from "../text/text-object.js";

const TYPES: Readonly<Record<string, string>> = { email_text_input: "email", url_text_input: "url" };

/** plain_text_input, number_input, email_text_input, url_text_input and rich_text_input (as plain text). */
export function drawTextInput(element: Json, spot: Spot): HTMLElement {
  const isLong = element.multiline === true || element.type === "rich_text_input";
  const value = valueAt(spot, element);
  const attributes = {
    ...attributesOf(spot, element),
    class: "text-input",
    placeholder: wordsOf(element.placeholder) || null,
    maxlength: number(element.max_length),
    "aria-required": spot.isRequired ? "true" : null,
    autocomplete: "off",
  };
  const input = isLong
    ? el("textarea", { ...attributes, rows: 4 })
    : el("input", {
        ...attributes,
        type: TYPES[string(element.type)] ?? "text",
        inputmode:
          element.type === "number_input" ? (element.is_decimal_allowed === true ? "decimal" : "numeric") : null,
      });
  input.value = typeof value === "string" ? value : "";
  const moments = strings(object(element.dispatch_action_config).trigger_actions_on);
  const now = () => (input.value === "" ? null : input.value);
  input.addEventListener("input", () => {
    keep(spot, element, now());
    if (spot.isSentAtOnce && moments.includes("on_character_entered")) void choose(spot, element, now());
  });
  const onEnter = spot.isSentAtOnce && (moments.length === 0 || moments.includes("on_enter_pressed"));
  (input as HTMLElement).addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !onEnter || (isLong && event.shiftKey)) return;
    event.preventDefault();
    void choose(spot, element, now());
  });
  return input;
}
