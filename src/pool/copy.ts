import { openSqlite } from "./sqlite.js";

/** Pages (of 4 kB) that are copied before others have their turn. */
const PAGES_AT_ONCE = 2_000;

/** Copies a SQLite pool as it is at this moment, while others go on writing to it. */
export async function copySqlite(file: string, to: string, signal?: AbortSignal): Promise<void> {
  const connection = openSqlite(file, { readOnly: true });
  try {
    // One view of the file from the first page to the last: without it the copying would begin anew at every write.
    connection.exec("BEGIN");
    connection.prepare("SELECT COUNT(*) FROM sqlite_master").get();
    await connection.backup(to, {
      progress() {
        signal?.throwIfAborted();
        return PAGES_AT_ONCE;
      },
    });
  } finally {
    connection.close();
  }
}
