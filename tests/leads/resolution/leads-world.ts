import { createHash } from "node:crypto";
import sql, { raw } from "sql-template-tag";
import { afterEach, beforeEach } from "vitest";
import { addressKey, normalizePhone, organizationKey } from "../../../src/domain/index.js";
import { type SettledLeads, settleLeadMatches, settleLeads } from "../../../src/leads/index.js";
import { storeLines } from "../../../src/leads/intake/base.js";
import { baseLine } from "../../../src/leads/intake/base-line.js";
import { stageFile } from "../../../src/leads/intake/staging.js";
import type { Pool, WriteDb } from "../../../src/pool/index.js";
import { type Organization, organizationSchema } from "../../../src/runtime/index.js";
import type { LeadLine, LeadRecord } from "../../../src/sources/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

export const NOW = "2026-09-01T08:00:00.000Z";

/** A row of a list, as far as a specification speaks of it. */
export interface ListedRow {
  readonly licence: string;
  readonly company?: string;
  readonly phone?: string | null;
  readonly street?: string | null;
  readonly city?: string;
  readonly zip?: string;
  readonly email?: string | null;
  readonly person?: string | null;
  readonly capacity?: number | null;
}

type NewSalesforceLead = Partial<Parameters<WriteDb["salesforceLead"]["create"]>[0]["data"]>;

const hashOf = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

export function recordOf(source: string, row: ListedRow): LeadRecord {
  const { licence, company = "Sunny Days", city = "Mesquite", zip = "89027" } = row;
  const [email, person, capacity] = [row.email ?? null, row.person ?? null, row.capacity ?? null];
  const phone = normalizePhone(row.phone === undefined ? "702-555-0100" : row.phone);
  const line1 = row.street === undefined ? "150 N Some St" : row.street;
  const address = addressKey({ line1, city, state: "NV", zip });
  const said = [company, person, phone, line1, email, licence, capacity].filter((each) => each !== null);
  return {
    rowKey: licence,
    leadKey: phone === null || address === null ? `${source}:${licence}` : `${phone}|${address}`,
    company,
    companyKey: organizationKey(company),
    person,
    personRole: person === null ? null : "Director",
    phone,
    phoneRaw: row.phone ?? null,
    phoneExtension: null,
    line1,
    line2: null,
    city,
    state: "NV",
    zip,
    county: null,
    addressRaw: null,
    addressKey: address,
    email,
    licence,
    licenceType: null,
    licenceStatus: "active",
    licensedOn: null,
    expiresOn: null,
    capacity,
    ages: null,
    extra: {},
    problems: [],
    filled: said.length,
  };
}

/** Lists, leads of Salesforce and decisions in an empty pool, and what the leads are by them. */
export class LeadsWorld {
  readonly pool: Pool;
  readonly organization: Organization = organizationSchema.parse(undefined);

  constructor(pool: Pool) {
    this.pool = pool;
  }

  /** Takes a month's list through base and staging, as an import does, and settles the leads. */
  list(source: string, date: string, rows: readonly ListedRow[]): Promise<SettledLeads> {
    const lines: LeadLine[] = rows.map((row, place) => ({
      line: place + 2,
      cells: { row: JSON.stringify(row) },
      hash: hashOf(row),
      record: recordOf(source, row),
      shiftedFrom: null,
    }));
    const checksum = hashOf([source, rows]);
    return this.pool.transaction(async (tx) => {
      const [file] = await tx.query<{ id: number }>(sql`
        INSERT INTO lead_file (source, name, file_date, checksum, bytes, columns, rows, state, received_at, received_by, way)
        VALUES (${source}, ${`${source}-${date}.csv`}, ${date}, ${checksum}, 1, '[]', ${rows.length}, 'standing', ${NOW}, 'terminal', 'terminal')
        RETURNING id`);
      const id = file?.id ?? 0;
      await storeLines(tx, { source, fileId: id, allNew: false }, lines.map(baseLine));
      await stageFile(tx, { id, source, fileDate: date, checksum });
      return settleLeads(tx, this.organization, { stage: "touched_lead_key" });
    });
  }

  settleAll(): Promise<SettledLeads> {
    return this.pool.transaction((tx) => settleLeads(tx, this.organization, "all"));
  }

