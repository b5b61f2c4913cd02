import { statSync } from "node:fs";
import Database from "better-sqlite3";

/** What is wrong with a SQLite file that nobody writes to, in SQLite's words; null when every page of it is sound. The file is then whole by itself. */
export function whatIsUnsound(file: string): string | null {
  const connection = new Database(file);
  try {
    // One file that needs none beside it, wherever it is carried.
    connection.pragma("journal_mode = DELETE");
    const found = connection.pragma("integrity_check(5)") as readonly { readonly integrity_check: string }[];
    const words = found.map(({ integrity_check }) => integrity_check);
    if (words.length !== 1 || words[0] !== "ok") return words.join("; ");
    return whatIsCutOff(connection, file);
  } catch (error) {
    if (isDamage(error)) return error.message;
    throw error;
  } finally {
    connection.close();
  }
}

/** How much of a file is missing; null when nothing is. SQLite reads a last page that was cut off as if zeros followed, and takes them for what was written. */
export function whatIsCutOff(connection: Database.Database, file: string): string | null {
  const pages = Number(connection.pragma("page_count", { simple: true }));
  const bytes = pages * Number(connection.pragma("page_size", { simple: true }));
  const { size } = statSync(file);
  return bytes === size ? null : `expected ${bytes} bytes, ${size} came`;
}

/** Whether SQLite stopped because a file is not as it should be. */
export const isDamage = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code));
