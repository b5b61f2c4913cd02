import type { CellValue, Workbook, Worksheet } from "exceljs";
import type { CellInput } from "./cells.js";
import { driveRefusal } from "./refusal.js";
import type { TabInput } from "./spreadsheet.js";

export const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The two parts of an upload: what is said of the file, and the file. */
export interface Upload {
  readonly about: string;
  readonly mimeType: string;
  readonly media: Buffer;
}

const badRequest = (message: string) => driveRefusal(400, message, { domain: "global", reason: "badRequest" });

/** Reads a body of multipart/related with exactly two parts. @throws GoogleRefusal 400 */
export function uploadOf(contentType: string, body: Buffer): Upload {
  const boundary = /^multipart\/related;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw badRequest("Malformed multipart body.");
  const parts: { readonly type: string; readonly content: Buffer }[] = [];
  const delimiter = Buffer.from(`--${mark}`);
  for (let at = body.indexOf(delimiter); at !== -1; ) {
    const next = body.indexOf(delimiter, at + delimiter.length);
    if (next === -1) break;
    const part = body.subarray(at + delimiter.length, next);
    const headEnd = part.indexOf("\r\n\r\n");
    if (headEnd === -1) throw badRequest("Malformed multipart body.");
    const type = /^content-type:\s*([^;\r\n]+)/im.exec(part.subarray(0, headEnd).toString("latin1"))?.[1] ?? "";
    // The line break before the next delimiter belongs to it.
    parts.push({ type: type.trim().toLowerCase(), content: part.subarray(headEnd + 4, part.length - 2) });
    at = next;
  }
  const [about, media] = parts;
  if (about === undefined || media === undefined || parts.length !== 2) throw badRequest("Malformed multipart body.");
  return { about: about.content.toString("utf8"), mimeType: media.type, media: media.content };
}

/** Cells of one spreadsheet, all tabs together. */
const MOST_CELLS = 10_000_000;

/** A workbook turned into tabs, as Google does: values, dates as dates, frozen rows, the filter. @throws GoogleRefusal 400 */
export async function tabsOfWorkbook(media: Buffer): Promise<TabInput[]> {
  const { default: exceljs } = await import("exceljs");
  const workbook: Workbook = new exceljs.Workbook();
  try {
    // exceljs is typed for an older Buffer than Node's own.
    await workbook.xlsx.load(media.buffer.slice(media.byteOffset, media.byteOffset + media.byteLength) as never);
  } catch {
    throw badRequest("Bad Request. The file could not be converted.");
  }
  const cells = workbook.worksheets.reduce((sum, sheet) => sum + sheet.rowCount * sheet.columnCount, 0);
  if (cells > MOST_CELLS)
    throw driveRefusal(413, "The file is too large to be converted to a Google document.", {
      domain: "global",
      reason: "uploadTooLarge",
    });
  return workbook.worksheets.map(tabOf);
}

function tabOf(sheet: Worksheet): TabInput {
  // A sheet that says nothing of its view has none, whatever the types promise.
  const view = (sheet.views as Worksheet["views"] | null)?.[0];
  const frozenRows = view?.state === "frozen" ? (view.ySplit ?? 0) : 0;
  const rows = Array.from({ length: sheet.rowCount }, (_, row) =>
    Array.from({ length: sheet.columnCount }, (_, column) => inputOf(sheet.getCell(row + 1, column + 1).value)),
  );
  return {
    title: sheet.name,
    rows,
    frozenRows,
    hasFilter: sheet.autoFilter !== undefined && sheet.autoFilter !== null,
  };
}

function inputOf(value: CellValue): CellInput {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Date) {
    const moment = value.toISOString();
    return moment.endsWith("T00:00:00.000Z") ? { date: moment.slice(0, 10) } : { dateTime: moment.slice(0, 19) };
  }
  if ("hyperlink" in value) return typeof value.text === "string" ? value.text : value.hyperlink;
  if ("richText" in value) return value.richText.map(({ text }) => text).join("");
  // The stand-in computes nothing: a formula shows that it would have been one.
  return { error: "#NAME?" };
}
