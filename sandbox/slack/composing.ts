import {
  type BlockIssue,
  errorMessages,
  isObject,
  isViewTooLarge,
  type JsonObject,
  validateBlocks,
  validateView,
} from "./blockkit/index.js";
import { fieldContext } from "./forms/field-context.js";
import { initialForm } from "./forms/fields.js";
import { fileJson } from "./rendition/file.js";
import type { Content } from "./state/messages.js";
import { refused, SlackError } from "./state/slack-error.js";
import type { ViewContent } from "./state/views.js";
import type { World } from "./state/world.js";

/** How content comes into being: what the app sent is validated as strictly as Slack does, and completed with ids. */

const LONGEST_TEXT = 40_000;

export interface RawContent {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly metadata?: unknown;
}

/** Throws no_text, msg_too_long, invalid_blocks, only_one_table_allowed. Attachments are refused: the app uses blocks. */
export function composeMessage(world: World, raw: RawContent): Content {
  if (raw.attachments !== undefined && Array.isArray(raw.attachments) && raw.attachments.length > 0) {
    throw refused("invalid_attachments", [
      "[ERROR] legacy attachments are not supported here [json-pointer:/attachments]",
    ]);
  }
  const text = typeof raw.text === "string" ? raw.text : "";
  if (text.length > LONGEST_TEXT) throw new SlackError("msg_too_long");
  const blocks = composeBlocks(world, raw.blocks ?? []);
  if (text.trim() === "" && blocks.length === 0) throw new SlackError("no_text");
  return { text, blocks, ...(isObject(raw.metadata) ? { metadata: raw.metadata } : {}) };
}

/** Throws invalid_blocks_format, invalid_blocks, only_one_table_allowed. */
export function composeBlocks(world: World, raw: unknown): readonly JsonObject[] {
  if (!Array.isArray(raw)) throw new SlackError("invalid_blocks_format");
  const issues = [...validateBlocks(raw, "message"), ...unusablePictures(world, raw, "/blocks")];
  if (issues.length > 0) {
    const twoTables = issues.find(({ message }) => message === "only_one_table_allowed");
    throw refused(twoTables?.message ?? "invalid_blocks", errorMessages(issues));
  }
  return withIds(world, raw);
}

/** Throws invalid_arguments, view_too_large. */
export function composeView(world: World, raw: unknown, type: "modal" | "home", channel: string | null): ViewContent {
  if (isViewTooLarge(raw)) throw new SlackError("view_too_large");
  const blocks: unknown = isObject(raw) ? raw.blocks : undefined;
  const issues = [
    ...validateView(raw, type),
    ...(Array.isArray(blocks) ? unusablePictures(world, blocks, "/view/blocks") : []),
  ];
  if (issues.length > 0 || !isObject(raw)) throw refused("invalid_arguments", errorMessages(issues));
  const completed = withIds(world, Array.isArray(blocks) ? blocks : []);
  return {
    source: { ...raw, blocks: completed },
    blocks: completed,
    values: initialForm(completed, fieldContext(world, channel)),
  };
}

/** Pictures by slack_file that are unknown, deleted, no pictures, or still being processed. */
function unusablePictures(world: World, value: unknown, pointer: string): readonly BlockIssue[] {
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) => unusablePictures(world, each, `${pointer}/${index}`));
  }
  if (!isObject(value)) return [];
  const here: BlockIssue[] = isUnusable(world, value.slack_file)
    ? [{ pointer: `${pointer}/slack_file`, rule: "file", message: "invalid slack file" }]
    : [];
  const within = Object.entries(value).flatMap(([name, each]) => unusablePictures(world, each, `${pointer}/${name}`));
  return [...here, ...within];
}

function isUnusable(world: World, slackFile: unknown): boolean {
  if (!isObject(slackFile)) return false;
  const { id, url } = slackFile;
  const named =
    typeof id === "string" ? id : world.files.all().find((file) => fileJson(world, file).url_private === url)?.id;
  return named === undefined || !world.files.isShowable(named);
}

/** Slack gives every block a block_id and every interactive element an action_id when the app gave none. */
function withIds(world: World, blocks: readonly unknown[]): readonly JsonObject[] {
  return blocks.filter(isObject).map((block) => ({
    ...block,
    block_id: block.block_id ?? world.ids.next("b"),
    ...(isObject(block.element) ? { element: withActionId(world, block.element) } : {}),
    ...(isObject(block.accessory) ? { accessory: withActionId(world, block.accessory) } : {}),
    ...(block.type === "actions" && Array.isArray(block.elements)
      ? { elements: block.elements.map((each: unknown) => (isObject(each) ? withActionId(world, each) : each)) }
      : {}),
  }));
}

function withActionId(world: World, element: JsonObject): JsonObject {
  return element.type === "image" ? element : { ...element, action_id: element.action_id ?? world.ids.next("a") };
}
