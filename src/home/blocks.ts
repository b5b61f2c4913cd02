import type { KnownBlock } from "@slack/web-api";
import { BUTTON_ACTION_ID, clamp, cleanText, type Reply, renderBlocks, type Sensitivity } from "../reply/index.js";
import type { Section } from "./model.js";

/** Slack's limit for a Home tab. */
const MOST_BLOCKS = 100;
const LONGEST_TEXT = 3_000;
const LONGEST_HEADING = 150;
/** What stands in a Home tab is read by one person alone; what their role may not see is never asked for. */
const HELD: readonly Sensitivity[] = ["open", "name"];

/** A reply without its tables, which a Home tab does not show. */
export const shown = (reply: Reply, timeZone: string): KnownBlock[] =>
  renderBlocks({ ...reply, tables: [] }, { holds: HELD, timeZone }).blocks as KnownBlock[];

/** Words that Slack does not parse, one paragraph. */
export const words = (text: string): KnownBlock => ({
  type: "section",
  text: { type: "plain_text", text: clamp(cleanText(text), LONGEST_TEXT), emoji: false },
});

/** The sections one after another, within Slack's limit; each button has an id of its own. */
export function laidOut(sections: readonly Section[]): KnownBlock[] {
  const blocks = sections.flatMap(({ heading, blocks: own }): KnownBlock[] => [
    { type: "header", text: { type: "plain_text", text: clamp(heading, LONGEST_HEADING), emoji: false } },
    ...own,
  ]);
  return numbered(blocks.slice(0, MOST_BLOCKS));
}

/** Every reply numbers its buttons from 0: in one view they go on counting. */
function numbered(blocks: readonly KnownBlock[]): KnownBlock[] {
  let made = 0;
  return blocks.map((block) => {
    if (block.type !== "actions") return block;
    const elements = block.elements.map((element) => {
      const parts = BUTTON_ACTION_ID.exec(("action_id" in element ? element.action_id : undefined) ?? "");
      if (parts === null) return element;
      const [, verb = "", stored = "", , table] = parts;
      made += 1;
      return { ...element, action_id: `${verb}${stored}:${made - 1}${table === undefined ? "" : `:${table}`}` };
    });
    return { ...block, elements };
  });
}
