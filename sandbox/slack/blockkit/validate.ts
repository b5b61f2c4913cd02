import { checkAcross } from "./across.js";
import { BLOCKS, type Surface } from "./blocks.js";
import { type BlockIssue, check, tooMany } from "./check.js";
import { plainText } from "./composition.js";
import { boolean, isObject, type JsonObject, list, object, oneOf, string, typed } from "./shape.js";

export type { Surface } from "./blocks.js";
export type { BlockIssue } from "./check.js";

const MOST_BLOCKS: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
/** Slack refuses larger views whole. In bytes of JSON. */
const LARGEST_VIEW = 250_000;

/** What Slack would refuse about these blocks on that surface; nothing when it would accept them. */
export function validateBlocks(blocks: unknown, surface: Surface, pointer = "/blocks"): readonly BlockIssue[] {
  if (!Array.isArray(blocks)) return [{ pointer, rule: "type", message: "must provide an array" }];
  const given: readonly unknown[] = blocks;
  if (given.length > MOST_BLOCKS[surface]) return [tooMany(pointer, MOST_BLOCKS[surface], given.length)];
  return [
    ...given.flatMap((block, index) => checkBlock(block, surface, `${pointer}/${index}`)),
    ...checkAcross(given, surface, pointer),
  ];
}

function checkBlock(block: unknown, surface: Surface, pointer: string): readonly BlockIssue[] {
  const allowed = Object.fromEntries(
    Object.entries(BLOCKS)
      .filter(([, known]) => known.surfaces.includes(surface))
      .map(([type, known]) => [type, known.shape]),
  );
  return check(
    block,
    typed(() => allowed),
    pointer,
  );
}

const anything = list(
  typed(() => ({})),
  0,
  0,
);

const shared = { private_metadata: string(3000, 0), callback_id: string(255, 0), external_id: string(255, 0) };
const viewShapes = {
  modal: object(
    { type: oneOf("modal"), title: plainText(24), blocks: anything },
    { ...shared, submit: plainText(24), close: plainText(24), clear_on_close: boolean, notify_on_close: boolean },
  ),
  home: object({ type: oneOf("home"), blocks: anything }, shared),
};

/** What Slack would refuse about this view. Pointers start with "/view". */
export function validateView(view: unknown, type: "modal" | "home", pointer = "/view"): readonly BlockIssue[] {
  if (!isObject(view)) return [{ pointer, rule: "type", message: "must provide an object" }];
  if (view.type !== type)
    return [{ pointer: `${pointer}/type`, rule: "type", message: `unsupported type: ${String(view.type)}` }];
  const frame = { ...view, ...(view.blocks === undefined ? {} : { blocks: [] }) };
  return [
    ...check(frame, viewShapes[type], pointer),
    ...(view.blocks === undefined ? [] : validateBlocks(view.blocks, type, `${pointer}/blocks`)),
    ...missingSubmit(view, type, pointer),
  ];
}

/** True when Slack would answer `view_too_large`. */
export function isViewTooLarge(view: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(view) ?? "") > LARGEST_VIEW;
}

function missingSubmit(view: JsonObject, type: "modal" | "home", pointer: string): readonly BlockIssue[] {
  const { blocks } = view;
  const asks = Array.isArray(blocks) && blocks.some((block: unknown) => isObject(block) && block.type === "input");
  return type === "modal" && asks && view.submit === undefined
    ? [{ pointer, rule: "missing", message: "missing required field: submit" }]
    : [];
}

/** What a type-ahead answer may hold: options, or groups of them. */
export function validateSuggestions(answer: unknown): readonly BlockIssue[] {
  if (!isObject(answer)) return [{ pointer: "", rule: "type", message: "must provide an object" }];
  const menu = { type: "static_select", ...answer };
  const names = Object.keys(answer);
  const empty = names.length === 1 && names.every((name) => Array.isArray(answer[name]) && answer[name].length === 0);
  if (empty && (names[0] === "options" || names[0] === "option_groups")) return [];
  const block = { type: "actions", elements: [menu] };
  return validateBlocks([block], "message", "").map((issue) => ({
    ...issue,
    pointer: issue.pointer.replace("/0/elements/0", ""),
  }));
}

/** Slack's own wording: "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]". */
export function errorMessages(issues: readonly BlockIssue[]): readonly string[] {
  return issues.map(({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`);
}
