import { type ElementType, elementsOf, isObject, type JsonObject } from "../blockkit/index.js";
import type { FieldValue, FormValues } from "../console-types.js";
import { objects, optionsIn } from "../state/offered-options.js";

/** What a field needs to know about the workspace to become Slack's state. */
export interface FieldContext {
  /** An option that a type-ahead offered for the element. */
  offered(actionId: string, value: string): JsonObject | undefined;
  /** A file as Slack shows it to the app. */
  file(id: string): JsonObject | undefined;
  /** The channel the person is in, for default_to_current_conversation. */
  readonly channel: string | null;
}

interface Field {
  /** The property that holds the chosen value in `state.values` and in actions. */
  readonly holds: string;
  /** The property of the element that it starts with. */
  readonly starts: string;
  readonly many?: true;
  readonly as: "text" | "option" | "whole_number" | "file" | "rich_text";
}

const FIELDS: Readonly<Partial<Record<ElementType, Field>>> = {
  plain_text_input: { holds: "value", starts: "initial_value", as: "text" },
  number_input: { holds: "value", starts: "initial_value", as: "text" },
  email_text_input: { holds: "value", starts: "initial_value", as: "text" },
  url_text_input: { holds: "value", starts: "initial_value", as: "text" },
  rich_text_input: { holds: "rich_text_value", starts: "initial_value", as: "rich_text" },
  static_select: { holds: "selected_option", starts: "initial_option", as: "option" },
  external_select: { holds: "selected_option", starts: "initial_option", as: "option" },
  radio_buttons: { holds: "selected_option", starts: "initial_option", as: "option" },
  multi_static_select: { holds: "selected_options", starts: "initial_options", many: true, as: "option" },
  multi_external_select: { holds: "selected_options", starts: "initial_options", many: true, as: "option" },
  checkboxes: { holds: "selected_options", starts: "initial_options", many: true, as: "option" },
  users_select: { holds: "selected_user", starts: "initial_user", as: "text" },
  multi_users_select: { holds: "selected_users", starts: "initial_users", many: true, as: "text" },
  conversations_select: { holds: "selected_conversation", starts: "initial_conversation", as: "text" },
  multi_conversations_select: {
    holds: "selected_conversations",
    starts: "initial_conversations",
    many: true,
    as: "text",
  },
  channels_select: { holds: "selected_channel", starts: "initial_channel", as: "text" },
  multi_channels_select: { holds: "selected_channels", starts: "initial_channels", many: true, as: "text" },
  datepicker: { holds: "selected_date", starts: "initial_date", as: "text" },
  timepicker: { holds: "selected_time", starts: "initial_time", as: "text" },
  datetimepicker: { holds: "selected_date_time", starts: "initial_date_time", as: "whole_number" },
  file_input: { holds: "files", starts: "", many: true, as: "file" },
};

function fieldOf(element: JsonObject): Field | undefined {
  const { type } = element;
  return typeof type === "string" && Object.hasOwn(FIELDS, type) ? FIELDS[type as ElementType] : undefined;
}

/** The form as it starts: every element that can hold something, with what it starts with. */
export function initialForm(blocks: readonly JsonObject[], context: FieldContext): FormValues {
  const form: Record<string, Record<string, FieldValue>> = {};
  for (const { element, block } of blocks.flatMap((each) => elementsOf(each))) {
    const field = fieldOf(element);
    if (field === undefined) continue;
    const fields = form[String(block.block_id)] ?? {};
    fields[String(element.action_id)] = initialValue(element, field, context);
    form[String(block.block_id)] = fields;
  }
  return form;
}

function initialValue(element: JsonObject, field: Field, context: FieldContext): FieldValue {
  const given = element[field.starts];
  if (given === undefined && element.default_to_current_conversation === true && context.channel !== null) {
    return field.many ? [context.channel] : context.channel;
  }
  if (field.many) return (Array.isArray(given) ? given : []).map((each: unknown) => plainValue(each));
  return given === undefined ? null : plainValue(given);
}

/** An option's value, or the text or number itself; rich text as plain text. */
function plainValue(given: unknown): string {
  if (isObject(given)) return typeof given.value === "string" ? given.value : richTextAsPlain(given);
  return String(given);
}

function richTextAsPlain(value: unknown): string {
  if (!isObject(value)) return "";
  return typeof value.text === "string" ? value.text : objects(value.elements).map(richTextAsPlain).join("");
}

/** The whole form as `state.values` has it. */
export function stateOf(blocks: readonly JsonObject[], values: FormValues, context: FieldContext): JsonObject {
  const state: Record<string, Record<string, JsonObject>> = {};
  for (const { element, block } of blocks.flatMap((each) => elementsOf(each))) {
    const chosen = chosenIn(element, values[String(block.block_id)]?.[String(element.action_id)] ?? null, context);
    if (chosen === null) continue;
    const fields = state[String(block.block_id)] ?? {};
    fields[String(element.action_id)] = { type: element.type, ...chosen };
    state[String(block.block_id)] = fields;
  }
  return { values: state };
}

/** The property that carries the value, such as {selected_option: {…}}; null for elements that hold none. */
export function chosenIn(element: JsonObject, value: FieldValue, context: FieldContext): JsonObject | null {
  if (element.type === "overflow") {
    return { selected_option: optionsIn(element).find((option) => option.value === value) ?? null };
  }
  const field = fieldOf(element);
  if (field === undefined) return null;
  const given = typeof value === "string" ? [value] : (value ?? []);
  const chosen = given.filter((each) => each !== "").map((each) => slackValue(element, field, each, context));
  const known = chosen.filter((each) => each !== undefined);
  return { [field.holds]: field.many ? known : (known[0] ?? null) };
}

function slackValue(element: JsonObject, field: Field, value: string, context: FieldContext): unknown {
  switch (field.as) {
    case "text":
      return value;
    case "whole_number":
      return Number(value);
    case "file":
      return context.file(value);
    case "option":
      return findOption(element, value, context);
    case "rich_text":
      return {
        type: "rich_text",
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text: value }] }],
      };
  }
}

function findOption(element: JsonObject, value: string, context: FieldContext): JsonObject | undefined {
  const initial = [
    ...(isObject(element.initial_option) ? [element.initial_option] : []),
    ...objects(element.initial_options),
  ];
  return (
    [...optionsIn(element), ...initial].find((option) => option.value === value) ??
    context.offered(String(element.action_id), value)
  );
}
