// A pool of 300,000 leads in three lists and over a million base rows in twelve files: months of full lists, as they come. Made by the engine itself, a
// statement a table. node leads-pool.mjs POOL
import { migrate, openPool } from "../../dist/src/pool/index.js";

const LEADS = 300_000;
const MONTHS = ["2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"];
const SOURCES = ["source_1", "source_2", "source_3"];

const number = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${LEADS - 1})`;
const cased = (values, of) =>
  `CASE ${of} ${values.map((value, place) => `WHEN ${place} THEN '${value}'`).join(" ")} END`;
/** Three in ten leads came with a later month. */
const first = cased(MONTHS, "CASE WHEN i % 10 < 7 THEN 0 ELSE 1 + i % 3 END");
const source = (of) => cased(SOURCES, `(${of}) % 3`);
const state = cased(["NV", "TX", "CA", "FL", "NY", "OK", "WA"], "i % 7");
const county = cased(["Clark", "Harris", "Orange", "Polk", "Kings"], "i % 5");
const company =
  "CASE WHEN i % 400 = 0 THEN 'little stars ' WHEN i % 3 = 0 THEN 'sunny meadows care ' ELSE 'learning tree ' END || i";
const phone = "CASE WHEN i % 50 = 0 THEN NULL ELSE CAST(2000000000 + i AS TEXT) END";
const key = "'k' || i";
const standing = "CASE WHEN i % 3 > 0 THEN 'new' WHEN i % 30 = 0 THEN 'updated' ELSE 'known' END";
const isInTwo = "i % 10 = 0";
const pair = cased([",source_1,source_2,", ",source_2,source_3,", ",source_1,source_3,"], "i % 3");
const fileOf = (source, date) => `(SELECT f.id FROM lead_file f WHERE f.source = ${source} AND f.file_date = ${date})`;
const last = `'${MONTHS.at(-1)}'`;
/** What Salesforce has of a lead: its id. */
const salesforce = "CASE WHEN i % 3 = 0 THEN '00Q' || i END";

const statements = [
  ...MONTHS.flatMap((date) =>
    SOURCES.map(
      (
        name,
      ) => `INSERT INTO lead_file (source, name, file_date, checksum, bytes, columns, rows, state, received_at, received_by, way)
        VALUES ('${name}', '${name}_${date}.csv', '${date}', '${name}${date}', 1, '[]', 83000, 'standing', '${date}T08:00:00.000Z', 'terminal', 'terminal')`,
    ),
  ),
  // A lead in one list, and one in ten in the next list too.
  ...["0", "1"].map(
    (
      further,
    ) => `INSERT INTO lead_version (source, row_key, hash, cells, lead_key, company, company_key, phone, line1, city, state, zip, county, address_key, problems, problem_count, filled)
      ${number} SELECT ${source(`i + ${further}`)}, 'K' || i, '${further}h' || i, '{"Name":"' || ${company} || '","Other":"as the list says it"}', ${key},
        ${company}, ${company}, ${phone}, i || ' Some St', 'Mesquite', ${state}, '89027', ${county}, i || ' some st|89027',
        CASE WHEN i % 50 = 0 THEN '[{"field":"phone","problem":"phone_invalid","came":"555"}]' ELSE '[]' END, CASE WHEN i % 50 = 0 THEN 1 ELSE 0 END, 9
      FROM n ${further === "0" ? "" : `WHERE ${isInTwo}`}`,
  ),
  `INSERT INTO lead_row (file_id, line, version_id)
    SELECT f.id, v.id + 1, v.id FROM lead_file f JOIN (
      SELECT id, source, ${first.replaceAll(/\bi\b/g, "CAST(SUBSTR(row_key, 2) AS INTEGER)")} AS first FROM lead_version) v
    ON v.source = f.source AND v.first <= f.file_date`,
  `INSERT INTO lead (key, company, company_key, person, phone, line1, city, state, zip, county, address_key, provenance, sources, source_count, first_source,
      first_file_id, first_date, last_date, is_current, problem_count, standing, salesforce_id, matched_by, is_converted, outreach_stage, differences)
    ${number} SELECT ${key}, ${company}, ${company}, 'Delia Vance', ${phone}, i || ' Some St', 'Mesquite', ${state}, '89027', ${county}, i || ' some st|89027',
      '{}', CASE WHEN ${isInTwo} THEN ${pair} ELSE ',' || ${source("i")} || ',' END, CASE WHEN ${isInTwo} THEN 2 ELSE 1 END, ${source("i")},
      ${fileOf(source("i"), first)}, ${first}, ${last}, TRUE, 0, ${standing}, ${salesforce},
      ${cased(["phone", "mobile", "identity"], "CASE WHEN i % 3 = 0 THEN i / 3 % 3 END")}, i % 60 = 0, ${cased(["Contacted", "Demo", "Won"], "CASE WHEN i % 3 = 0 THEN i % 4 END")},
      CASE WHEN i % 30 = 0 THEN '[{"field":"phone","was":"2095550100","now":"2095550101","file_id":10,"file_date":"2026-11-01"}]' ELSE '[]' END
    FROM n`,
  `INSERT INTO staged_lead (source, row_key, version_id, lead_key, first_file_id, first_date, last_file_id, last_date, is_current, lead_id)
    SELECT v.source, v.row_key, v.id, l.key, a.id, a.file_date, z.id, z.file_date, TRUE, l.id
    FROM lead_version v JOIN lead l ON l.key = v.lead_key JOIN lead_file a ON a.source = v.source AND a.file_date = l.first_date
      JOIN lead_file z ON z.source = v.source AND z.file_date = ${last}`,
  "INSERT INTO lead_key (key, lead_id, phone, address_key, first_date) SELECT key, id, phone, address_key, first_date FROM lead",
  `INSERT INTO lead_identity (lead_id, kind, value, source, first_date, last_date)
    SELECT id, 'phone', phone, first_source, first_date, last_date FROM lead WHERE phone IS NOT NULL`,
  `INSERT INTO salesforce_lead (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, status, is_converted, outreach_stage)
    SELECT 'salesforce', salesforce_id, 'h', 1, '2026-08-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', 'Open', is_converted, outreach_stage
    FROM lead WHERE salesforce_id IS NOT NULL`,
  ...[
    ["Open", "'2026-08-02T07:00:00.000Z'", "'2026-09-' || (10 + id % 20) || 'T07:00:00.000Z'"],
    ["Working", "'2026-09-' || (10 + id % 20) || 'T07:00:00.000Z'", "NULL"],
  ].map(
    ([status, from, to]) => `INSERT INTO lead_status (source, source_id, status, from_at, to_at)
      SELECT 'salesforce', salesforce_id, '${status}', ${from}, ${to} FROM lead WHERE salesforce_id IS NOT NULL`,
  ),
  `INSERT INTO lead_delivery (month, sent_at, sent_by, new_count, updated_count, message_key)
    VALUES ('2026-10', '2026-10-02T08:00:00.000Z', 'terminal', 5000, 0, 'leads:2026-10')`,
  `INSERT INTO lead_delivery_item (delivery_id, lead_key, lead_id, kind, what, taken_by, taken_at)
    SELECT 1, key, id, 'new', '', CASE WHEN id % 2 = 0 THEN 'terminal' END, CASE WHEN id % 2 = 0 THEN '2026-10-03T08:00:00.000Z' END
    FROM lead WHERE standing = 'new' AND id < 7500`,
];

const COUNTS = "SELECT (SELECT COUNT(*) FROM lead) AS leads, (SELECT COUNT(*) FROM lead_row) AS rows";

const [url] = process.argv.slice(2);
await migrate(url, "prisma");
const pool = openPool(url);
for (const text of statements) await pool.transaction((tx) => tx.run({ sql: text, text, values: [] }));
// What PostgreSQL does by itself, a while after.
if (url.startsWith("postgres")) await pool.query({ sql: "VACUUM ANALYZE", text: "VACUUM ANALYZE", values: [] });
const [rows] = await pool.query({ sql: COUNTS, text: COUNTS, values: [] });
await pool.close();
process.send?.(rows);
process.disconnect?.();
