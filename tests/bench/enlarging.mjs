// Brings a pool that was synced from the sample organisation to a year-end's size, in a process of its own: a sample has
// fewer students than the organisation, no attendance details and no teachers from Pathful. node enlarging.mjs POOL SCALE
import sql, { raw } from "sql-template-tag";
import { openPool } from "../../dist/src/pool/index.js";
import { addSheets } from "./sheets.mjs";

/** What there is at scale 1. */
const CONTACTS = { volunteer: 3_000, student: 20_000, teacher: 1_000 };
const PARTICIPATIONS = { volunteer: 27_000, student: 160_000 };
/** So far apart are the ids of one copy and the next. */
const APART = 10_000_000;
const MOST_COPIES = 40;

const [url, scale] = process.argv.slice(2);
const pool = openPool(url);
await pool.transaction(async (tx) => {
  for (const [kind, most] of Object.entries(CONTACTS)) await copyContacts(tx, kind, most * Number(scale));
  for (const [role, most] of Object.entries(PARTICIPATIONS)) await repeatParticipations(tx, role, most * Number(scale));
  await addDetails(tx);
  await addTeachers(tx);
  await addSheets(tx);
});
await pool.countAnew();
process.send(await sizeOf(pool));
await pool.close();
process.disconnect();

/** Copies the contacts of a kind, and what they took part in, until there are as many as wanted. */
async function copyContacts(tx, kind, most) {
  const there = await count(tx, sql`SELECT COUNT(*) AS n FROM contact WHERE kind = ${kind}`);
  for (let copy = 1, left = most - there; left > 0 && copy <= MOST_COPIES; copy++) {
    const chosen = sql`SELECT id FROM contact WHERE kind = ${kind} AND id < ${APART} ORDER BY id LIMIT ${Math.min(left, there)}`;
    await insertCopies(tx, "contact", sql`id IN (${chosen})`, {
      id: sql`id + ${copy * APART}`,
      source_id: copyOf(copy),
      person_id: sql`person_id + ${copy * APART}`,
    });
    await insertCopies(tx, "participation", sql`contact_id IN (${chosen})`, {
      id: sql`id + ${copy * APART}`,
      source_id: copyOf(copy),
      contact_id: sql`contact_id + ${copy * APART}`,
      person_id: sql`person_id + ${copy * APART}`,
    });
    await insertCopies(tx, "affiliation", sql`contact_id IN (${chosen})`, {
      id: sql`id + ${copy * APART}`,
      source_id: copyOf(copy),
      contact_id: sql`contact_id + ${copy * APART}`,
    });
    left -= there;
  }
}

/** The same people at further events, until there are as many participations as wanted. */
async function repeatParticipations(tx, role, most) {
  const there = await count(tx, sql`SELECT COUNT(*) AS n FROM participation WHERE role = ${role}`);
  const events = await count(tx, sql`SELECT MAX(id) AS n FROM event`);
  for (let copy = 1, left = most - there; left > 0 && copy <= MOST_COPIES; copy++) {
    const shifted = sql`(event_id + ${copy * 17}) % ${events} + 1`;
    const chosen = sql`SELECT id FROM participation WHERE role = ${role} AND id < ${MOST_COPIES * APART}
      AND EXISTS (SELECT 1 FROM event e WHERE e.id = ${shifted}) ORDER BY id LIMIT ${Math.min(left, there)}`;
    await insertCopies(tx, "participation", sql`id IN (${chosen})`, {
      id: sql`id + ${(MOST_COPIES + copy) * APART}`,
      source_id: sql`source_id || ${`-at-${copy}`}`,
      event_id: shifted,
    });
    left -= there;
  }
}

function copyOf(copy) {
  return sql`source_id || ${`-copy-${copy}`}`;
}

/** Rows of a table once more, some columns made anew. */
async function insertCopies(tx, table, where, anew) {
  const [row] = await tx.query(sql`SELECT * FROM ${raw(table)} LIMIT 1`);
  if (row === undefined) return;
  const columns = Object.keys(row);
  const list = raw(columns.join(", "));
  const values = columns.map((name) => anew[name] ?? raw(name));
  const selected = values.slice(1).reduce((all, value) => sql`${all}, ${value}`, sql`${values[0]}`);
  await tx.run(sql`INSERT INTO ${raw(table)} (${list}) SELECT ${selected} FROM ${raw(table)} WHERE ${where}`);
}

/** Rooms and rotations for two of three events in person, and a pathway for four of seven. */
async function addDetails(tx) {
  await tx.run(sql`INSERT INTO attendance_detail (event_id, total_students, rooms, rotations, entered_by_kind, entered_by, entered_at)
    SELECT id, 20 + id % 90, 2 + id % 5, 1 + id % 6, 'sheet', 'bench', '2026-01-01T00:00:00.000Z'
    FROM event WHERE format = 'in_person' AND id % 3 > 0`);
  await tx.run(sql`INSERT INTO event_pathway (event_id, pathway, basis)
    SELECT id, CASE id % 7 WHEN 0 THEN 'STEM' WHEN 1 THEN 'Business' WHEN 2 THEN 'Health' ELSE 'Construction/Trades' END, 'link'
    FROM event WHERE id % 7 < 4 ON CONFLICT DO NOTHING`);
}

/** Three teachers at each virtual session, and a professional among its volunteers. */
async function addTeachers(tx) {
  const teachers = await count(tx, sql`SELECT COUNT(*) AS n FROM contact WHERE kind = 'teacher'`);
  await tx.run(sql`INSERT INTO participation (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, event_id, contact_id,
      role, participant_type_raw, status_raw, status, attended, counts, person_id, attendance_confirmed_at)
    SELECT 'pathful', 'bench-' || CAST(e.id AS TEXT) || '-' || CAST(k.k AS TEXT), 'bench', e.batch_id, e.first_seen_at, e.last_seen_at, e.id, t.id,
      'teacher', 'Educator', 'attended', 'attended', TRUE, TRUE, t.person_id, e.starts_at
    FROM event e
    JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) k ON TRUE
    JOIN (SELECT id, person_id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS n FROM contact WHERE kind = 'teacher') t ON t.n = (e.id * 7 + k.k * 13) % ${teachers}
    WHERE e.format = 'virtual' AND e.status IN ('Completed', 'Simulcast')`);
  await tx.run(sql`UPDATE participation SET participant_type_raw = 'Presenter'
    WHERE role = 'volunteer' AND event_id IN (SELECT id FROM event WHERE format = 'virtual')`);
}

async function count(reader, statement) {
  const [row] = await reader.query(statement);
  return row.n;
}

async function sizeOf(pool) {
  const of = (table, where) => count(pool, sql`SELECT COUNT(*) AS n FROM ${raw(table)} WHERE ${raw(where)}`);
  return {
    volunteers: await of("contact", "kind = 'volunteer'"),
    students: await of("contact", "kind = 'student'"),
    events: await of("event", "TRUE"),
    volunteerParticipations: await of("participation", "role = 'volunteer'"),
    studentParticipations: await of("participation", "role = 'student'"),
  };
}
