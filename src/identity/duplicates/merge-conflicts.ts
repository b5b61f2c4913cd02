import sql from "sql-template-tag";
import { absent, foldText } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { MergeRecord } from "./merge-records.js";

/** A fact in which two records that are one cannot differ, and its words. */
interface Fact {
  readonly of: string;
  readonly words: string;
}

const CONTACT: readonly Fact[] = [
  { of: "birthdate", words: "their birthdates differ" },
  { of: "local_student_id", words: "their student ids differ" },
  { of: "pathful_user_id", words: "they have two ids in Pathful" },
];
const EVENT: readonly Fact[] = [
  { of: "local_date", words: "they are on different days" },
  { of: "format", words: "one is virtual and the other in person" },
  { of: "pathful_session_id", words: "Pathful has two sessions, each with an id of its own" },
  { of: "cancelled", words: "one was cancelled and the other was not" },
];

/** What speaks against two records being one, in words without personal data: a person is asked once more. */
export async function mergeConflicts(reader: Reader, one: MergeRecord, other: MergeRecord): Promise<string[]> {
  if (one.kind === "organization") return branches(reader, one, other);
  if (one.kind === "session") {
    const rows = await reader.query<Record<string, string | number | null>>(sql`
      SELECT id, local_date, format, pathful_session_id, CASE WHEN status = 'Cancelled' THEN 'yes' ELSE 'no' END AS cancelled
      FROM event WHERE id IN (${one.id}, ${other.id}) ORDER BY id`);
    return unlike(rows, EVENT);
  }
  const rows = await reader.query<Record<string, string | number | null>>(sql`
    SELECT id, birthdate, local_student_id, pathful_user_id FROM contact WHERE id IN (${one.id}, ${other.id}) ORDER BY id`);
  const shared = new Set(foldText(one.name).split(" "));
  const isNamedAlike = foldText(other.name)
    .split(" ")
    .some((word) => shared.has(word));
  return [...unlike(rows, CONTACT), ...(isNamedAlike ? [] : ["their names have no word in common"])];
}

/** A blank is no evidence. */
function unlike(rows: readonly Readonly<Record<string, string | number | null>>[], facts: readonly Fact[]): string[] {
  const [one = {}, other = {}] = rows;
  const said = (value: string | number | null | undefined): string | null =>
    value === null || value === undefined || absent(String(value)) ? null : foldText(String(value));
  return facts.flatMap(({ of, words }) => {
    const [a, b] = [said(one[of]), said(other[of])];
    return a !== null && b !== null && a !== b ? [words] : [];
  });
}

async function branches(reader: Reader, one: MergeRecord, other: MergeRecord): Promise<string[]> {
  const rows = await reader.query(sql`
    SELECT 1 FROM organization WHERE (id = ${one.id} AND parent_source_id = ${other.sourceId}) OR (id = ${other.id} AND parent_source_id = ${one.sourceId})`);
  return rows.length > 0 ? ["one is a branch of the other in Salesforce"] : [];
}
