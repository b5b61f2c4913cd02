import { elementsOf, type JsonObject } from "../blockkit/index.js";
import type { FieldValue, FormValues } from "../console-types.js";
import { fileType } from "../state/files.js";

/** What Slack's own clients check before a form is sent: block id → what is wrong. */
export function formErrors(
  blocks: readonly JsonObject[],
  values: FormValues,
  fileName: (id: string) => string | undefined,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    const element = elementsOf(block)[0]?.element;
    if (block.type !== "input" || element === undefined) continue;
    const blockId = String(block.block_id);
    const value = values[blockId]?.[String(element.action_id)] ?? null;
    const wrong = isEmpty(value)
      ? block.optional === true
        ? null
        : "Please complete this required field."
      : valueError(element, value, fileName);
    if (wrong !== null) errors[blockId] = wrong;
  }
  return errors;
}

function isEmpty(value: FieldValue): boolean {
  return value === null || value.length === 0;
}

type Rule = (element: JsonObject, value: FieldValue, fileName: (id: string) => string | undefined) => string | null;

const RULES: Readonly<Record<string, Rule>> = {
  plain_text_input: (element, value) => {
    const length = String(value).length;
    const { min_length: least, max_length: most = 3000 } = element;
    if (typeof least === "number" && length < least) return `Please enter at least ${least} characters.`;
    return typeof most === "number" && length > most ? `Please enter at most ${most} characters.` : null;
  },
  number_input: (element, value) => {
    const text = String(value);
    const form = element.is_decimal_allowed === true ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
    if (!form.test(text))
      return element.is_decimal_allowed === true ? "Please enter a number." : "Please enter a whole number.";
    if (element.min_value !== undefined && Number(text) < Number(element.min_value)) {
      return `Please enter a number that is at least ${String(element.min_value)}.`;
    }
    return element.max_value !== undefined && Number(text) > Number(element.max_value)
      ? `Please enter a number that is at most ${String(element.max_value)}.`
      : null;
  },
  email_text_input: (_, value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value)) ? null : "Please enter a valid email address.",
  url_text_input: (_, value) => (URL.canParse(String(value)) ? null : "Please enter a valid URL."),
  file_input: (element, value, fileName) => {
    const files = Array.isArray(value) ? value : [String(value)];
    const most = typeof element.max_files === "number" ? element.max_files : 10;
    if (files.length > most) return `Please upload at most ${most} ${most === 1 ? "file" : "files"}.`;
    const names = files.map((id) => fileName(id));
    if (names.includes(undefined)) return "Please upload the file again.";
    const { filetypes } = element;
    if (!Array.isArray(filetypes)) return null;
    return names.every((name) => filetypes.includes(fileType(name ?? "")))
      ? null
      : `Please upload a file of type ${filetypes.join(", ")}.`;
  },
};

function valueError(
  element: JsonObject,
  value: FieldValue,
  fileName: (id: string) => string | undefined,
): string | null {
  const { max_selected_items: most } = element;
  if (typeof most === "number" && Array.isArray(value) && value.length > most)
    return `Please select at most ${most} items.`;
  const rule = typeof element.type === "string" && Object.hasOwn(RULES, element.type) ? RULES[element.type] : undefined;
  return rule === undefined ? null : rule(element, value, fileName);
}
