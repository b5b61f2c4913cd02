// Brings a pool to as many volunteers as an organisation has, in a process of its own: copies of those there are, each with what they did, where they
// work, what they know and what was written to them. node crowding.mjs POOL VOLUNTEERS
import sql, { raw } from "sql-template-tag";
import { openPool } from "../../dist/src/pool/index.js";

/** So far apart are the ids of one copy and the next: above every id there is, and twenty of them still within an INTEGER of PostgreSQL. */
const APART = 100_000_000;
const OWN = {
  participation: { source_id: true },
  affiliation: { source_id: true },
  contact_skill: {},
  contact_email: {},
};

const [url, most] = process.argv.slice(2);
const pool = openPool(url);
await pool.transaction(async (tx) => {
  const there = await count(tx);
  for (let copy = 1, left = Number(most) - there; left > 0; copy++, left -= there) {
    const chosen = raw(
      `SELECT id FROM contact WHERE kind = 'volunteer' AND id < ${APART} ORDER BY id LIMIT ${Math.min(left, there)}`,
    );
    await insertCopies(tx, "contact", sql`id IN (${chosen})`, copy, {
      id: sql`id + ${copy * APART}`,
      source_id: sql`source_id || ${`-crowd-${copy}`}`,
      person_id: sql`person_id + ${copy * APART}`,
    });
    for (const [table, { source_id }] of Object.entries(OWN))
      await insertCopies(tx, table, sql`contact_id IN (${chosen})`, copy, {
        contact_id: sql`contact_id + ${copy * APART}`,
        ...(source_id ? { source_id: sql`source_id || ${`-crowd-${copy}`}` } : {}),
      });
  }
});
// What the server does by itself within a minute of so many new rows, and beside what is measured.
if (pool.engine === "postgresql") await pool.query(sql`VACUUM ANALYZE`);
process.send({ volunteers: await count(pool) });
await pool.close();
process.disconnect();

/** Rows of a table once more, some columns made anew; ids are given out by the copy, which no other row has. */
async function insertCopies(tx, table, where, copy, anew) {
  const [row] = await tx.query(sql`SELECT * FROM ${raw(table)} LIMIT 1`);
  if (row === undefined) return;
  const columns = Object.keys(row);
  const values = columns.map((name) => anew[name] ?? (name === "id" ? sql`id + ${copy * APART}` : raw(name)));
  const selected = values.slice(1).reduce((all, value) => sql`${all}, ${value}`, sql`${values[0]}`);
  await tx.run(
    sql`INSERT INTO ${raw(table)} (${raw(columns.join(", "))}) SELECT ${selected} FROM ${raw(table)} WHERE ${where}`,
  );
}

async function count(reader) {
  const [row] = await reader.query(sql`SELECT COUNT(*) AS n FROM contact WHERE kind = 'volunteer'`);
  return row.n;
}
