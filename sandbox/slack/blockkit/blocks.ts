import { anyText, plainText, reachableImage, slackFile } from "./composition.js";
import { elementsPlaced, image } from "./elements.js";
import { richText } from "./rich-text.js";
import {
  atLeastOne,
  boolean,
  exactlyOne,
  integer,
  list,
  nullOr,
  number,
  type ObjectRule,
  type ObjectShape,
  object,
  oneOf,
  type Shape,
  string,
  typed,
} from "./shape.js";

export type Surface = "message" | "modal" | "home";

const EVERYWHERE: readonly Surface[] = ["message", "modal", "home"];

interface KnownBlock {
  readonly shape: ObjectShape;
  readonly surfaces: readonly Surface[];
}

const block = (
  type: string,
  required: Record<string, Shape>,
  optional: Record<string, Shape> = {},
  rules: ObjectRule[] = [],
) => object({ type: oneOf(type), ...required }, { block_id: string(255), ...optional }, rules);

const rawText = object({ type: oneOf("raw_text"), text: string(10_000) });
const rawNumber = object({ type: oneOf("raw_number"), value: number }, { text: string(10_000) });
const cell = typed(() => ({ raw_text: rawText, raw_number: rawNumber, rich_text: richText }));
const contextPlain = object({ type: oneOf("plain_text"), text: string(3000) }, { emoji: boolean });
const contextMrkdwn = object({ type: oneOf("mrkdwn"), text: string(3000) }, { verbatim: boolean });
const columnSetting = object({}, { align: oneOf("left", "center", "right"), is_wrapped: boolean });

const equalRows: ObjectRule = ({ rows }) => {
  if (!Array.isArray(rows)) return null;
  const [first, ...others] = rows.map((row: unknown) => (Array.isArray(row) ? row.length : 0));
  return others.every((length) => length === first)
    ? null
    : { at: "/rows", message: "all rows must have the same length" };
};

/** The first row of a data table holds no rich text. */
const plainHeader: ObjectRule = ({ rows }) => {
  const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
  const fits =
    !Array.isArray(first) ||
    first.every(
      (each: unknown) => typeof each !== "object" || each === null || !("type" in each) || each.type !== "rich_text",
    );
  return fits ? null : { at: "/rows/0", message: "header cells must not be rich_text" };
};

/** Every block that the stand-in knows, and where it may stand. */
export const BLOCKS: Readonly<Record<string, KnownBlock>> = {
  section: {
    surfaces: EVERYWHERE,
    shape: block(
      "section",
      {},
      {
        text: anyText(3000),
        fields: list(anyText(2000), 10),
        accessory: typed(() => elementsPlaced("accessory")),
        expand: boolean,
      },
      [atLeastOne("text", "fields")],
    ),
  },
  header: { surfaces: EVERYWHERE, shape: block("header", { text: plainText(150) }, { level: integer(1, 4) }) },
  divider: { surfaces: EVERYWHERE, shape: block("divider", {}) },
  context: {
    surfaces: EVERYWHERE,
    shape: block("context", {
      elements: list(
        typed(() => ({ image, plain_text: contextPlain, mrkdwn: contextMrkdwn })),
        10,
      ),
    }),
  },
  actions: {
    surfaces: EVERYWHERE,
    shape: block("actions", {
      elements: list(
        typed(() => elementsPlaced("actions")),
        25,
      ),
    }),
  },
  image: {
    surfaces: EVERYWHERE,
    shape: block(
      "image",
      { alt_text: string(2000) },
      { image_url: string(3000), slack_file: slackFile, title: plainText(2000) },
      [exactlyOne("image_url", "slack_file"), reachableImage],
    ),
  },
  input: {
    surfaces: EVERYWHERE,
    shape: block(
      "input",
      { label: plainText(2000), element: typed(() => elementsPlaced("input")) },
      { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
    ),
  },
  rich_text: { surfaces: EVERYWHERE, shape: richText },
  video: {
    surfaces: EVERYWHERE,
    shape: block(
      "video",
      { video_url: string(3000), thumbnail_url: string(3000), alt_text: string(2000), title: plainText(199) },
      {
        title_url: string(3000),
        author_name: string(49),
        provider_name: string(49),
        provider_icon_url: string(3000),
        description: plainText(200),
      },
    ),
  },
  markdown: { surfaces: ["message"], shape: block("markdown", { text: string(12_000) }) },
  // Slack's references disagree about tables on the Home tab; refusing them there is the safe reading.
  table: {
    surfaces: ["message"],
    shape: block("table", { rows: list(list(cell, 20), 100) }, { column_settings: list(nullOr(columnSetting), 20) }),
  },
  data_table: {
    surfaces: ["message"],
    shape: block(
      "data_table",
      { rows: list(list(cell, 20), 201), caption: string(2000) },
      { page_size: integer(1, 100), row_header_column_index: integer(0, 19) },
      [equalRows, plainHeader],
    ),
  },
  alert: {
    surfaces: ["modal"],
    shape: block("alert", { text: anyText(200) }, { level: oneOf("default", "info", "warning", "error", "success") }),
  },
};
