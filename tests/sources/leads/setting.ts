import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { asPolarisError, type LeadSource, standardLeadSources } from "../../../src/runtime/index.js";
import {
  type LeadLine,
  type LeadRecord,
  type LeadTable,
  recogniseLeads,
  type TableFile,
} from "../../../src/sources/index.js";

export function sourceNamed(name: string): LeadSource {
  const source = standardLeadSources().find((each) => each.name === name);
  if (source === undefined) throw new Error(`There is no ${name}.`);
  return source;
}

export const SOURCE_1 = sourceNamed("source_1");
export const SOURCE_2 = sourceNamed("source_2");
export const SOURCE_3 = sourceNamed("source_3");

/** A folder of this file's own, gone when its tests are through. */
export function useFolder(): { write(name: string, content: string | Uint8Array): Promise<TableFile> } {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "polaris-leads-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    write: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return { name, path };
    },
  };
}

export async function recognised(file: TableFile, as: string | null = null): Promise<LeadTable> {
  const table = await recogniseLeads(file, standardLeadSources(), as);
  if (table === null) throw new Error("It is of none of the sources.");
  return table;
}

export async function linesOf(table: LeadTable): Promise<LeadLine[]> {
  const lines: LeadLine[] = [];
  for await (const page of table.pages()) lines.push(...page);
  return lines;
}

/** What is said of a whole table once it is read. */
export async function judged(table: LeadTable) {
  const lines = await linesOf(table);
  const shiftedFrom = lines.map((line) => line.shiftedFrom).filter((from) => from !== null);
  return { rows: lines.length, shifted: shiftedFrom.length, stop: table.stop(lines.length, shiftedFrom) };
}

export async function recordsOf(table: LeadTable): Promise<LeadRecord[]> {
  return (await linesOf(table)).map(({ record }) => record);
}

export async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (thrown) {
    const { code, message } = asPolarisError(thrown);
    return { code, message };
  }
  throw new Error("It was taken in.");
}

/** Rows by column names as a text file of the source, its columns in the order of the configuration or as given. */
export function csv(
  source: LeadSource,
  rows: readonly Readonly<Record<string, string>>[],
  columns: readonly string[] = header(source),
): string {
  return lines([columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))]);
}

export function lines(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => `${row.map(quoted).join(",")}\n`).join("");
}

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const header = (source: LeadSource): string[] => source.columns.map(({ name }) => name);
export const placeOf = (source: LeadSource, name: string): number => header(source).indexOf(name);

/** The cells of a row in the order of the configuration. */
export function cellsOf(source: LeadSource, row: Readonly<Record<string, string>>): string[] {
  return header(source).map((name) => row[name] ?? "");
}

/** A row of each source as it comes. */
export const REGISTERED = {
  Name: "DESERT WILLOW PRESCHOOL LLC",
  "Credential Type": "Center",
  "Credential Number": "60101",
  Status: "Active",
  "Expiration Date": "12/1/27",
  "Disciplinary Action": "N",
  Address: "150 N. SANDHILL RD MESQUITE, NV 89027",
  State: "NV",
  County: "CLARK",
  Phone: "702-555-0100",
  "First Issue Date": "12/1/13",
  "Primary Contact Name": "MARISOL QUINTERO",
  "Primary Contact Role": "Director",
};

export const LISTED = {
  "Type License": "Family Child Care Home - 393620136",
  Company: "HARPER, PATRICIA DBA PATTY'S PLAYHOUSE",
  "Accepts Subsidy": "Accepts Subsidy",
  "Year Round": "Year Round",
  "Daytime Hours": "Daytime Hours",
  "Star Level": "3 Star",
  Mon: "7:00 AM - 6:00 PM",
  Tues: "7:00 AM - 6:00 PM",
  "Primary Caregiver": "PATRICIA HARPER\nPrimary Caregiver",
  Phone: "(209) 555-0125",
  Email: "Patty@Playhouse.example",
  Address1: "2544 Larkspur Lane",
  Address2: "Unit 3",
  City: "MANTECA",
  State: "CA",
  Zip: "95336-1201",
  "Subsidy Contract Number": "SC-20136",
  "Total Cap": "14",
  "Ages Accepted 1": "Infants (0-11 months)",
  AA2: "Toddlers (12-23 months)",
  "License Monitoring Since": "Monitoring since 2020-09-02",
};

export const OPERATING = {
  Operation: "1550101",
  "Agency Number": "A77",
  "Operation Name": "BLUEBONNET ACADEMY",
  Address: "150 North Bluebonnet Street",
  City: "HOUSTON",
  State: "TX",
  Zip: "77002",
  County: "HARRIS",
  Phone: "(346)555-0140",
  Type: "Licensed Center",
  Status: "Full Permit",
  "Issue Date": "03/14/2011",
  Capacity: "120",
  "Email Address": "OFFICE@BLUEBONNET.EXAMPLE",
  "Facility ID": "F900",
  "Monitoring Frequency": "Annual",
  Infant: "Y",
  Toddler: "Y",
  Preschool: "Y",
  School: "N",
};
