import type { BlockJson } from "../../../slack/console-types.js";
import type { Form } from "../form.js";
import type { Page } from "../page.js";
import { drawActions } from "./actions.js";
import { drawAlert } from "./alert.js";
import { drawContext } from "./context.js";
import { drawDivider, drawHeader } from "./header.js";
import { drawImageBlock } from "./image.js";
import { drawInput } from "./input.js";
import { drawMarkdown, drawRichText } from "./rich-text.js";
import { drawSection } from "./section.js";
import { drawTable } from "./table.js";
import { drawUnknown } from "./unknown.js";

/** What the blocks of one message or view are drawn with. */
export interface Surface {
  readonly page: Page;
  readonly form: Form;
}

type Drawing = (block: BlockJson, surface: Surface) => Node;

const BLOCKS: Readonly<Record<string, Drawing>> = {
  header: drawHeader,
  section: drawSection,
  divider: drawDivider,
  context: drawContext,
  image: drawImageBlock,
  actions: drawActions,
  input: drawInput,
  table: drawTable,
  data_table: drawTable,
  rich_text: drawRichText,
  markdown: drawMarkdown,
  alert: drawAlert,
};

export function drawBlocks(blocks: readonly BlockJson[], surface: Surface): readonly Node[] {
  return blocks.map((block) => {
    const draw = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : undefined;
    return draw === undefined ? drawUnknown(block) : draw(block, surface);
  });
}
