import { describe, expect, it } from "vitest";
import {
  errorMessages,
  type Surface,
  validateBlocks,
  validateSuggestions,
  validateView,
} from "../../../sandbox/slack/index.js";

const x = (length: number) => "x".repeat(length);
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const button = (changes: object = {}) => ({ type: "button", text: plain("Go"), ...changes });
const actions = (...elements: object[]) => ({ type: "actions", elements });
const input = (element: object) => ({ type: "input", label: plain("Label"), element });
const option = (text = "One", value = "1") => ({ text: plain(text), value });
const select = (changes: object = {}) => ({ type: "static_select", options: [option()], ...changes });
const cell = (text: string) => ({ type: "raw_text", text });
const table = (rows: object[][], changes: object = {}) => ({ type: "table", rows, ...changes });
const rich = (...elements: object[]) => ({ type: "rich_text", elements });
const richSection = (...elements: object[]) => ({ type: "rich_text_section", elements });
const image = (changes: object = {}) => ({
  type: "image",
  image_url: "https://example.org/a.png",
  alt_text: "A",
  ...changes,
});

const problems = (blocks: unknown, surface: Surface = "message") => errorMessages(validateBlocks(blocks, surface));

describe("blocks that Slack accepts", () => {
  const longest: [string, Surface, unknown[]][] = [
    ["50 blocks in a message", "message", times(50, () => ({ type: "divider" }))],
    ["100 blocks in a form", "modal", times(100, () => ({ type: "divider" }))],
    ["the longest section", "message", [section(x(3000))]],
    ["ten longest fields", "message", [{ type: "section", fields: times(10, () => mrkdwn(x(2000))) }]],
    ["the longest header", "message", [{ type: "header", text: plain(x(150)) }]],
    [
      "the longest button",
      "message",
      [actions(button({ text: plain(x(75)), value: x(2000), url: `https://a.example/${x(2980)}` }))],
    ],
    ["25 elements", "message", [actions(...times(25, (index) => button({ action_id: `a${index}` })))]],
    ["ten context elements", "message", [{ type: "context", elements: times(10, () => mrkdwn("c")) }]],
    [
      "100 options of the longest kind",
      "message",
      [
        actions(
          select({ options: times(100, (index) => option(x(75), `${x(147)}${String(index).padStart(3, "0")}`)) }),
        ),
      ],
    ],
    ["the largest table", "message", [table(times(100, () => times(20, () => cell("x".repeat(5)))))]],
    [
      "a table of all kinds of cells",
      "message",
      [
        table([[cell("a"), { type: "raw_number", value: 2.5 }, rich(richSection({ type: "text", text: "b" }))]], {
          column_settings: [null, { align: "right" }, { is_wrapped: true }],
        }),
      ],
    ],
    [
      "a picture of the workspace",
      "message",
      [{ type: "image", slack_file: { id: "F123" }, alt_text: x(2000), title: plain("T") }],
    ],
    [
      "a form with every field",
      "modal",
      [
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "datepicker",
        "timepicker",
        "datetimepicker",
        "users_select",
        "multi_users_select",
        "conversations_select",
        "channels_select",
        "external_select",
        "file_input",
        "rich_text_input",
      ].map((type) => input({ type })),
    ],
    ["a number field", "home", [input({ type: "number_input", is_decimal_allowed: true, min_value: "-1.5" })]],
    ["markdown up to its limit", "message", [{ type: "markdown", text: x(12_000) }]],
  ];
  it.each(longest)("%s", (_name, surface, blocks) => {
    expect(problems(blocks, surface)).toEqual([]);
  });
});

