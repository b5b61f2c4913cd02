import type { BlockJson, ConsoleMessage } from "../../slack/console-types.js";
import { readTable } from "./blocks/table-shape.js";
import { fileSize, fileWords } from "./file-words.js";
import { type Json, object, objects, string } from "./json.js";
import { readMarkdown } from "./text/markdown.js";
import { readMrkdwn } from "./text/mrkdwn.js";
import type { Names } from "./text/passages.js";
import { readRichText } from "./text/rich-text.js";
import { sayPassages } from "./text/say.js";
import { readText, wordsOf } from "./text/text-object.js";

/** One thing that a screen reader says: what it is, and its words. */
export interface Said {
  readonly what: string;
  readonly words: string;
}

/** The message as it is heard: its summary, then every block in order, tables row by row, pictures by their alt text. */
export function readerText(message: ConsoleMessage, names: Names): readonly Said[] {
  const from = {
    what: "From",
    words: `${names.person(message.user) ?? message.user}${message.ephemeral ? ", only visible to you" : ""}`,
  };
  const summary = {
    what: message.blocks.length > 0 ? "Summary" : "Text",
    words: sayPassages(readMrkdwn(message.text), names),
  };
  const files = message.files.map((file) => ({
    what: "File",
    words: [file.title || file.name, fileWords(file), fileSize(file.size), file.altText].filter(Boolean).join(", "),
  }));
  return [from, summary, ...message.blocks.flatMap((block) => sayBlock(block, names)), ...files].filter(
    ({ words }) => words !== "",
  );
}

/** The message on one line, for being announced. */
export function announcement(message: ConsoleMessage, names: Names): string {
  const words = sayPassages(readMrkdwn(message.text), names) || message.files.map(({ name }) => name).join(", ");
  return `${names.person(message.user) ?? message.user}: ${words}`;
}

function sayBlock(block: BlockJson, names: Names): readonly Said[] {
  const text = (value: unknown) => sayPassages(readText(value), names);
  switch (block.type) {
    case "header":
      return [{ what: "Heading", words: text(block.text) }];
    case "section":
      return [
        { what: "Text", words: text(block.text) },
        ...objects(block.fields).map((field) => ({ what: "Field", words: text(field).replaceAll("\n", ": ") })),
        ...[object(block.accessory)].flatMap((accessory) => sayElement(accessory)),
      ];
    case "context":
      return objects(block.elements).map((element) =>
        element.type === "image"
          ? { what: "Image", words: string(element.alt_text) }
          : { what: "Note", words: text(element) },
      );
    case "image":
      return [{ what: "Image", words: [wordsOf(block.title), string(block.alt_text)].filter(Boolean).join(". ") }];
    case "rich_text":
      return [{ what: "Text", words: sayPassages(readRichText(block), names) }];
    case "markdown":
      return [{ what: "Text", words: sayPassages(readMarkdown(string(block.text)), names) }];
    case "actions":
      return objects(block.elements).flatMap(sayElement);
    case "input":
      return [{ what: "Field", words: wordsOf(block.label) }];
    case "table":
    case "data_table":
      return sayTable(block, names);
    case "alert":
      return [{ what: "Alert", words: text(block.text) }];
    case "divider":
      return [];
    default:
      return [{ what: block.type, words: "not drawn here" }];
  }
}

function sayTable(block: BlockJson, names: Names): readonly Said[] {
  const { head, rows, caption } = readTable(block);
  const labels = head.map((cell) => sayPassages(cell, names).trim());
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;
  const size = `${counted(rows.length, "row")}, ${counted(labels.length, "column")}`;
  return [
    { what: "Table", words: caption === null ? size : `${caption}. ${size}` },
    { what: "Columns", words: labels.join(", ") },
    ...rows.map((row, index) => ({
      what: `Row ${index + 1}`,
      words: row
        .map((cell, column) => `${labels[column] ?? ""}: ${sayPassages(cell, names).trim() || "empty"}`)
        .join("; "),
    })),
  ];
}

const CALLED: Readonly<Record<string, string>> = {
  button: "Button",
  overflow: "Menu",
  image: "Image",
  datepicker: "Date",
  timepicker: "Time",
  datetimepicker: "Date and time",
  checkboxes: "Check boxes",
  radio_buttons: "Choice of one",
};

function sayElement(element: Json): readonly Said[] {
  const type = string(element.type);
  if (type === "") return [];
  const words =
    string(element.accessibility_label) ||
    string(element.alt_text) ||
    wordsOf(element.text) ||
    wordsOf(element.placeholder) ||
    objects(element.options)
      .map((option) => wordsOf(option.text))
      .join(", ");
  return [{ what: CALLED[type] ?? "Menu", words: words || type }];
}
