import sql from "sql-template-tag";
import type { Pool, Stage, Transaction, Value } from "../../../src/pool/index.js";

/** A lead by hand; what is left out is usual: of source_1, new, with a phone of its own. */
export interface FilledLead {
  readonly id: number;
  readonly company?: string | null;
  readonly person?: string | null;
  /** Ten digits, or null. */
  readonly phone?: string | null;
  readonly line1?: string | null;
  readonly city?: string;
  readonly state?: string | null;
  readonly zip?: string;
  readonly county?: string;
  readonly email?: string | null;
  readonly licence?: string;
  readonly capacity?: number;
  readonly sources?: readonly string[];
  readonly firstDate?: string;
  readonly isCurrent?: boolean;
  readonly standing?: "new" | "known" | "updated";
  readonly salesforceId?: string;
  readonly matchedBy?: string;
  readonly isConverted?: boolean;
  readonly stage?: string;
  readonly differences?: readonly Record<string, string | number | null>[];
  /** Its keys besides the one it stands at: where it was before. */
  readonly earlierKeys?: readonly { readonly key: string; readonly phone: string | null }[];
}

export interface FilledFile {
  readonly id: number;
  readonly source: string;
  readonly date: string;
  readonly state?: string;
}

/** What a row of a source says, and in which files it said it, at which line. */
export interface FilledRow {
  readonly version: number;
  readonly source: string;
  readonly rowKey: string;
  readonly lead: number;
  readonly company?: string;
  readonly phone?: string | null;
  readonly capacity?: number;
  readonly state?: string;
  /** Whom it names, and as what. */
  readonly person?: readonly [name: string, role: string];
  readonly problems?: readonly { readonly field: string; readonly problem: string; readonly came: string | null }[];
  /** File → line. */
  readonly seen: Readonly<Record<number, number>>;
  /** It is what the row says now. */
  readonly stands?: boolean;
}

export const MONTHS = ["2026-09-01", "2026-10-01", "2026-11-01"] as const;
export const fileName = (source: string, date: string): string => `${source}_${date}.csv`;
export const keyOf = ({ id, phone, line1, sources = ["source_1"] }: FilledLead): string =>
  phone === null ? `${sources[0]}:${id}` : `${phone ?? phoneOf(id)}|${(line1 ?? `${id} main st`).toLowerCase()}|89027`;
export const phoneOf = (id: number): string => String(2_095_550_000 + id);

export async function fillFiles(pool: Pool, files: readonly FilledFile[]): Promise<void> {
  await pool.transaction((tx) =>
    append(
      tx,
      "lead_file",
      files.map(({ id, source, date, state = "standing" }) => ({
        id,
        source,
        name: fileName(source, date),
        file_date: date,
        checksum: `sum-${id}`,
        bytes: 100,
        columns: "[]",
        rows: 1,
        state,
        received_at: `${date}T10:00:00.000Z`,
        received_by: "terminal",
        way: "terminal",
      })),
    ),
  );
}

export async function fillLeads(pool: Pool, leads: readonly FilledLead[]): Promise<void> {
  await pool.transaction(async (tx) => {
    await append(tx, "lead", leads.map(leadRow));
    await append(
      tx,
      "lead_key",
      leads.flatMap((lead) => [
        {
          key: keyOf(lead),
          lead_id: lead.id,
          phone: phoneIn(lead),
          address_key: null,
          first_date: lead.firstDate ?? MONTHS[2],
        },
        ...(lead.earlierKeys ?? []).map(({ key, phone }) => ({
          key,
          lead_id: lead.id,
          phone,
          address_key: null,
          first_date: MONTHS[0],
        })),
      ]),
    );
  });
}

const phoneIn = ({ id, phone }: FilledLead): string | null => (phone === undefined ? phoneOf(id) : phone);

