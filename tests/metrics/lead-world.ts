import sql from "sql-template-tag";
import type { Pool, Transaction } from "../../src/pool/index.js";

/*
 * Six leads of two sources, in three standing files and one that was stopped:
 *
 *   lead  company  sources    state  first file            Salesforce
 *   1     Ada      both       NV     both of 1 September   by phone
 *   2     Bo       source_1   NV     source_1, 1 September new (gone since; no valid phone)
 *   3     Cy       source_1   TX     source_1, 1 September by mobile, updated, converted
 *   4     Di       source_1   TX     source_1, 1 October   new
 *   5     Ed       source_2   none   source_2, 1 September new
 *   6     Fy       source_2   NV     source_2, 1 September by identity (address not complete)
 */

export const NOW = "2026-11-18T18:00:00.000Z";
export const TODAY = "2026-11-18";

interface File {
  readonly id: number;
  readonly source: string;
  readonly date: string;
  readonly rows: number;
  readonly state?: "standing" | "stopped" | "reading";
  readonly why?: string;
}

export const leadFile = (tx: Transaction, { id, source, date, rows, state = "standing", why }: File): Promise<number> =>
  tx.run(sql`
    INSERT INTO lead_file (id, source, name, file_date, checksum, bytes, columns, rows, state, stopped_why, received_at, received_by, way)
    VALUES (CAST(${id} AS INTEGER), ${source}, ${`${source}_${date}.csv`}, ${date}, ${String(id).padStart(64, "0")}, 1, '[]', CAST(${rows} AS INTEGER),
      ${state}, ${why ?? null}, ${`${date}T08:00:00.000Z`}, 'terminal', 'terminal')`);

interface Version {
  readonly id: number;
  readonly source: string;
  readonly lead: number;
  readonly state: string | null;
  readonly problem?: string;
  /** Files that have it, each with its line. */
  readonly files: readonly (readonly [file: number, line: number, date: string])[];
  readonly isCurrent?: boolean;
}

const VERSIONS: readonly Version[] = [
  {
    id: 1,
    source: "source_1",
    lead: 1,
    state: "NV",
    files: [
      [1, 2, "2026-09-01"],
      [3, 2, "2026-10-01"],
    ],
  },
  {
    id: 2,
    source: "source_1",
    lead: 2,
    state: "NV",
    problem: "phone_invalid",
    files: [[1, 3, "2026-09-01"]],
    isCurrent: false,
  },
  {
    id: 3,
    source: "source_1",
    lead: 3,
    state: "TX",
    files: [
      [1, 4, "2026-09-01"],
      [3, 3, "2026-10-01"],
    ],
  },
  { id: 4, source: "source_1", lead: 4, state: "TX", files: [[3, 4, "2026-10-01"]] },
  { id: 5, source: "source_2", lead: 1, state: "NV", files: [[2, 2, "2026-09-01"]] },
  { id: 6, source: "source_2", lead: 5, state: null, files: [[2, 3, "2026-09-01"]] },
  { id: 7, source: "source_2", lead: 6, state: "NV", problem: "address_incomplete", files: [[2, 4, "2026-09-01"]] },
];

