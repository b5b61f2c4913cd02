import {
  buttonStyle,
  choice,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  option,
  optionGroup,
  overflowOption,
  plainText,
  reachableImage,
  slackFile,
} from "./composition.js";
import { richText } from "./rich-text.js";
import {
  boolean,
  exactlyOne,
  integer,
  isObject,
  type JsonObject,
  list,
  matching,
  type ObjectRule,
  type ObjectShape,
  object,
  oneOf,
  type Shape,
  string,
} from "./shape.js";

const actionId = string(255);
const placeholder = plainText(150);
const day = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "must be a date in the format YYYY-MM-DD");
const clockTime = matching(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time in the format HH:mm");
const decimal = matching(/^-?\d+(\.\d+)?$/, "must be a number");
const userId = matching(/^[UW][A-Z0-9]+$/, "must be a valid user id");
const channelId = matching(/^[CG][A-Z0-9]+$/, "must be a valid channel id");
const conversationId = matching(/^[CGDUW][A-Z0-9]+$/, "must be a valid conversation id");

/** What every interactive element may have. */
const common = { action_id: actionId };
const asked = { ...common, confirm };
const focused = { ...asked, focus_on_load: boolean };
const menu = { ...focused, placeholder };
const typedText = { ...common, placeholder, focus_on_load: boolean, dispatch_action_config: dispatchActionConfig };
const most = { max_selected_items: integer(1, 100) };

const element = (
  type: string,
  required: Record<string, Shape>,
  optional: Record<string, Shape>,
  rules: ObjectRule[] = [],
) => object({ type: oneOf(type), ...required }, optional, rules);

const options = { options: list(option, 100), option_groups: list(optionGroup, 100) };
const choices = list(choice, 10);

const initialsAmongOptions: ObjectRule = (value) => {
  const offered = [
    ...optionsOf(value.options),
    ...(Array.isArray(value.option_groups) ? value.option_groups : []).flatMap((group: unknown) =>
      isObject(group) ? optionsOf(group.options) : [],
    ),
  ].map((each) => JSON.stringify(each));
  for (const [name, initial] of [
    ["initial_option", value.initial_option === undefined ? [] : [value.initial_option]],
    ["initial_options", optionsOf(value.initial_options)],
  ] as const) {
    if (initial.some((each) => !offered.includes(JSON.stringify(each)))) {
      return { at: `/${name}`, message: `${name} must exactly match one of the options` };
    }
  }
  return null;
};

function optionsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const lengthsInOrder: ObjectRule = ({ min_length: least, max_length: longest }: JsonObject) =>
  typeof least === "number" && typeof longest === "number" && least > longest
    ? { at: "/min_length", message: "min_length must be less than or equal to max_length" }
    : null;

export const image = object(
  { type: oneOf("image"), alt_text: string(2000) },
  { image_url: string(3000), slack_file: slackFile },
  [exactlyOne("image_url", "slack_file"), reachableImage],
);

/** Every element that the stand-in knows, by type. */
export const ELEMENTS = {
  image,
  button: element(
    "button",
    { text: plainText(75) },
    {
      ...asked,
      url: string(3000),
      value: string(2000),
      style: buttonStyle,
      accessibility_label: string(75),
    },
  ),
  overflow: element("overflow", { options: list(overflowOption, 5) }, asked),
  static_select: element("static_select", {}, { ...menu, ...options, initial_option: option }, [
    exactlyOne("options", "option_groups"),
    initialsAmongOptions,
  ]),
  multi_static_select: element(
    "multi_static_select",
    {},
    { ...menu, ...most, ...options, initial_options: list(option, 100) },
    [exactlyOne("options", "option_groups"), initialsAmongOptions],
  ),
  external_select: element(
    "external_select",
    {},
    { ...menu, initial_option: option, min_query_length: integer(0, 150) },
  ),
  multi_external_select: element(
    "multi_external_select",
    {},
    {
      ...menu,
      ...most,
      initial_options: list(option, 100),
      min_query_length: integer(0, 150),
    },
  ),
  users_select: element("users_select", {}, { ...menu, initial_user: userId }),
  multi_users_select: element("multi_users_select", {}, { ...menu, ...most, initial_users: list(userId, 100) }),
  conversations_select: element(
    "conversations_select",
    {},
    {
      ...menu,
      initial_conversation: conversationId,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter: conversationFilter,
    },
  ),
  multi_conversations_select: element(
    "multi_conversations_select",
    {},
    {
      ...menu,
      ...most,
      initial_conversations: list(conversationId, 100),
      default_to_current_conversation: boolean,
      filter: conversationFilter,
    },
  ),
  channels_select: element(
    "channels_select",
    {},
    { ...menu, initial_channel: channelId, response_url_enabled: boolean },
  ),
  multi_channels_select: element(
    "multi_channels_select",
    {},
    { ...menu, ...most, initial_channels: list(channelId, 100) },
  ),
  datepicker: element("datepicker", {}, { ...menu, initial_date: day }),
  timepicker: element("timepicker", {}, { ...menu, initial_time: clockTime, timezone: string(100) }),
  datetimepicker: element(
    "datetimepicker",
    {},
    { ...focused, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  ),
  radio_buttons: element("radio_buttons", { options: choices }, { ...focused, initial_option: choice }, [
    initialsAmongOptions,
  ]),
  checkboxes: element("checkboxes", { options: choices }, { ...focused, initial_options: choices }, [
    initialsAmongOptions,
  ]),
  plain_text_input: element(
    "plain_text_input",
    {},
    {
      ...typedText,
      initial_value: string(3000, 0),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
    [lengthsInOrder],
  ),
  number_input: element(
    "number_input",
    { is_decimal_allowed: boolean },
    {
      ...typedText,
      initial_value: decimal,
      min_value: decimal,
      max_value: decimal,
    },
  ),
  email_text_input: element("email_text_input", {}, { ...typedText, initial_value: string(3000) }),
  url_text_input: element("url_text_input", {}, { ...typedText, initial_value: string(3000) }),
  rich_text_input: element("rich_text_input", {}, { ...typedText, initial_value: richText }),
  file_input: element("file_input", {}, { ...common, filetypes: list(string(50), 100), max_files: integer(1, 10) }),
} as const satisfies Record<string, ObjectShape>;

export type ElementType = keyof typeof ELEMENTS;

const selects = [
  "static_select",
  "external_select",
  "users_select",
  "conversations_select",
  "channels_select",
] as const;
const multiSelects = [
  "multi_static_select",
  "multi_external_select",
  "multi_users_select",
  "multi_conversations_select",
  "multi_channels_select",
] as const;
const choosers = [...selects, ...multiSelects, "checkboxes", "radio_buttons", "datepicker", "timepicker"] as const;

/** Which elements may stand where. */
export const PLACED = {
  actions: [...choosers, "button", "overflow", "datetimepicker"],
  accessory: [...choosers, "button", "overflow", "image"],
  input: [
    ...choosers,
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
  ],
} as const satisfies Record<string, readonly ElementType[]>;

export function elementsPlaced(place: keyof typeof PLACED): Readonly<Record<string, ObjectShape>> {
  return Object.fromEntries(PLACED[place].map((type) => [type, ELEMENTS[type]]));
}
