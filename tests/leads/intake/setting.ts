import { createHash } from "node:crypto";
import sql from "sql-template-tag";
import { Suites } from "../../../src/intake/index.js";
import { importLeads, type LeadImport, type LeadImportOptions } from "../../../src/leads/index.js";
import type { Pool, Reader } from "../../../src/pool/index.js";
import { type Clock, type LeadSource, type Organization, organizationSchema } from "../../../src/runtime/index.js";
import { type LeadLine, type LeadTable, readLeadRow } from "../../../src/sources/index.js";

/** A register of licences and a directory: as little of a source as there can be. */
export const REGISTER = sourceOf("register", "Licence");
export const DIRECTORY = sourceOf("directory", "Number");

export const organization: Organization = {
  ...organizationSchema.parse(undefined),
  leadSources: [REGISTER, DIRECTORY],
};

export const NO_SUITES = new Suites(new Map());

function sourceOf(name: string, key: string): LeadSource {
  const columns = [key, "Company", "Phone", "Street", "Zip"];
  return {
    name,
    label: `The ${name}`,
    file: `${name}*.csv`,
    state: "NV",
    columns: columns.map((column) => ({ name: column, type: "text", optional: false })),
    key: [key],
    lead: {
      licence: { from: [key], as: "text" },
      company: { from: ["Company"], as: "company" },
      phone: { from: ["Phone"], as: "phone" },
      line1: { from: ["Street"], as: "street" },
      zip: { from: ["Zip"], as: "zip" },
    },
    extra: {},
  };
}

/** A line of a file: its number, company, phone, street and ZIP, parted by |. */
export type Line = string;

/** A file of a source, made of lines. */
export interface SmallFile {
  readonly source: LeadSource;
  readonly date: string;
  readonly rows: readonly Line[];
  readonly name?: string;
}

export const checksumOf = ({ source, rows }: SmallFile): string =>
  createHash("sha256")
    .update(`${source.name}\n${rows.join("\n")}`)
    .digest("hex");

const PAGE = 3;

/** The file as a table that was recognised, in pages of three rows. */
export function tableOf({ source, rows }: SmallFile): LeadTable {
  const header = source.columns.map(({ name }) => name);
  const lineOf = (row: Line, place: number): LeadLine => {
    const values = row.split("|");
    const cells = Object.fromEntries(header.flatMap((name, at) => (values[at] ? [[name, values[at]]] : [])));
    const hash = createHash("sha256").update(JSON.stringify(cells)).digest("hex");
    return { line: place + 2, cells, hash, record: readLeadRow(source, cells), shiftedFrom: null };
  };
  const lines = rows.map(lineOf);
  async function* pages() {
    for (let at = 0; at < lines.length; at += PAGE) yield lines.slice(at, at + PAGE);
  }
  return {
    source,
    header,
    notices: [],
    pages,
    aside: null,
    stop: () => null,
  };
}

/** Goes on by a minute whenever it is asked. */
export function tickingClock(): Clock {
  let now = Date.parse("2026-11-02T12:00:00.000Z");
  return {
    now: () => {
      now += 60_000;
      return new Date(now).toISOString();
    },
  };
}

export function importSmall(
  pool: Pool,
  file: SmallFile,
  options: Partial<LeadImportOptions> = {},
): Promise<LeadImport> {
  return importLeads({
    pool,
    organization,
    clock: tickingClock(),
    table: tableOf(file),
    file: { name: file.name ?? `${file.source.name}_${file.date}.csv`, checksum: checksumOf(file), bytes: 100 },
    fileDate: file.date,
    way: "terminal",
    startedBy: "terminal",
    judge: NO_SUITES,
    ...options,
  });
}

type Row = Readonly<Record<string, unknown>>;

/** Every layer, in words: without ids and without what says when a file came. */
export async function layersOf(reader: Reader) {
  return {
    files: await reader.query(
      sql`SELECT source, name, file_date, checksum, rows, state FROM lead_file WHERE state = 'standing' ORDER BY source, file_date, checksum`,
    ),
    base: await reader.query(
      sql`SELECT source, file_name, file_date, line, row_key, cells FROM lead_base WHERE file_state = 'standing' ORDER BY source, file_date, checksum, line`,
    ),
    staging: (
      await reader.query<Row>(sql`
      SELECT s.source, s.row_key, s.lead_key, s.is_current, s.first_date, s.first_file, s.last_date, s.last_file, s.company, s.phone, s.line1, s.zip,
        k.key AS stands_at
      FROM lead_staging s LEFT JOIN lead k ON k.id = s.lead_id ORDER BY s.source, s.row_key`)
    ).map(plain),
    sourceLeads: (
      await reader.query<Row>(sql`
      SELECT p.source, k.key, p.row_count, p.first_date, p.last_date, p.is_current
      FROM source_lead p JOIN lead k ON k.id = p.lead_id ORDER BY p.source, k.key`)
    ).map(plain),
    leads: (
      await reader.query<Row>(sql`
      SELECT key, company, phone, line1, zip, sources, source_count, first_source, first_date, last_date, is_current, standing FROM lead ORDER BY key`)
    ).map(plain),
  };
}

const plain = (row: Row): Row => ({ ...row, is_current: Boolean(row.is_current) });
