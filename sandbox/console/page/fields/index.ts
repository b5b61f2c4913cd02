import type { Spot } from "../acting.js";
import { type Json, string } from "../json.js";
import { drawButton } from "./button.js";
import { drawChoices } from "./choices.js";
import { drawDate } from "./dates.js";
import { drawFileInput } from "./file-input.js";
import { drawOverflow } from "./overflow.js";
import { drawSelect } from "./select.js";
import { drawTextInput } from "./text-input.js";

type Drawing = (element: Json, spot: Spot) => HTMLElement;

const ELEMENTS: Readonly<Record<string, Drawing>> = {
  button: drawButton,
  overflow: drawOverflow,
  plain_text_input: drawTextInput,
  number_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  rich_text_input: drawTextInput,
  radio_buttons: drawChoices,
  checkboxes: drawChoices,
  datepicker: drawDate,
  timepicker: drawDate,
  datetimepicker: drawDate,
  file_input: drawFileInput,
  static_select: drawSelect,
  external_select: drawSelect,
  users_select: drawSelect,
  conversations_select: drawSelect,
  channels_select: drawSelect,
  multi_static_select: drawSelect,
  multi_external_select: drawSelect,
  multi_users_select: drawSelect,
  multi_conversations_select: drawSelect,
  multi_channels_select: drawSelect,
};

/** An interactive element; null for a type that is not known. */
export function drawElement(element: Json, spot: Spot): HTMLElement | null {
  const type = string(element.type);
  return Object.hasOwn(ELEMENTS, type) ? (ELEMENTS[type]?.(element, spot) ?? null) : null;
}

/** Whether a label element can point at it; groups are named by aria-labelledby instead. */
export function isLabelled(element: Json): boolean {
  return element.type !== "radio_buttons" && element.type !== "checkboxes";
}
