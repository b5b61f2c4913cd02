import { expect, it } from "vitest";
import { readerText } from "../../../sandbox/console/page/reader-text.js";
import type { ConsoleMessage } from "../../../sandbox/slack/console-types.js";

const names = { isMe: () => false, person: () => "Polaris", channel: () => null };
const plain = (text: string) => ({ type: "plain_text", text });
const cell = (text: string) => ({ type: "raw_text", text });

const message: ConsoleMessage = {
  key: "C0GENERAL01/1.0",
  channel: "C0GENERAL01",
  ts: "1.0",
  threadTs: null,
  user: "U0POLARIS01",
  text: "Two &lt;3 volunteers",
  blocks: [
    { type: "header", text: plain("Volunteers") },
    { type: "section", fields: [{ type: "mrkdwn", text: "*Hours*\n12" }] },
    { type: "divider" },
    {
      type: "table",
      rows: [
        [cell("Name"), cell("Hours")],
        [cell("Ann"), { type: "raw_number", value: 7.5 }],
        [cell("Bo"), cell(" ")],
      ],
    },
    { type: "image", title: plain("Hours"), alt_text: "Hours rise to 12 in May", slack_file: { id: "F1" } },
    { type: "actions", elements: [{ type: "button", text: plain("Next"), accessibility_label: "Next, page 2 of 3" }] },
    { type: "context", elements: [plain("As of today")] },
    { type: "mystery" },
  ],
  files: [
    {
      id: "F2",
      name: "a.xlsx",
      title: "a.xlsx",
      mimetype: "application/x",
      filetype: "xlsx",
      size: 12_345,
      altText: null,
      url: "/f",
      uploadedBy: "U",
    },
  ],
  ephemeral: true,
  edited: false,
  reactions: [],
  replyCount: 0,
  values: {},
};

it("says a message in order: summary, blocks, tables row by row, alt texts, files", () => {
  expect(readerText(message, names).map(({ what, words }) => `${what}: ${words}`)).toEqual([
    "From: Polaris, only visible to you",
    "Summary: Two <3 volunteers",
    "Heading: Volunteers",
    "Field: Hours: 12",
    "Table: 2 rows, 2 columns",
    "Columns: Name, Hours",
    "Row 1: Name: Ann; Hours: 7.5",
    "Row 2: Name: Bo; Hours: empty",
    "Image: Hours. Hours rise to 12 in May",
    "Button: Next, page 2 of 3",
    "Note: As of today",
    "mystery: not drawn here",
    "File: a.xlsx, Excel workbook, 12 kB",
  ]);
});
