import sql, { type Sql } from "sql-template-tag";
import { fill, type Stage, type Transaction } from "../../pool/index.js";
import { STILL_LEADS, TOUCHED_KEYS, tellStillLeads } from "../resolution/index.js";

/** The rows of one file; of a row that comes twice the later line, which says how it is, is first. */
const PROMOTED: Stage = {
  name: "stage_promoted_lead",
  columns: [
    { name: "row_key", type: "text" },
    { name: "version_id", type: "integer" },
    { name: "lead_key", type: "text" },
    { name: "place", type: "integer" },
    { name: "times", type: "integer" },
  ],
};

/** A standing file. */
export interface StandingFile {
  readonly id: number;
  readonly source: string;
  readonly fileDate: string;
  readonly checksum: string;
}

/**
 * Brings staging up to a file whose rows all lie in base, wherever among the files of its source its date puts it: latest and first occurrence are by
 * (date, checksum), never by arrival. The file stands already. Fills the stage of touched keys.
 */
export async function stageFile(tx: Transaction, file: StandingFile): Promise<void> {
  const newest = sql`(SELECT n.id FROM lead_file n WHERE n.source = ${file.source} AND n.state = 'standing'
    ORDER BY n.file_date DESC, n.checksum DESC LIMIT 1)`;
  const promoted = await fillPromoted(tx, file);
  await fillStill(tx, file, newest);
  await fillTouched(tx, file);
  await upsert(tx, file, newest, promoted);
  await touchGone(tx, file, newest);
  await tx.run(sql`
    UPDATE staged_lead SET is_current = (last_file_id = ${newest})
    WHERE source = ${file.source} AND is_current <> (last_file_id = ${newest})`);
  await tellStillLeads(tx, { source: file.source, last_file_id: file.id, last_date: file.fileDate });
  // Its room is wanted for what follows in this transaction.
  await tx.stage(PROMOTED, []);
}

/** @returns how many rows the file has */
async function fillPromoted(tx: Transaction, { id }: StandingFile): Promise<number> {
  await tx.stage(PROMOTED, []);
  const promoted = await tx.run(sql`
    INSERT INTO stage_promoted_lead (row_key, version_id, lead_key, place, times)
    SELECT v.row_key, v.id, v.lead_key, ROW_NUMBER() OVER (PARTITION BY v.row_key ORDER BY r.line DESC), COUNT(*) OVER (PARTITION BY v.row_key)
    FROM lead_row r JOIN lead_version v ON v.id = r.version_id WHERE r.file_id = ${id}`);
  await tx.countAnew(PROMOTED.name);
  return promoted;
}

/** Only the newest file can say that nothing changed: whether one that comes late does, settling finds out. */
async function fillStill(tx: Transaction, { id, source }: StandingFile, newest: Sql): Promise<void> {
  await tx.stage(STILL_LEADS, []);
  await tx.run(sql`
    INSERT INTO stage_still_lead (lead_id, row_key)
    SELECT s.lead_id, s.row_key FROM stage_promoted_lead p CROSS JOIN staged_lead s CROSS JOIN lead l
    WHERE p.times = 1 AND s.source = ${source} AND s.row_key = p.row_key AND s.version_id = p.version_id AND s.lead_key = p.lead_key
      AND s.is_current = TRUE AND l.id = s.lead_id AND l.source_count = 1 AND l.is_current = TRUE AND l.standing = 'new' AND l.salesforce_id IS NULL
      AND (SELECT COUNT(*) FROM staged_lead o WHERE o.lead_id = s.lead_id) = 1 AND CAST(${id} AS INTEGER) = ${newest}`);
  await tx.countAnew(STILL_LEADS.name);
}

/** The keys in the file of which anything may be new, and those its rows had. */
async function fillTouched(tx: Transaction, { source }: StandingFile): Promise<void> {
  await tx.stage(TOUCHED_KEYS, []);
  await tx.run(sql`
    INSERT INTO touched_lead_key (key)
    SELECT p.lead_key FROM stage_promoted_lead p LEFT JOIN stage_still_lead t ON t.row_key = p.row_key WHERE t.row_key IS NULL
    UNION
    SELECT s.lead_key FROM stage_promoted_lead p JOIN staged_lead s ON s.source = ${source} AND s.row_key = p.row_key
    WHERE s.lead_key <> p.lead_key`);
}

/** And those of rows that the newest file has no more: staging says already which it has. */
async function touchGone(tx: Transaction, { source }: StandingFile, newest: Sql): Promise<void> {
  await tx.run(sql`
    INSERT INTO touched_lead_key (key)
    SELECT s.lead_key FROM staged_lead s WHERE s.source = ${source} AND s.is_current <> (s.last_file_id = ${newest})
    EXCEPT SELECT t.key FROM touched_lead_key t`);
  await tx.countAnew(TOUCHED_KEYS.name);
}

