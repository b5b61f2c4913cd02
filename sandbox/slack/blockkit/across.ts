import type { Surface } from "./blocks.js";
import { type BlockIssue, tooLong } from "./check.js";
import { isObject, type JsonObject } from "./shape.js";

/** Rules that look at several blocks at once. Blocks that are not even objects are reported elsewhere. */

const TABLE_CHARACTERS = 10_000;
const DATA_TABLE_CHARACTERS = 20_000;
const MARKDOWN_CHARACTERS = 12_000;

interface Placed {
  readonly block: JsonObject;
  readonly pointer: string;
}

/** An interactive element and where it stands. */
export interface FoundElement {
  readonly element: JsonObject;
  readonly block: JsonObject;
  readonly pointer: string;
}

export function checkAcross(blocks: readonly unknown[], surface: Surface, pointer: string): readonly BlockIssue[] {
  const placed = blocks.flatMap((block, index): Placed[] =>
    isObject(block) ? [{ block, pointer: `${pointer}/${index}` }] : [],
  );
  return [
    ...repeatedBlockIds(placed),
    ...repeatedActionIds(placed),
    ...focusTwice(placed),
    ...tooMuchTable(placed),
    ...tooMuchMarkdown(placed, pointer),
    ...misplacedElements(placed, surface),
  ];
}

/** All elements of a block: an input's one, a section's accessory, those of actions. */
export function elementsOf(block: JsonObject, pointer = ""): readonly FoundElement[] {
  const found: FoundElement[] = [];
  for (const name of ["element", "accessory"]) {
    const element = block[name];
    if (isObject(element)) found.push({ element, block, pointer: `${pointer}/${name}` });
  }
  const { elements } = block;
  if (block.type === "actions" && Array.isArray(elements)) {
    elements.forEach((element: unknown, index) => {
      if (isObject(element)) found.push({ element, block, pointer: `${pointer}/elements/${index}` });
    });
  }
  return found;
}

function repeatedBlockIds(placed: readonly Placed[]): readonly BlockIssue[] {
  return repeated(
    placed.map(({ block, pointer }) => ({ id: block.block_id, pointer: `${pointer}/block_id` })),
    "block_id",
  );
}

function repeatedActionIds(placed: readonly Placed[]): readonly BlockIssue[] {
  const ids = placed
    .flatMap(({ block, pointer }) => elementsOf(block, pointer))
    .map(({ element, pointer }) => ({ id: element.action_id, pointer: `${pointer}/action_id` }));
  return repeated(ids, "action_id");
}

function repeated(ids: readonly { id: unknown; pointer: string }[], name: string): readonly BlockIssue[] {
  const seen = new Set<string>();
  return ids.flatMap(({ id, pointer }): BlockIssue[] => {
    if (typeof id !== "string") return [];
    if (seen.has(id)) return [{ pointer, rule: "unique", message: `\`${name}\` "${id}" already exists` }];
    seen.add(id);
    return [];
  });
}

function focusTwice(placed: readonly Placed[]): readonly BlockIssue[] {
  const focused = placed
    .flatMap(({ block, pointer }) => elementsOf(block, pointer))
    .filter(({ element }) => element.focus_on_load === true);
  return focused.slice(1).map(({ pointer }) => ({
    pointer: `${pointer}/focus_on_load`,
    rule: "unique",
    message: "only one element may have focus_on_load",
  }));
}

function tooMuchTable(placed: readonly Placed[]): readonly BlockIssue[] {
  const tables = placed.filter(({ block }) => block.type === "table");
  const second = tables[1];
  if (second !== undefined) {
    return [
      { pointer: second.pointer, rule: "count", message: "only_one_table_allowed", limit: 1, actual: tables.length },
    ];
  }
  return [
    ...tooManyCellCharacters(tables, TABLE_CHARACTERS),
    ...tooManyCellCharacters(
      placed.filter(({ block }) => block.type === "data_table"),
      DATA_TABLE_CHARACTERS,
    ),
  ];
}

function tooManyCellCharacters(tables: readonly Placed[], limit: number): readonly BlockIssue[] {
  const first = tables[0];
  if (first === undefined) return [];
  const actual = tables.reduce((sum, { block }) => sum + textLength(block.rows), 0);
  return actual > limit ? [tooLong(`${first.pointer}/rows`, limit, actual)] : [];
}

/** Characters that a reader sees in cells: `text` of any depth, or the digits of a bare number. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each: unknown) => sum + textLength(each), 0);
  if (!isObject(value)) return 0;
  const { text } = value;
  if (typeof text === "string") return text.length;
  if (value.type === "raw_number") return String(value.value).length;
  return textLength(value.elements);
}

function tooMuchMarkdown(placed: readonly Placed[], pointer: string): readonly BlockIssue[] {
  const texts = placed.flatMap(({ block }) => {
    const { text } = block;
    return block.type === "markdown" && typeof text === "string" ? [text.length] : [];
  });
  const actual = texts.reduce((sum, length) => sum + length, 0);
  return texts.length > 1 && actual > MARKDOWN_CHARACTERS ? [tooLong(pointer, MARKDOWN_CHARACTERS, actual)] : [];
}

/** Files can be asked for in modals only; a response_url can be asked for in a modal's input only. */
function misplacedElements(placed: readonly Placed[], surface: Surface): readonly BlockIssue[] {
  return placed
    .flatMap(({ block, pointer }) => elementsOf(block, pointer))
    .flatMap(({ element, block, pointer }): BlockIssue[] => {
      if (element.type === "file_input" && surface !== "modal") {
        return [{ pointer: `${pointer}/type`, rule: "surface", message: "unsupported type: file_input" }];
      }
      if (element.response_url_enabled !== undefined && (surface !== "modal" || block.type !== "input")) {
        return [{ pointer, rule: "surface", message: "invalid additional property: response_url_enabled" }];
      }
      return [];
    });
}
