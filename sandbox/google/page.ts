import type { CloudReply } from "./http.js";
import type { CloudParts } from "./parts.js";
import type { Spreadsheet, Tab } from "./spreadsheet.js";

const MOST_ROWS = 500;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A spreadsheet to look at in a browser, where Google would show its own: all tabs under one another. */
export function spreadsheetPage(cloud: CloudParts, id: string): CloudReply {
  const found = cloud.spreadsheets.get(id);
  const body = found === undefined ? "<p>There is no spreadsheet at this address.</p>" : contents(found);
  return {
    status: found === undefined ? 404 : 200,
    headers: {
      "Content-Type": "text/html; charset=UTF-8",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(found?.title ?? "Not found")}</title><style>${STYLE}</style>${body}</html>`,
  };
}

const STYLE = `body{font:14px system-ui,sans-serif;margin:2rem;color:#1d1c1d}table{border-collapse:collapse;margin:.5rem 0 2rem}
td,th{border:1px solid #d5d8dc;padding:.3rem .6rem;text-align:left;vertical-align:top}th{background:#e7eef6}.number{text-align:right}`;

function contents({ title, tabs }: Spreadsheet): string {
  return `<h1>${escaped(title)}</h1><p>A Google Sheet of the sandbox: sample data, read only.</p>${tabs.map(section).join("")}`;
}

function section(tab: Tab): string {
  const { rowCount, columnCount } = tab.size;
  const area = { startRowIndex: 0, endRowIndex: rowCount, startColumnIndex: 0, endColumnIndex: columnCount };
  const shown = tab.values(area, { values: "FORMATTED_VALUE", dates: "FORMATTED_STRING" });
  const rows = shown.slice(0, MOST_ROWS).map((row, index) => {
    const name = index < tab.frozenRows ? "th" : "td";
    const cells = row.map((cell, column) => {
      const isNumber = typeof tab.cell(index, column)?.value === "number";
      return `<${name}${isNumber ? ' class="number"' : ""}>${escaped(String(cell))}</${name}>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  const rest = shown.length > MOST_ROWS ? `<p>${shown.length - MOST_ROWS} further rows.</p>` : "";
  return `<h2>${escaped(tab.title)}</h2><table>${rows.join("")}</table>${rest}`;
}
