import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { drawPassages } from "../text/draw.js";
import { sayPassages } from "../text/say.js";
import type { Surface } from "./index.js";
import { readTable } from "./table-shape.js";

/** A mark or a day stays on one line, a list of names gets room: else short columns push the last ones out of sight. */
const widthFor = (letters: number): string => (letters <= 14 ? "short" : letters > 80 ? "long" : "");

/** A real table: the first row heads the columns, the first column names the rows. Wide ones scroll, by keyboard too. */
export function drawTable(block: BlockJson, { page }: Surface): Node {
  const { head, rows, align, isWrapped, caption, naming } = readTable(block);
  const longest = head.map((_, column) =>
    Math.max(0, ...rows.map((row) => sayPassages(row[column] ?? [], page.names).length)),
  );
  const width = (column: number) => (isWrapped(column) ? ` wrapped ${widthFor(longest[column] ?? 0)}` : "");
  const marks = (column: number) => ({ class: `${align(column)}${width(column)}` });
  const name = caption ?? `Table of ${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
  return el(
    "div",
    { class: "table-frame", tabindex: 0, role: "group", "aria-label": name },
    el(
      "table",
      {},
      caption === null ? null : el("caption", {}, caption),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...head.map((cell, column) =>
            el("th", { ...marks(column), scope: "col" }, ...drawPassages(cell, page.names)),
          ),
        ),
      ),
      el(
        "tbody",
        {},
        ...rows.map((row) =>
          el(
            "tr",
            {},
            ...row.map((cell, column) =>
              column === naming
                ? el("th", { ...marks(column), scope: "row" }, ...drawPassages(cell, page.names))
                : el("td", marks(column), ...drawPassages(cell, page.names)),
            ),
          ),
        ),
      ),
    ),
  );
}