  settleMatches(): Promise<SettledLeads> {
    return this.pool.transaction((tx) => settleLeadMatches(tx, this.organization, "all"));
  }

  /** A lead of Salesforce that nobody has modified since January, unless it says otherwise. */
  async salesforceLead(sourceId: string, says: NewSalesforceLead = {}): Promise<void> {
    await this.pool.write((db) =>
      db.salesforceLead.create({
        data: {
          source: "salesforce",
          source_id: sourceId,
          record_hash: "0",
          batch_id: 1,
          first_seen_at: NOW,
          last_seen_at: NOW,
          created_on: "2025-12-01",
          modified_at: "2026-01-05T10:00:00.000Z",
          ...says,
        },
      }),
    );
  }

  /** @returns the id of the decision */
  async decideSame(key: string, value: string): Promise<number> {
    const made = await this.pool.write((db) =>
      db.decision.create({
        data: {
          kind: "same_lead",
          subject: "lead",
          source: "lead",
          source_id: key,
          value,
          decided_by: "U1",
          decided_at: NOW,
        },
      }),
    );
    return made.id;
  }

  takeBack(id: number): Promise<unknown> {
    return this.pool.write((db) =>
      db.decision.update({ where: { id }, data: { reversed_by: "U1", reversed_at: NOW } }),
    );
  }

  /** @param table of our own constants */
  async empty(table: string): Promise<void> {
    await this.pool.transaction((tx) => tx.run(sql`DELETE FROM ${raw(table)}`));
  }

  leads() {
    return this.pool.db.lead.findMany({ orderBy: { id: "asc" } });
  }

  async lead(key: string) {
    const found = await this.pool.db.leadKey.findUnique({ where: { key } });
    const lead = found && (await this.pool.db.lead.findUnique({ where: { id: found.lead_id } }));
    if (lead === null) throw new Error(`no lead at ${key}`);
    return lead;
  }

  async fileOf(where: { readonly source?: string; readonly file_date?: string }): Promise<number> {
    const file = await this.pool.db.leadFile.findFirst({ where });
    if (file === null) throw new Error(`no file ${JSON.stringify(where)}`);
    return file.id;
  }

  /** Everything that is known of the leads, without ids: the same whatever came first. */
  async state(): Promise<unknown> {
    const { db } = this.pool;
    const keys = await db.leadKey.findMany();
    const leads = await db.lead.findMany();
    const files = new Map((await db.leadFile.findMany()).map(({ id, name }) => [id, name]));
    const keyOf = new Map(leads.map(({ id, key }) => [id, key]));
    const named = (text: string) => text.replaceAll(/"file_id":(\d+)/g, (_, id) => `"file":"${files.get(Number(id))}"`);
    const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
    return {
      leads: sorted(
        leads.map(({ id: _, first_file_id, provenance, differences, ...lead }) => ({
          ...lead,
          first_file: files.get(first_file_id),
          provenance: named(provenance),
          differences: named(differences),
        })),
      ),
      keys: sorted(keys.map(({ lead_id, ...key }) => ({ ...key, lead: keyOf.get(lead_id) }))),
      identities: sorted(
        (await db.leadIdentity.findMany()).map(({ lead_id, ...each }) => ({ ...each, lead: keyOf.get(lead_id) })),
      ),
      contacts: sorted(
        (await this.pool.query<{ lead_id: number }>(sql`SELECT * FROM lead_contact`)).map(({ lead_id, ...each }) => ({
          ...each,
          lead: keyOf.get(lead_id),
        })),
      ),
      staged: sorted(
        (await db.stagedLead.findMany()).map(({ source, row_key, lead_id }) => ({
          source,
          row_key,
          lead: keyOf.get(lead_id ?? 0),
        })),
      ),
    };
  }
}

/** The same specification on both engines, each case in an empty pool. */
export function amongLeads(specification: (world: () => LeadsWorld) => void): void {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let world: LeadsWorld;
    beforeEach(async () => {
      empty = await emptyPool(engine);
      world = new LeadsWorld(empty.pool);
    });
    afterEach(() => empty.drop());
    specification(() => world);
  });
}
