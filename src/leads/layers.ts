import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Suites } from "../intake/index.js";
import type { Pool, Reader, Value } from "../pool/index.js";

/** Rows that are read and judged at once. */
const SLICE = 5_000;
/** Judgements of layers stand under it, and under no batch: what is judged came in many. */
const SOURCE = "leads";
const NO_BATCH = 0;

type Row = Readonly<Record<string, Value>>;

/** A layer: its rows in the order of its key, slice by slice, so that two alike stand together and none has to be remembered. */
interface Layer {
  /** As its suite is called. */
  readonly name: string;
  readonly columns: readonly string[];
  slices(reader: Reader, columns: Sql): AsyncIterable<readonly Row[]>;
}

/** From a table by the columns that order it, each slice behind the last row of the one before. */
const ordered = (from: Sql, by: readonly string[]): Layer["slices"] =>
  async function* slices(reader, columns) {
    const order = join(by.map((name) => raw(name)));
    let last: Row | undefined;
    do {
      const where = last === undefined ? sql`TRUE` : sql`(${order}) > (${join(by.map((name) => last?.[name] ?? ""))})`;
      const rows = await reader.query<Row>(
        sql`SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT CAST(${SLICE} AS INTEGER)`,
      );
      if (rows.length > 0) yield rows;
      last = rows.length < SLICE ? undefined : rows.at(-1);
    } while (last !== undefined);
  };

/** Base: a million rows and more, so the newest standing file of each source is judged; those before it were when they were the newest. */
async function* newestFiles(reader: Reader, columns: Sql): AsyncIterable<readonly Row[]> {
  const files = await reader.query<{ id: number }>(sql`
    SELECT f.id FROM lead_file f WHERE f.state = 'standing' AND NOT EXISTS (
      SELECT 1 FROM lead_file n WHERE n.source = f.source AND n.state = 'standing'
        AND (n.file_date > f.file_date OR (n.file_date = f.file_date AND n.checksum > f.checksum)))
    ORDER BY f.id`);
  for (const { id } of files)
    yield* ordered(sql`(SELECT * FROM lead_base WHERE file_id = CAST(${id} AS INTEGER)) base`, ["line"])(
      reader,
      columns,
    );
}

/** One row per source and lead, by ranges of leads: their groups are then never cut apart. */
async function* sourceLeads(reader: Reader, columns: Sql): AsyncIterable<readonly Row[]> {
  const [end] = await reader.query<{ last: number | null }>(sql`SELECT MAX(id) AS last FROM lead`);
  for (let from = 0; from < (end?.last ?? 0); from += SLICE) {
    const rows = await reader.query<Row>(sql`
      SELECT ${columns} FROM source_lead
      WHERE lead_id > CAST(${from} AS INTEGER) AND lead_id <= CAST(${from + SLICE} AS INTEGER) ORDER BY lead_id, source`);
    if (rows.length > 0) yield rows;
  }
}

const LAYERS: readonly Layer[] = [
  {
    name: "lead_base",
    columns: ["source", "file_id", "line", "file_name", "file_date", "checksum", "row_key", "cells"],
    slices: newestFiles,
  },
  {
    name: "lead_staging",
    columns: [
      "source",
      "row_key",
      "lead_id",
      "lead_key",
      "first_date",
      "last_date",
      "company",
      "phone",
      "address_key",
      "state",
      "zip",
    ],
    slices: ordered(sql`lead_staging`, ["source", "row_key"]),
  },
  {
    name: "source_lead",
    columns: ["source", "lead_id", "row_count", "first_date", "last_date"],
    slices: sourceLeads,
  },
  {
    name: "lead",
    columns: [
      "id",
      "key",
      "company",
      "phone",
      "state",
      "sources",
      "source_count",
      "first_file_id",
      "standing",
      "salesforce_id",
      "matched_by",
    ],
    slices: ordered(sql`lead`, ["key"]),
  },
  {
    name: "lead_key",
    columns: ["key", "lead_id", "phone", "first_date"],
    slices: ordered(sql`lead_key`, ["key"]),
  },
];

/** The layers that a suite may speak of, by name. */
export const LEAD_LAYERS: readonly string[] = LAYERS.map(({ name }) => name);

/** How one layer did. */
export interface JudgedLayer {
  readonly layer: string;
  readonly rows: number;
}

/**
 * Holds every layer of prospective leads against its suite and keeps the results beside those of batches, where `quality expectations` and the alerts
 * find them. Layers without rows, and those that no suite speaks of, are left out.
 */
export async function judgeLeadLayers(pool: Pool, suites: Suites, now: string): Promise<readonly JudgedLayer[]> {
  const judged: JudgedLayer[] = [];
  for (const { name, columns, slices } of LAYERS) {
    const judge = suites.begin(name);
    if (judge === null) continue;
    const known = { there: columns, absent: [] };
    let rows = 0;
    for await (const slice of slices(pool, join(columns.map((column) => raw(column))))) {
      judge.judgeLines(
        slice.map((cells, place) => ({ line: rows + place + 1, cells })),
        known,
        { likes: "together" },
      );
      rows += slice.length;
    }
    if (rows === 0) continue;
    await pool.transaction((tx) => judge.keep(tx, { batchId: NO_BATCH, source: SOURCE, at: now }));
    judged.push({ layer: name, rows });
  }
  return judged;
}
