import type { BlockJson } from "../../../slack/console-types.js";
import { el } from "../dom.js";
import { drawPassages } from "../text/draw.js";
import type { Surface } from "./index.js";
import { readTable } from "./table-shape.js";

/** A real table: the first row heads the columns, the first column names the rows. Wide ones scroll, by keyboard too. */
export function drawTable(block: BlockJson, { page }: Surface): Node {
  const { head, rows, align, isWrapped, caption, naming } = readTable(block);
  const marks = (column: number) => ({ class: `${align(column)}${isWrapped(column) ? " wrapped" : ""}` });
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