describe("blocks that Slack refuses", () => {
  const refused: [string, unknown, string, Surface?][] = [
    ["51 blocks", times(51, () => ({ type: "divider" })), "no more than 50 items allowed [json-pointer:/blocks]"],
    [
      "101 blocks in a form",
      times(101, () => ({ type: "divider" })),
      "no more than 100 items allowed [json-pointer:/blocks]",
      "modal",
    ],
    ["an unknown block", [{ type: "nope" }], "unsupported type: nope [json-pointer:/blocks/0/type]"],
    [
      "a block of Object.prototype's name",
      [{ type: "constructor" }],
      "unsupported type: constructor [json-pointer:/blocks/0/type]",
    ],
    ["a block without a type", [{}], "missing required field: type [json-pointer:/blocks/0]"],
    ["no list", { type: "divider" }, "must provide an array [json-pointer:/blocks]"],
    ["a long section", [section(x(3001))], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
    ["an empty text", [section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
    ["a section of nothing", [{ type: "section" }], "missing required field: text [json-pointer:/blocks/0]"],
    [
      "eleven fields",
      [{ type: "section", fields: times(11, () => plain("f")) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ],
    [
      "a long field",
      [{ type: "section", fields: [plain(x(2001))] }],
      "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ],
    [
      "an mrkdwn header",
      [{ type: "header", text: mrkdwn("h") }],
      "must be a valid enum value: plain_text [json-pointer:/blocks/0/text/type]",
    ],
    [
      "a long header",
      [{ type: "header", text: plain(x(151)) }],
      "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "a long button",
      [actions(button({ text: plain(x(76)) }))],
      "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ],
    [
      "a long value",
      [actions(button({ value: x(2001) }))],
      "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ],
    [
      "a colourful button",
      [actions(button({ style: "green" }))],
      "must be a valid enum value: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ],
    [
      "26 elements",
      [actions(...times(26, (index) => button({ action_id: `a${index}` })))],
      "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ],
    [
      "an input among actions",
      [actions({ type: "plain_text_input" })],
      "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ],
    [
      "eleven context elements",
      [{ type: "context", elements: times(11, () => plain("c")) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ],
    [
      "an unknown property",
      [{ type: "divider", colour: "red" }],
      "invalid additional property: colour [json-pointer:/blocks/0]",
    ],
    [
      "no options",
      [actions(select({ options: [] }))],
      "no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "101 options",
      [actions(select({ options: times(101, () => option()) }))],
      "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "neither options nor groups",
      [actions({ type: "static_select" })],
      "missing required field: options [json-pointer:/blocks/0/elements/0]",
    ],
    [
      "a long option",
      [actions(select({ options: [option(x(76))] }))],
      "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ],
    [
      "a long option value",
      [actions(select({ options: [option("a", x(151))] }))],
      "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ],
    [
      "an initial option that is none",
      [actions(select({ initial_option: option("Two", "2") }))],
      "initial_option must exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ],
    [
      "six overflow options",
      [actions({ type: "overflow", options: times(6, () => option()) })],
      "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "eleven radio buttons",
      [actions({ type: "radio_buttons", options: times(11, () => option()) })],
      "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "a long placeholder",
      [actions(select({ placeholder: plain(x(151)) }))],
      "must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]",
    ],
    [
      "a day of no calendar",
      [actions({ type: "datepicker", initial_date: "15.2.2026" })],
      "must be a date in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]",
    ],
    [
      "the same block id twice",
      [
        { type: "divider", block_id: "b" },
        { type: "divider", block_id: "b" },
      ],
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      "the same action id twice",
      [actions(button({ action_id: "a" })), { ...section("s"), accessory: button({ action_id: "a" }) }],
      '`action_id` "a" already exists [json-pointer:/blocks/1/accessory/action_id]',
    ],
    [
      "a long block id",
      [{ type: "divider", block_id: x(256) }],
      "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ],
    [
      "a picture without words",
      [{ type: "image", image_url: "https://example.org/a.png" }],
      "missing required field: alt_text [json-pointer:/blocks/0]",
    ],
    [
      "a picture of two sources",
      [image({ slack_file: { id: "F1" } })],
      "cannot provide both `image_url` and `slack_file` [json-pointer:/blocks/0]",
    ],
    [
      "a picture of this machine",
      [image({ image_url: "http://127.0.0.1:3000/a.png" })],
      "downloading image failed [json-pointer:/blocks/0/image_url]",
    ],
    ["two tables", [table([[cell("a")]]), table([[cell("b")]])], "only_one_table_allowed [json-pointer:/blocks/1]"],
    [
      "101 rows",
      [table(times(101, () => [cell("a")]))],
      "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
    ],
    [
      "21 columns",
      [table([times(21, () => cell("a"))])],
      "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ],
    ["an empty cell", [table([[cell("")]])], "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]"],
    [
      "too much in a table",
      [table([[cell(x(6000)), rich(richSection({ type: "text", text: x(4001) }))]])],
      "must be less than 10001 characters [json-pointer:/blocks/0/rows]",
    ],
    ["a table in a form", [table([[cell("a")]])], "unsupported type: table [json-pointer:/blocks/0/type]", "modal"],
    ["a table on Home", [table([[cell("a")]])], "unsupported type: table [json-pointer:/blocks/0/type]", "home"],
    [
      "markdown in a form",
      [{ type: "markdown", text: "a" }],
      "unsupported type: markdown [json-pointer:/blocks/0/type]",
      "modal",
    ],
    [
      "too much markdown in all",
      times(2, () => ({ type: "markdown", text: x(6001) })),
      "must be less than 12001 characters [json-pointer:/blocks]",
    ],
    [
      "an empty rich text",
      [rich(richSection())],
      "no fewer than 1 items allowed [json-pointer:/blocks/0/elements/0/elements]",
    ],
    [
      "a file field in a message",
      [input({ type: "file_input" })],
      "unsupported type: file_input [json-pointer:/blocks/0/element/type]",
    ],
    [
      "eleven files",
      [input({ type: "file_input", max_files: 11 })],
      "must be less than or equal to 10 [json-pointer:/blocks/0/element/max_files]",
      "modal",
    ],
    [
      "a field without a label",
      [{ type: "input", element: { type: "plain_text_input" } }],
      "missing required field: label [json-pointer:/blocks/0]",
      "modal",
    ],
    [
      "a number field that does not say",
      [input({ type: "number_input" })],
      "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]",
      "modal",
    ],
    [
      "a long confirmation",
      [actions(button({ confirm: { title: plain(x(101)), text: plain("t"), confirm: plain("y"), deny: plain("n") } }))],
      "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
    ],
    [
      "two focused fields",
      times(2, () => input({ type: "plain_text_input", focus_on_load: true })),
      "only one element may have focus_on_load [json-pointer:/blocks/1/element/focus_on_load]",
      "modal",
    ],
  ];
  it.each(refused)("%s", (_name, blocks, message, surface = "message") => {
    expect(problems(blocks, surface)).toEqual([`[ERROR] ${message}`]);
  });

  it("all at once, each with its place, limit and measure", () => {
    expect(validateBlocks([section(x(3002)), { type: "header", text: plain("") }], "message")).toEqual([
      {
        pointer: "/blocks/0/text/text",
        rule: "length",
        message: "must be less than 3001 characters",
        limit: 3000,
        actual: 3002,
      },
      {
        pointer: "/blocks/1/text/text",
        rule: "length",
        message: "must be more than 0 characters",
        limit: 1,
        actual: 0,
      },
    ]);
  });
});

describe("views", () => {
  const modal = (changes: object = {}) => ({ type: "modal", title: plain("Form"), blocks: [section("s")], ...changes });
  const refused: [string, unknown, string][] = [
    ["a long title", modal({ title: plain(x(25)) }), "must be less than 25 characters [json-pointer:/view/title/text]"],
    ["no title", { type: "modal", blocks: [] }, "missing required field: title [json-pointer:/view]"],
    ["no blocks", { type: "modal", title: plain("F") }, "missing required field: blocks [json-pointer:/view]"],
    [
      "fields without submit",
      modal({ blocks: [input({ type: "plain_text_input" })] }),
      "missing required field: submit [json-pointer:/view]",
    ],
    [
      "long private metadata",
      modal({ private_metadata: x(3001) }),
      "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ],
    [
      "a property of workflows",
      modal({ submit_disabled: true }),
      "invalid additional property: submit_disabled [json-pointer:/view]",
    ],
    ["another type", { ...modal(), type: "home" }, "unsupported type: home [json-pointer:/view/type]"],
    [
      "a wrong block",
      modal({ blocks: [{ type: "nope" }] }),
      "unsupported type: nope [json-pointer:/view/blocks/0/type]",
    ],
  ];
  it("accepts a form with all it may have", () => {
    const full = modal({
      submit: plain("Go"),
      close: plain("No"),
      callback_id: "c",
      external_id: "e",
      notify_on_close: true,
    });
    expect(validateView(full, "modal")).toEqual([]);
  });
  it.each(refused)("refuses %s", (_name, view, message) => {
    expect(errorMessages(validateView(view, "modal"))).toEqual([`[ERROR] ${message}`]);
  });
});

describe("type-ahead answers", () => {
  it("are options or groups of them, or none", () => {
    expect(validateSuggestions({ options: [] })).toEqual([]);
    expect(validateSuggestions({ options: [option()] })).toEqual([]);
    expect(validateSuggestions({ option_groups: [{ label: plain("Group"), options: [option()] }] })).toEqual([]);
    expect(errorMessages(validateSuggestions({ options: times(101, () => option()) }))).toEqual([
      "[ERROR] no more than 100 items allowed [json-pointer:/options]",
    ]);
    expect(errorMessages(validateSuggestions({}))).toEqual(["[ERROR] missing required field: options [json-pointer:]"]);
  });
});
