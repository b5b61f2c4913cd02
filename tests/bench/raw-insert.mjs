// The floor of a sync: every row that it left in a pool, inserted into an empty pool by one prepared statement per table, 2,000 rows a
// transaction, on a connection with the same settings. Reading the rows is not timed. node raw-insert.mjs FROM TO
import { migrate } from "../../dist/src/pool/index.js";
import { openSqlite } from "../../dist/src/pool/sqlite.js";

const TABLES = [
  "organization",
  "district",
  "school",
  "school_class",
  "contact",
  "contact_email",
  "contact_phone",
  "contact_address",
  "contact_skill",
  "affiliation",
  "event",
  "event_district",
  "participation",
  "pathway",
  "pathway_session",
  "pathway_participant",
  "support_case",
  "communication",
  "communication_address",
  "communication_contact",
  "raw_record",
  "quarantine",
  "flag",
];
const ROWS_PER_TRANSACTION = 2_000;

const [from, to] = process.argv.slice(2);
await migrate(`file:${to}`, "prisma");
const source = openSqlite(from, { readOnly: true });
const target = openSqlite(to);

let milliseconds = 0;
let processorMicroseconds = 0;
for (const table of TABLES) {
  const columns = source.pragma(`table_info(${table})`).map(({ name }) => name);
  const places = columns.map(() => "?").join(", ");
  const insert = target.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
  const insertAll = target.transaction((rows) => {
    for (const row of rows) insert.run(row);
  });
  const page = source.prepare(`SELECT * FROM ${table} LIMIT ${ROWS_PER_TRANSACTION} OFFSET ?`).raw();
  for (let at = 0; ; at += ROWS_PER_TRANSACTION) {
    const rows = page.all(at);
    if (rows.length === 0) break;
    const processor = process.cpuUsage();
    const began = performance.now();
    insertAll(rows);
    milliseconds += performance.now() - began;
    const { user, system } = process.cpuUsage(processor);
    processorMicroseconds += user + system;
  }
}
source.close();
target.close();
process.send({ seconds: milliseconds / 1000, processorSeconds: processorMicroseconds / 1e6 });
process.disconnect();
