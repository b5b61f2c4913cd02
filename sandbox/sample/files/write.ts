import { stringify } from "csv-stringify/sync";
import ExcelJS from "exceljs";
import type { SampleFile, SheetCell } from "./model.js";

/** The bytes of a file, by its ending: a workbook or a CSV. */
export async function bytesOf({ name, rows }: SampleFile): Promise<Buffer> {
  if (!name.endsWith(".xlsx")) return Buffer.from(`\uFEFF${stringify(rows.map((row) => row.map(written)))}`, "utf8");
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet("Report");
  for (const row of rows) sheet.addRow(row.map(excelCell));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** Dates as the wall shows them: a workbook knows no zone. */
function excelCell(cell: SheetCell): string | number | boolean | Date | null {
  if (cell === null || typeof cell !== "object") return cell;
  return new Date("date" in cell ? `${cell.date}T00:00:00Z` : `${cell.dateTime}:00Z`);
}

function written(cell: SheetCell): string {
  if (cell === null) return "";
  if (typeof cell !== "object") return String(cell);
  return "date" in cell ? cell.date : cell.dateTime.replace("T", " ");
}