function leadRow(lead: FilledLead): Record<string, Value> {
  const { id, company = `Company ${id}`, sources = ["source_1"], standing = "new" } = lead;
  return {
    id,
    key: keyOf(lead),
    company,
    company_key: company?.toLowerCase() ?? null,
    person: lead.person ?? null,
    phone: phoneIn(lead),
    line1: lead.line1 === undefined ? `${id} Main St` : lead.line1,
    city: lead.city ?? "Mesquite",
    state: lead.state === undefined ? "NV" : lead.state,
    zip: lead.zip ?? "89027",
    county: lead.county ?? "Clark",
    address_key: lead.line1 === null ? null : `${id} main st|89027`,
    email: lead.email ?? null,
    licence: lead.licence ?? null,
    capacity: lead.capacity ?? null,
    provenance: JSON.stringify({ "*": { source: sources[0], file_id: 1 } }),
    sources: `,${sources.join(",")},`,
    source_count: sources.length,
    first_source: sources[0] ?? "",
    first_file_id: 1,
    first_date: lead.firstDate ?? MONTHS[2],
    last_date: MONTHS[2],
    is_current: lead.isCurrent ?? true,
    problem_count: 0,
    standing,
    salesforce_id: lead.salesforceId ?? (standing === "new" ? null : `00Q${String(id).padStart(15, "0")}`),
    matched_by: lead.matchedBy ?? (standing === "new" ? null : "phone"),
    is_converted: lead.isConverted ?? false,
    outreach_stage: lead.stage ?? null,
    differences: JSON.stringify(lead.differences ?? []),
  };
}

export async function fillRows(pool: Pool, rows: readonly FilledRow[]): Promise<void> {
  await pool.transaction(async (tx) => {
    await append(
      tx,
      "lead_version",
      rows.map(
        ({
          version,
          source,
          rowKey,
          lead,
          company = `Company ${lead}`,
          phone,
          capacity,
          state = "NV",
          person: [person, role] = [null, null],
          problems = [],
        }) => ({
          id: version,
          source,
          row_key: rowKey,
          hash: `hash-${version}`,
          cells: "{}",
          lead_key: `${source}:${rowKey}`,
          company,
          company_key: company.toLowerCase(),
          person,
          person_role: role,
          phone: phone === undefined ? phoneOf(lead) : phone,
          state,
          address_key: problems.some(({ problem }) => problem.startsWith("address")) ? null : `${lead} main st|89027`,
          capacity: capacity ?? null,
          problems: JSON.stringify(problems),
          problem_count: problems.length,
          filled: 5,
        }),
      ),
    );
    const seen = rows.flatMap((row) =>
      Object.entries(row.seen).map(([file, line]) => ({ row, file: Number(file), line })),
    );
    await append(
      tx,
      "lead_row",
      seen.map(({ row, file, line }) => ({ file_id: file, line, version_id: row.version })),
    );
    await append(
      tx,
      "staged_lead",
      rows
        .filter(({ stands = true }) => stands)
        .map(({ version, source, rowKey, lead, seen: at }) => {
          const files = Object.keys(at).map(Number);
          return {
            source,
            row_key: rowKey,
            version_id: version,
            lead_key: `${source}:${rowKey}`,
            first_file_id: Math.min(...files),
            first_date: MONTHS[0],
            last_file_id: Math.max(...files),
            last_date: MONTHS[2],
            is_current: true,
            lead_id: lead,
          };
        }),
    );
  });
}

/** A lead as Salesforce has it, by the id that the lead of ours names. */
export async function fillSalesforce(pool: Pool, sourceId: string, status: string): Promise<void> {
  const at = "2026-11-01T00:00:00.000Z";
  await pool.transaction((tx) =>
    tx.run(sql`
      INSERT INTO salesforce_lead (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, status, is_converted)
      VALUES ('salesforce', ${sourceId}, 'h', 1, ${at}, ${at}, ${status}, FALSE)`),
  );
}

type Row = Readonly<Record<string, Value>>;
type ColumnType = Stage["columns"][number]["type"];

const typeOf = (value: Value | undefined): ColumnType =>
  typeof value === "boolean" ? "boolean" : typeof value === "number" ? "integer" : "text";

async function append(tx: Transaction, table: string, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return;
  const columns = names.map((name) => ({
    name,
    type: typeOf(rows.map((row) => row[name]).find((value) => value !== null)),
  }));
  await tx.append(
    { name: table, columns },
    rows.map((row) => names.map((name) => row[name] ?? null)),
  );
}
