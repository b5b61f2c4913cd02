import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql, { raw } from "sql-template-tag";
import { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { generateOrganization, type LeadFile, rowName } from "../../sandbox/sample/index.js";
import { importList } from "../../src/incoming-leads.js";
import { openSuites } from "../../src/intake/index.js";
import type { LeadImport } from "../../src/leads/index.js";
import type { Engine, Pool, Reader } from "../../src/pool/index.js";
import type { Clock } from "../../src/runtime/index.js";
import { recogniseLeads } from "../../src/sources/index.js";
import { organization, sync } from "../intake/setting.js";
import { emptyPool } from "../pool/engines.js";

/** The last day that has happened in the sample. */
export const TODAY = "2026-03-31";
export const clock: Clock = { now: () => `${TODAY}T17:00:00.000Z` };
const expectations = openSuites("config");

/** A pool that knows the sample's Salesforce, and into which files are taken as they would be from Slack. */
export interface Intake {
  readonly pool: Pool;
  /** @throws PolarisError where the file is not even one of a source */
  take(file: LeadFile, as?: string | null): Promise<LeadImport>;
  close(): Promise<void>;
}

export async function openIntake(engine: Engine): Promise<Intake> {
  const home = await emptyPool(engine);
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-lists-"));
  const org = new SalesforceOrg();
  const { Lead } = generateOrganization({ seed: 816, size: 0.05, today: TODAY });
  await org.load({ Lead });
  await org.listen();
  await sync(home.pool, org, { clock });
  await org.close();
  return {
    pool: home.pool,
    async take({ name, text }, as = null) {
      const file = { name, path: path.join(folder, name) };
      writeFileSync(file.path, text);
      const taken = await importList(
        { pool: home.pool, organization, clock, expectations },
        {
          file: { name, checksum: createHash("sha256").update(text).digest("hex"), bytes: Buffer.byteLength(text) },
          as,
          date: null,
          way: "slack",
          startedBy: "U0STAFF01",
          recognise: () => recogniseLeads(file, organization.leadSources, as),
        },
        { progress: () => undefined, signal: new AbortController().signal },
      );
      if (taken === null) throw new Error(`${name} is none of the sources`);
      return taken;
    },
    async close() {
      await home.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** Every table of leads as it is, ids and all. */
export async function dumpOf(reader: Reader): Promise<Readonly<Record<string, readonly Row[]>>> {
  const dump: Record<string, readonly Row[]> = {};
  for (const [table, order] of Object.entries(TABLES))
    dump[table] = await reader.query<Row>(sql`SELECT * FROM ${raw(table)} ORDER BY ${raw(order)}`);
  return dump;
}

const TABLES: Readonly<Record<string, string>> = {
  lead_file: "id",
  lead_row: "file_id, line",
  lead_version: "id",
  staged_lead: "source, row_key",
  lead_key: "key",
  lead: "id",
  lead_identity: "lead_id, kind, value, source",
  lead_contact: "lead_id, name",
  lead_delivery: "id",
  lead_delivery_item: "id",
  salesforce_lead: "id",
  lead_status: "id",
};

/** The same without ids, which depend on what came first: a file goes by its name, a lead by its key. */
export async function stateOf(reader: Reader): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const dump = await dumpOf(reader);
  const names = new Map((dump.lead_file ?? []).map(({ id, name }) => [id, name]));
  const keys = new Map((dump.lead ?? []).map(({ id, key }) => [id, key]));
  const hashes = new Map((dump.lead_version ?? []).map(({ id, hash }) => [id, hash]));
  const without = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
        if (["id", "run_id", "received_at"].includes(column)) return [];
        if (column.endsWith("file_id")) return [[column, names.get(value)]];
        if (column === "lead_id") return [[column, keys.get(value)]];
        if (column === "version_id") return [[column, hashes.get(value)]];
        if (column === "provenance" || column === "differences") return [[column, JSON.stringify(named(value, names))]];
        return [[column, value]];
      }),
    );
  return Object.fromEntries(
    Object.entries(dump).map(([table, rows]) => [table, rows.map((row) => JSON.stringify(without(row))).sort()]),
  );
}

const named = (text: unknown, names: ReadonlyMap<unknown, unknown>): unknown =>
  JSON.parse(String(text), (name, value: unknown) => (name === "file_id" ? names.get(value) : value));

/** A lead as the pool has it, with the rows that are it: "source_1 60101". */
export interface FoundLead {
  readonly id: number;
  readonly rows: readonly string[];
  readonly company: string | null;
  readonly phone: string | null;
  readonly phone_extension: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly sources: readonly string[];
  readonly first_source: string;
  readonly first_file: string;
  readonly first_date: string;
  readonly is_current: boolean;
  readonly standing: string;
  readonly matched_by: string | null;
  readonly salesforce_id: string | null;
  readonly is_converted: boolean;
  /** Names of the fields of which our files say something newer. */
  readonly differences: readonly string[];
}

const LICENCE_CELLS: Readonly<Record<string, string>> = {
  source_1: "Credential Number",
  source_2: "Type License",
  source_3: "Operation",
};

/** The name of a row by its cells, whatever the source's own key is. */
export function rowOf(source: string, cells: string): string {
  const cell: unknown = JSON.parse(cells)[LICENCE_CELLS[source] ?? ""];
  return rowName(source as LeadFile["list"], String(cell).replace(/^.* - /, ""));
}

export async function leadsOf(reader: Reader): Promise<readonly FoundLead[]> {
  const leads = await reader.query<Omit<FoundLead, "rows" | "sources" | "differences"> & Record<string, unknown>>(sql`
    SELECT l.*, f.name AS first_file FROM lead l JOIN lead_file f ON f.id = l.first_file_id ORDER BY l.id`);
  const rows = await reader.query<{ lead_id: number | null; source: string; cells: string }>(sql`
    SELECT s.lead_id, s.source, v.cells FROM staged_lead s JOIN lead_version v ON v.id = s.version_id`);
  return leads.map((lead) => ({
    ...lead,
    is_current: Boolean(lead.is_current),
    is_converted: Boolean(lead.is_converted),
    sources: String(lead.sources).split(",").filter(Boolean),
    rows: rows
      .filter(({ lead_id }) => lead_id === lead.id)
      .map(({ source, cells }) => rowOf(source, cells))
      .sort(),
    differences: (JSON.parse(String(lead.differences)) as { field: string }[]).map(({ field }) => field).sort(),
  }));
}
