import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { type Reply, renderWorkbook } from "../../src/reply/index.js";

/** The reply written to a workbook on disk and read back. */
export async function workbookOf(reply: Reply, timeZone = "America/Chicago"): Promise<ExcelJS.Workbook> {
  const folder = mkdtempSync(join(tmpdir(), "polaris-workbook-"));
  try {
    const file = join(folder, "reply.xlsx");
    await renderWorkbook(reply, file, { timeZone });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(file);
    return workbook;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
