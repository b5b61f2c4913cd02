import {
  boolean,
  integer,
  list,
  matching,
  type ObjectShape,
  object,
  oneOf,
  type Shape,
  string,
  typed,
} from "./shape.js";

const textStyle = object({}, { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean });
const mentionStyle = object(
  {},
  {
    bold: boolean,
    italic: boolean,
    strike: boolean,
    highlight: boolean,
    client_highlight: boolean,
    unlink: boolean,
  },
);
const styled = { style: textStyle };
const mentioned = { style: mentionStyle };

const inline: Readonly<Record<string, ObjectShape>> = {
  text: object({ type: oneOf("text"), text: string(40_000) }, styled),
  link: object({ type: oneOf("link"), url: string(3000) }, { text: string(40_000), unsafe: boolean, ...styled }),
  user: object({ type: oneOf("user"), user_id: matching(/^[UW][A-Z0-9]+$/, "must be a valid user id") }, mentioned),
  usergroup: object(
    { type: oneOf("usergroup"), usergroup_id: matching(/^S[A-Z0-9]+$/, "must be a valid usergroup id") },
    mentioned,
  ),
  channel: object(
    { type: oneOf("channel"), channel_id: matching(/^[CGD][A-Z0-9]+$/, "must be a valid channel id") },
    mentioned,
  ),
  emoji: object({ type: oneOf("emoji"), name: string(255) }, { unicode: string(255), ...styled }),
  broadcast: object({ type: oneOf("broadcast"), range: oneOf("here", "channel", "everyone") }, mentioned),
  date: object(
    { type: oneOf("date"), timestamp: integer(0, 9_999_999_999), format: string(255) },
    { url: string(3000), fallback: string(255), ...styled },
  ),
  color: object({ type: oneOf("color"), value: string(20) }, styled),
};

const inlines: Shape = list(
  typed(() => inline),
  3000,
);
const border = integer(0, 1);
const section = object({ type: oneOf("rich_text_section"), elements: inlines });

const parts: Readonly<Record<string, ObjectShape>> = {
  rich_text_section: section,
  rich_text_list: object(
    { type: oneOf("rich_text_list"), style: oneOf("bullet", "ordered"), elements: list(section, 3000) },
    { indent: integer(0, 8), offset: integer(0, 1_000_000), border },
  ),
  rich_text_preformatted: object(
    { type: oneOf("rich_text_preformatted"), elements: inlines },
    { border, language: string(50) },
  ),
  rich_text_quote: object({ type: oneOf("rich_text_quote"), elements: inlines }, { border }),
};

/** The rich_text block; also the cell of a table and the value of a rich_text_input. */
export const richText = object(
  {
    type: oneOf("rich_text"),
    elements: list(
      typed(() => parts),
      3000,
    ),
  },
  { block_id: string(255) },
);