async function version(
  tx: Transaction,
  { id, source, lead, state, problem, files, isCurrent = true }: Version,
): Promise<void> {
  const [first, last] = [files[0], files.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a version is in a file");
  const [rowKey, leadKey] = [`row ${id}`, `key ${lead}`];
  const field = problem?.split("_")[0];
  const problems = JSON.stringify(problem === undefined ? [] : [{ field, problem, came: "?" }]);
  await tx.run(sql`
    INSERT INTO lead_version (id, source, row_key, hash, cells, lead_key, state, problems, problem_count, filled)
    VALUES (CAST(${id} AS INTEGER), ${source}, ${rowKey}, ${`hash ${id}`}, '{}', ${leadKey}, ${state}, ${problems},
      CAST(${problem === undefined ? 0 : 1} AS INTEGER), 5)`);
  for (const [file, line] of files)
    await tx.run(
      sql`INSERT INTO lead_row (file_id, line, version_id) VALUES (CAST(${file} AS INTEGER), CAST(${line} AS INTEGER), CAST(${id} AS INTEGER))`,
    );
  await tx.run(sql`
    INSERT INTO staged_lead (source, row_key, version_id, lead_key, first_file_id, first_date, last_file_id, last_date, is_current, lead_id)
    VALUES (${source}, ${rowKey}, CAST(${id} AS INTEGER), ${leadKey}, CAST(${first[0]} AS INTEGER), ${first[2]}, CAST(${last[0]} AS INTEGER), ${last[2]},
      ${isCurrent}, CAST(${lead} AS INTEGER))`);
}

interface LeadRow {
  readonly id: number;
  readonly company: string;
  readonly state: string | null;
  readonly sources: readonly string[];
  readonly first: readonly [file: number, date: string];
  readonly last: string;
  readonly standing?: "new" | "known" | "updated";
  readonly by?: "phone" | "mobile" | "identity";
  readonly isConverted?: boolean;
  readonly isCurrent?: boolean;
  readonly stage?: string;
}

const LEADS: readonly LeadRow[] = [
  {
    id: 1,
    company: "Ada",
    state: "NV",
    sources: ["source_1", "source_2"],
    first: [1, "2026-09-01"],
    last: "2026-10-01",
    standing: "known",
    by: "phone",
    stage: "Contacted",
  },
  {
    id: 2,
    company: "Bo",
    state: "NV",
    sources: ["source_1"],
    first: [1, "2026-09-01"],
    last: "2026-09-01",
    isCurrent: false,
  },
  {
    id: 3,
    company: "Cy",
    state: "TX",
    sources: ["source_1"],
    first: [1, "2026-09-01"],
    last: "2026-10-01",
    standing: "updated",
    by: "mobile",
    isConverted: true,
    stage: "Demo",
  },
  { id: 4, company: "Di", state: "TX", sources: ["source_1"], first: [3, "2026-10-01"], last: "2026-10-01" },
  { id: 5, company: "Ed", state: null, sources: ["source_2"], first: [2, "2026-09-01"], last: "2026-09-01" },
  {
    id: 6,
    company: "Fy",
    state: "NV",
    sources: ["source_2"],
    first: [2, "2026-09-01"],
    last: "2026-09-01",
    standing: "known",
    by: "identity",
    stage: "Demo",
  },
];

const lead = (tx: Transaction, row: LeadRow): Promise<number> => {
  const {
    id,
    company,
    state,
    sources,
    first,
    last,
    standing = "new",
    by = null,
    isConverted = false,
    isCurrent = true,
    stage = null,
  } = row;
  return tx.run(sql`
    INSERT INTO lead (id, key, company, state, sources, source_count, first_source, first_file_id, first_date, last_date, is_current, standing, salesforce_id,
      matched_by, is_converted, outreach_stage)
    VALUES (CAST(${id} AS INTEGER), ${`key ${id}`}, ${company}, ${state}, ${`,${sources.join(",")},`}, CAST(${sources.length} AS INTEGER),
      ${sources[0] ?? ""}, CAST(${first[0]} AS INTEGER), ${first[1]}, ${last}, ${isCurrent}, ${standing}, ${by === null ? null : `00Q${id}`}, ${by}, ${isConverted}, ${stage})`);
};

/** A spell of a lead of Salesforce in a status, at a stage of outreach. */
export const spell = (
  tx: Transaction,
  id: string,
  status: string,
  from: string,
  to: string | null,
  stage: string | null = null,
): Promise<number> =>
  tx.run(sql`
    INSERT INTO lead_status (source, source_id, status, outreach_stage, from_at, to_at)
    VALUES ('salesforce', ${id}, ${status}, ${stage}, ${from}, ${to})`);

const salesforceLead = (tx: Transaction, id: string, stage: string | null, isConverted: boolean): Promise<number> =>
  tx.run(sql`
    INSERT INTO salesforce_lead (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, outreach_stage, is_converted)
    VALUES ('salesforce', ${id}, 'hash', 1, ${NOW}, ${NOW}, ${stage}, ${isConverted})`);

/** Fills an empty pool with the six leads, what was sent of them, and the leads of Salesforce. */
export const fillLeads = (pool: Pool): Promise<void> =>
  pool.transaction(async (tx) => {
    await leadFile(tx, { id: 1, source: "source_1", date: "2026-09-01", rows: 3 });
    await leadFile(tx, { id: 2, source: "source_2", date: "2026-09-01", rows: 3 });
    await leadFile(tx, { id: 3, source: "source_1", date: "2026-10-01", rows: 3 });
    await leadFile(tx, {
      id: 4,
      source: "source_2",
      date: "2026-10-01",
      rows: 0,
      state: "stopped",
      why: "“Phone” is gone.",
    });
    for (const each of VERSIONS) await version(tx, each);
    for (const each of LEADS) await lead(tx, each);
    await tx.run(sql`
      INSERT INTO lead_delivery (id, month, sent_at, sent_by, new_count, updated_count, message_key)
      VALUES (1, '2026-10', '2026-10-05T15:00:00.000Z', 'U1', 2, 1, 'key')`);
    for (const [id, kind, taken] of [
      [4, "new", "2026-10-06T15:00:00.000Z"],
      [5, "new", null],
      [3, "updated", null],
    ] as const)
      await tx.run(sql`
        INSERT INTO lead_delivery_item (delivery_id, lead_key, lead_id, kind, what, taken_at)
        VALUES (1, ${`key ${id}`}, CAST(${id} AS INTEGER), ${kind}, '', ${taken})`);
    await tx.run(sql`
      INSERT INTO lead_key (key, lead_id, phone, address_key, first_date)
      SELECT DISTINCT i.lead_key, i.lead_id, NULL, NULL, '2026-09-01' FROM lead_delivery_item i WHERE TRUE ON CONFLICT (key) DO NOTHING`);
    await salesforceLead(tx, "00Q1", "Contacted", false);
    await salesforceLead(tx, "00Q3", "Demo", true);
    await salesforceLead(tx, "00Q6", "Demo", false);
    await salesforceLead(tx, "00Q9", null, false);
  });
