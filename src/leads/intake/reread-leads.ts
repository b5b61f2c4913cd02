import sql, { join, raw } from "sql-template-tag";
import { z } from "zod";
import { type Lease, Meter, type SyncProgress, takeLease } from "../../intake/index.js";
import type { Pool, Stage, Transaction, Value } from "../../pool/index.js";
import type { Clock, LeadSource, Organization } from "../../runtime/index.js";
import { leadListSource, readLeadRow } from "../../sources/index.js";
import { settleLeads } from "../resolution/index.js";
import { RECORD_COLUMNS, recordValues } from "./record-columns.js";
import { stageEverything } from "./staging.js";

export interface RereadOptions {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly progress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
}

/** What rereading came to. */
export interface Reread {
  /** Wordings that lie in base. */
  readonly rows: number;
  /** Those that say something else by today's rules. */
  readonly changed: number;
  /** Sources of which there are rows and no configuration any more: they stay as they were read. */
  readonly unconfigured: readonly string[];
  readonly leads: { readonly before: number; readonly after: number };
}

const ROWS_PER_TRANSACTION = 2_000;

const cellsShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const REREAD: Stage = { name: "stage_lead_reread", columns: [{ name: "id", type: "integer" }, ...RECORD_COLUMNS] };
const COLUMN_NAMES = RECORD_COLUMNS.map(({ name }) => name);

/**
 * Reads every row that lies in base once more by today's rules, and settles all leads: after a change of the cleaning or of what a source's columns
 * mean. The files themselves are not needed. Nothing is imported meanwhile. Ended anywhere, the next one comes to the same.
 * @param inside what belongs to the last transaction, as its audit entry
 * @throws PolarisError already_running while a file is taken in
 */
export async function rereadLeads(
  options: RereadOptions,
  inside: (tx: Transaction, reread: Reread) => Promise<void> = async () => undefined,
): Promise<Reread> {
  const { pool, clock } = options;
  const sources = await pool.query<{ source: string }>(sql`SELECT DISTINCT source FROM lead_file ORDER BY source`);
  const leases: Lease[] = [];
  try {
    for (const { source } of sources) leases.push(await takeLease(pool, leadListSource(source), clock));
    return await reread(options, leases, inside);
  } finally {
    for (const lease of leases) await lease.release(pool);
  }
}

async function reread(
  { pool, organization, clock, progress = () => undefined, signal }: RereadOptions,
  leases: readonly Lease[],
  inside: (tx: Transaction, reread: Reread) => Promise<void>,
): Promise<Reread> {
  const configured = new Map(organization.leadSources.map((source) => [source.name, source]));
  const meter = new Meter("rows of the monthly files", clock, progress);
  const [facts] = await pool.query<{ n: number; leads: number }>(
    sql`SELECT (SELECT COUNT(*) FROM lead_version) AS n, (SELECT COUNT(*) FROM lead) AS leads`,
  );
  meter.expect(facts?.n ?? null);
  const unconfigured = new Set<string>();
  let [after, rows, changed] = [0, 0, 0];
  for (;;) {
    signal?.throwIfAborted();
    const page = await pool.query<Version>(sql`
      SELECT id, source, cells, ${raw(COLUMN_NAMES.join(", "))}, ${HEADER} AS header FROM lead_version WHERE id > ${after}
      ORDER BY id LIMIT CAST(${ROWS_PER_TRANSACTION} AS INTEGER)`);
    if (page.length === 0) break;
    for (const { source } of page) if (!configured.has(source)) unconfigured.add(source);
    changed += await storeReread(pool, leases, differing(page, configured));
    rows += page.length;
    after = page.at(-1)?.id ?? after;
    meter.add(page.length);
  }
  return pool.transaction(async (tx) => {
    for (const lease of leases) await lease.renew(tx);
    await stageEverything(tx);
    await settleLeads(tx, organization, "all");
    const [leads] = await tx.query<{ n: number }>(sql`SELECT COUNT(*) AS n FROM lead`);
    const counts = { before: facts?.leads ?? 0, after: leads?.n ?? 0 };
    const result = { rows, changed, unconfigured: [...unconfigured].sort(), leads: counts };
    await inside(tx, result);
    return result;
  });
}

type Version = Readonly<Record<string, Value>> & {
  readonly id: number;
  readonly source: string;
  readonly cells: string;
  readonly header: string | null;
};

/** The columns of the file that a wording first came with: a row whose cells are shifted is put right by their order. */
const HEADER = sql`(
  SELECT f.columns FROM lead_row r JOIN lead_file f ON f.id = r.file_id WHERE r.version_id = lead_version.id ORDER BY r.file_id LIMIT 1)`;
const headerShape = z.array(z.string());

/** The rows that say something else now, as the stage takes them. */
function differing(page: readonly Version[], configured: ReadonlyMap<string, LeadSource>): (readonly Value[])[] {
  const headers = new Map<string, readonly string[]>();
  const headerOf = (text: string | null): readonly string[] | undefined => {
    if (text === null) return undefined;
    const header = headers.get(text) ?? headerShape.parse(JSON.parse(text));
    headers.set(text, header);
    return header;
  };
  return page.flatMap((version) => {
    const source = configured.get(version.source);
    if (source === undefined) return [];
    const values = recordValues(
      readLeadRow(source, cellsShape.parse(JSON.parse(version.cells)), headerOf(version.header)),
    );
    return values.every((value, place) => value === version[COLUMN_NAMES[place] ?? ""])
      ? []
      : [[version.id, ...values]];
  });
}

async function storeReread(pool: Pool, leases: readonly Lease[], rows: readonly (readonly Value[])[]): Promise<number> {
  if (rows.length === 0) return 0;
  await pool.transaction(async (tx) => {
    for (const lease of leases) await lease.renew(tx);
    await tx.stage(REREAD, rows);
    const set = join(COLUMN_NAMES.map((name) => sql`${raw(name)} = s.${raw(name)}`));
    await tx.run(sql`UPDATE lead_version SET ${set} FROM stage_lead_reread s WHERE s.id = lead_version.id`);
  });
  return rows.length;
}
