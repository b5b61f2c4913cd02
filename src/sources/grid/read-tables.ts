import { stat } from "node:fs/promises";
import type { PolarisError } from "../../runtime/index.js";
import { contentOf } from "./content.js";
import { FILE_LIMITS } from "./limits.js";
import type { RawTable, TableFile } from "./raw-table.js";
import { refuse } from "./refusals.js";
import { readText } from "./text-table.js";
import { readWorkbook } from "./workbook.js";

/** What is said of a file too large to be read; null when it is not. */
export function refusalBySize(name: string, bytes: number): PolarisError | null {
  return bytes > FILE_LIMITS.bytes ? refuse.tooManyBytes(name, bytes) : null;
}

/**
 * The tables of a file: a workbook's visible tabs, or the one of a text file. What it is, its content says, not its name.
 * @throws PolarisError file_unreadable, file_too_large: what came, what was expected, what to do
 */
export async function readTables(file: TableFile): Promise<RawTable[]> {
  const { size } = await stat(file.path);
  const tooLarge = refusalBySize(file.name, size);
  if (tooLarge !== null) throw tooLarge;
  const tables = (await contentOf(file)) === "archive" ? await readWorkbook(file) : [await readText(file)];
  if (tables.every(({ lines }) => lines.length === 0)) throw refuse.empty(file.name);
  return tables;
}