/** A key seldom changes, and lies in an index: it is written where it did. */
async function upsert(
  tx: Transaction,
  { id, source, fileDate, checksum }: StandingFile,
  newest: Sql,
  promoted: number,
): Promise<void> {
  const at = sql`(${fileDate}, ${checksum})`;
  const isLater = sql`staged_lead.last_file_id IN (SELECT e.id FROM lead_file e WHERE e.source = ${source} AND (e.file_date, e.checksum) < ${at})`;
  const isEarlier = sql`staged_lead.first_file_id IN (SELECT e.id FROM lead_file e WHERE e.source = ${source} AND (e.file_date, e.checksum) > ${at})`;
  const upserted = sql`
    INSERT INTO staged_lead (source, row_key, version_id, lead_key, first_file_id, first_date, last_file_id, last_date, is_current)
    SELECT ${source}, p.row_key, p.version_id, p.lead_key, f.id, f.file_date, f.id, f.file_date, f.id = ${newest}
    FROM stage_promoted_lead p JOIN lead_file f ON f.id = ${id}
    WHERE p.place = 1
    ON CONFLICT (source, row_key) DO UPDATE SET
      version_id = CASE WHEN ${isLater} THEN excluded.version_id ELSE staged_lead.version_id END,
      last_file_id = CASE WHEN ${isLater} THEN excluded.last_file_id ELSE staged_lead.last_file_id END,
      last_date = CASE WHEN ${isLater} THEN excluded.last_date ELSE staged_lead.last_date END,
      is_current = CASE WHEN ${isLater} THEN excluded.is_current ELSE staged_lead.is_current END,
      first_file_id = CASE WHEN ${isEarlier} THEN excluded.first_file_id ELSE staged_lead.first_file_id END,
      first_date = CASE WHEN ${isEarlier} THEN excluded.first_date ELSE staged_lead.first_date END`;
  await fill(tx, "staged_lead", promoted, () => tx.run(upserted));
  await tx.countAnew("staged_lead");
  await tx.run(sql`
    UPDATE staged_lead SET lead_key = p.lead_key FROM stage_promoted_lead p
    WHERE staged_lead.source = ${source} AND staged_lead.row_key = p.row_key AND p.place = 1
      AND staged_lead.last_file_id = ${id} AND staged_lead.lead_key <> p.lead_key`);
}

/** Makes staging anew from the rows of all standing files, as their wordings are read today. Leads keep the rows that stay the same. */
export async function stageEverything(tx: Transaction): Promise<void> {
  await tx.stage(KEPT, []);
  await tx.run(sql`
    INSERT INTO stage_kept_lead (source, row_key, lead_id) SELECT source, row_key, lead_id FROM staged_lead WHERE lead_id IS NOT NULL`);
  await tx.run(sql`DELETE FROM staged_lead`);
  await tx.run(sql`
    INSERT INTO staged_lead (source, row_key, version_id, lead_key, first_file_id, first_date, last_file_id, last_date, is_current, lead_id)
    SELECT z.source, z.row_key, z.version_id, z.lead_key, a.file_id, a.file_date, z.file_id, z.file_date, z.file_id = n.file_id, k.lead_id
    FROM (SELECT o.*, ROW_NUMBER() OVER (PARTITION BY o.source, o.row_key ORDER BY o.file_date DESC, o.checksum DESC, o.line DESC) AS place
      FROM (${OCCURRENCES}) o) z
    JOIN (SELECT o.*, ROW_NUMBER() OVER (PARTITION BY o.source, o.row_key ORDER BY o.file_date, o.checksum, o.line) AS place
      FROM (${OCCURRENCES}) o) a ON a.source = z.source AND a.row_key = z.row_key AND a.place = 1
    JOIN (SELECT f.source, f.id AS file_id, ROW_NUMBER() OVER (PARTITION BY f.source ORDER BY f.file_date DESC, f.checksum DESC) AS place
      FROM lead_file f WHERE f.state = 'standing') n ON n.source = z.source AND n.place = 1
    LEFT JOIN stage_kept_lead k ON k.source = z.source AND k.row_key = z.row_key
    WHERE z.place = 1`);
}

const KEPT: Stage = {
  name: "stage_kept_lead",
  columns: [
    { name: "source", type: "text" },
    { name: "row_key", type: "text" },
    { name: "lead_id", type: "integer" },
  ],
};

const OCCURRENCES = sql`
  SELECT f.source, v.row_key, v.id AS version_id, v.lead_key, f.id AS file_id, f.file_date, f.checksum, r.line
  FROM lead_row r JOIN lead_file f ON f.id = r.file_id JOIN lead_version v ON v.id = r.version_id WHERE f.state = 'standing'`;
