import { z } from "zod";
import { cellOf, dateTimeRenderOptions, type Rendering, typedCell, valueRenderOptions } from "./cells.js";
import { type Shape, selected } from "./fields.js";
import { type Call, type Endpoint, scope } from "./http.js";
import type { CloudParts } from "./parts.js";
import { rangeText } from "./ranges.js";
import { invalidArgument, notFound, notPermitted, refusal, storageQuotaExceeded } from "./refusal.js";
import { SPREADSHEET, type Spreadsheet } from "./spreadsheet.js";

const reading = [scope("spreadsheets.readonly"), scope("spreadsheets"), scope("drive.readonly"), scope("drive")];
const writing = [scope("spreadsheets"), scope("drive"), scope("drive.file")];

const AREA: Shape = {
  sheetId: true,
  startRowIndex: true,
  endRowIndex: true,
  startColumnIndex: true,
  endColumnIndex: true,
};
const SHAPE: Shape = {
  spreadsheetId: true,
  spreadsheetUrl: true,
  properties: { title: true, locale: true, timeZone: true, autoRecalc: true },
  sheets: {
    properties: {
      sheetId: true,
      title: true,
      index: true,
      sheetType: true,
      hidden: true,
      gridProperties: { rowCount: true, columnCount: true, frozenRowCount: true },
    },
    merges: AREA,
    basicFilter: true,
  },
};

/** The spreadsheet, when the caller may see it. @throws GoogleRefusal */
function opened(cloud: CloudParts, { bearer, parts }: Call): Spreadsheet {
  const found = cloud.spreadsheets.get(parts.id ?? "");
  if (found === undefined) throw notFound();
  if (!found.sharedWith.has(bearer.email)) throw notPermitted();
  if (found.mimeType !== SPREADSHEET)
    throw refusal(400, "FAILED_PRECONDITION", "This operation is not supported for this document");
  return found;
}

const resource = (cloud: CloudParts, found: Spreadsheet): unknown => ({
  spreadsheetId: found.id,
  properties: { title: found.title, locale: found.locale, autoRecalc: "ON_CHANGE", timeZone: found.timeZone },
  sheets: found.tabs.map((tab, index) => ({
    properties: {
      sheetId: tab.sheetId,
      title: tab.title,
      index,
      sheetType: "GRID",
      gridProperties: { ...tab.size, ...(tab.frozenRows > 0 ? { frozenRowCount: tab.frozenRows } : {}) },
      ...(tab.hidden ? { hidden: true } : {}),
    },
    ...(tab.merges.length === 0 ? {} : { merges: tab.merges.map((area) => ({ sheetId: tab.sheetId, ...area })) }),
    ...(tab.hasFilter ? { basicFilter: { range: { sheetId: tab.sheetId } } } : {}),
  })),
  spreadsheetUrl: `${cloud.baseUrl()}/spreadsheets/d/${found.id}/edit`,
});

function option<const Value extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly Value[],
  usual: Value,
): Value {
  const came = query.get(name) ?? usual;
  const value = values.find((each) => each === came);
  if (value === undefined) throw invalidArgument(`Invalid value at '${name}' (TYPE_ENUM), "${came}"`);
  return value;
}

const renderingOf = (query: URLSearchParams): Rendering => ({
  values: option(query, "valueRenderOption", valueRenderOptions, "FORMATTED_VALUE"),
  dates: option(query, "dateTimeRenderOption", dateTimeRenderOptions, "SERIAL_NUMBER"),
});

function valueRange(found: Spreadsheet, range: string, query: URLSearchParams): unknown {
  const { tab, area } = found.locate(range);
  const majorDimension = option(query, "majorDimension", ["ROWS", "COLUMNS"], "ROWS");
  const rows = tab.values(area, renderingOf(query));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? ""));
  const values = majorDimension === "ROWS" ? rows : columns;
  return { range: rangeText(tab.title, area), majorDimension, ...(values.length === 0 ? {} : { values }) };
}

const writtenValues = z.object({
  values: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});

/** Writes rows from a place on; null leaves a cell as it is. */
function write(found: Spreadsheet, range: string, call: Call, atEnd: boolean): unknown {
  const input = call.query.get("valueInputOption");
  if (input === null) throw invalidArgument("'valueInputOption' is required but not specified");
  const way = option(call.query, "valueInputOption", ["RAW", "USER_ENTERED"], "RAW");
  const body = writtenValues.safeParse(call.body);
  if (!body.success) throw invalidArgument("Invalid JSON payload received.");
  const { tab, area } = found.locate(range);
  const { values } = body.data;
  const top = atEnd ? Math.max(area.startRowIndex, tab.nextRow) : area.startRowIndex;
  values.forEach((row, down) => {
    row.forEach((value, right) => {
      if (value === null) return;
      tab.put(top + down, area.startColumnIndex + right, way === "RAW" ? cellOf(value) : typedCell(value));
    });
  });
  found.touch();
  const width = Math.max(1, ...values.map((row) => row.length));
  const updates = {
    spreadsheetId: found.id,
    updatedRange: rangeText(tab.title, {
      startRowIndex: top,
      endRowIndex: top + Math.max(1, values.length),
      startColumnIndex: area.startColumnIndex,
      endColumnIndex: area.startColumnIndex + width,
    }),
    updatedRows: values.length,
    updatedColumns: width,
    updatedCells: values.reduce((sum, row) => sum + row.filter((cell) => cell !== null).length, 0),
  };
  return atEnd ? { spreadsheetId: found.id, tableRange: rangeText(tab.title, area), updates } : updates;
}

/** Sheets API v4. */
export const sheetsEndpoints = (cloud: CloudParts): readonly Endpoint[] => [
  {
    method: "GET",
    path: /^\/v4\/spreadsheets\/(?<id>[^/:]+)$/,
    scopes: reading,
    counts: "read",
    run: (call) => selected(resource(cloud, opened(cloud, call)), call.query.get("fields"), SHAPE),
  },
  {
    method: "GET",
    path: /^\/v4\/spreadsheets\/(?<id>[^/:]+)\/values\/(?<range>[^/]+)$/,
    scopes: reading,
    counts: "read",
    run: (call) => valueRange(opened(cloud, call), call.parts.range ?? "", call.query),
  },
  {
    method: "GET",
    path: /^\/v4\/spreadsheets\/(?<id>[^/:]+)\/values:batchGet$/,
    scopes: reading,
    counts: "read",
    run(call) {
      const found = opened(cloud, call);
      const valueRanges = call.query.getAll("ranges").map((range) => valueRange(found, range, call.query));
      return { spreadsheetId: found.id, valueRanges };
    },
  },
  {
    method: "PUT",
    path: /^\/v4\/spreadsheets\/(?<id>[^/:]+)\/values\/(?<range>[^/]+)$/,
    scopes: writing,
    counts: "write",
    run: (call) => write(opened(cloud, call), call.parts.range ?? "", call, false),
  },
  {
    method: "POST",
    path: /^\/v4\/spreadsheets\/(?<id>[^/:]+)\/values\/(?<range>[^/]+):append$/,
    scopes: writing,
    counts: "write",
    run: (call) => write(opened(cloud, call), call.parts.range ?? "", call, true),
  },
  {
    method: "POST",
    path: /^\/v4\/spreadsheets$/,
    scopes: writing,
    counts: "write",
    run() {
      throw storageQuotaExceeded();
    },
  },
];
