// The floor of an import: the same file read by the CSV parser alone, and every row that a list's import left in a pool (base, wordings, staging)
// inserted into an empty pool by one prepared statement per table, 2,000 rows a transaction. Reading the pool is not timed.
// node leads-raw.mjs FROM TO FILE
import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { migrate } from "../../dist/src/pool/index.js";
import { openSqlite } from "../../dist/src/pool/sqlite.js";

const ROWS_PER_TRANSACTION = 2_000;
/** What one list put there or wrote anew. */
const WRITTEN = {
  lead_row: "file_id = (SELECT MAX(id) FROM lead_file)",
  lead_version:
    "id IN (SELECT version_id FROM lead_row WHERE file_id = (SELECT MAX(id) FROM lead_file)) AND id > (SELECT MAX(version_id) FROM lead_row WHERE file_id < (SELECT MAX(id) FROM lead_file))",
  staged_lead: "last_file_id = (SELECT MAX(id) FROM lead_file)",
  lead: "last_date = (SELECT MAX(file_date) FROM lead_file)",
};

const [from, to, file] = process.argv.slice(2);
let milliseconds = 0;
const timed = async (work) => {
  const began = performance.now();
  await work();
  milliseconds += performance.now() - began;
};

let rows = 0;
await timed(async () => {
  for await (const _ of createReadStream(file).pipe(parse())) rows += 1;
});
await migrate(`file:${to}`, "prisma");
const source = openSqlite(from, { readOnly: true });
const target = openSqlite(to);
for (const [table, where] of Object.entries(WRITTEN)) {
  const columns = source.pragma(`table_info(${table})`).map(({ name }) => name);
  const insert = target.prepare(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  const insertAll = target.transaction((page) => {
    for (const row of page) insert.run(row);
  });
  const all = source.prepare(`SELECT * FROM ${table} WHERE ${where}`).raw();
  let page = [];
  for (const row of all.iterate()) {
    page.push(row);
    if (page.length < ROWS_PER_TRANSACTION) continue;
    await timed(async () => insertAll(page));
    page = [];
  }
  await timed(async () => insertAll(page));
}
source.close();
target.close();
process.send({ seconds: milliseconds / 1000, rows: rows - 1 });
process.disconnect();
