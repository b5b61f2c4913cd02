import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { listed, TOLD_COLUMNS, type ToldColumn } from "../resolution/index.js";
import type { LeadLineSeen, RowChange } from "./model.js";

/** An extension comes and goes with the way a number is written: alone it is no change. */
const COMPARED = TOLD_COLUMNS.filter((column) => column !== "phone_extension");

type Wording = { readonly [field in ToldColumn]: string | number | null };
interface Row extends Wording {
  readonly source: string;
  readonly file: string;
  readonly file_date: string;
  readonly line: number;
  readonly row_key: string;
  readonly version_id: number;
  readonly company: string | null;
}

/**
 * Every line that a lead was in, and what changed between them: of the rows that are its own now, all that they ever said; of others what they said under
 * one of its keys. Files come by their day and checksum, whenever they were received.
 */
export async function linesOf(
  reader: Reader,
  leadId: number,
): Promise<{ readonly lines: LeadLineSeen[]; readonly changes: RowChange[] }> {
  const rows = await reader.query<Row>(sql`
    SELECT f.source, f.name AS file, f.file_date, r.line, v.row_key, v.id AS version_id, ${listed(TOLD_COLUMNS, "v.")}
    FROM (
        SELECT v.id FROM staged_lead s JOIN lead_version v ON v.source = s.source AND v.row_key = s.row_key WHERE s.lead_id = ${leadId}
        UNION SELECT v.id FROM lead_key k JOIN lead_version v ON v.lead_key = k.key WHERE k.lead_id = ${leadId}) said
      JOIN lead_version v ON v.id = said.id JOIN lead_row r ON r.version_id = v.id
      JOIN lead_file f ON f.id = r.file_id AND f.state = 'standing'
    ORDER BY f.file_date, f.checksum, f.source, r.line`);
  const lines = rows.map(({ source, file, file_date, line, row_key, company }) => ({
    source,
    file,
    fileDate: file_date,
    line,
    rowKey: row_key,
    company,
  }));
  return { lines, changes: changesIn(rows) };
}

/** Each row of a source is compared with what it said in the file before. */
function changesIn(rows: readonly Row[]): RowChange[] {
  const before = new Map<string, Row>();
  return rows.flatMap((row) => {
    const key = `${row.source}:${row.row_key}`;
    const last = before.get(key);
    before.set(key, row);
    if (last === undefined || last.version_id === row.version_id) return [];
    const { source, file, file_date: fileDate } = row;
    return COMPARED.filter((field) => last[field] !== row[field]).map((field) => ({
      source,
      file,
      fileDate,
      field,
      was: last[field],
      now: row[field],
    }));
  });
}
