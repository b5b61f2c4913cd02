import sql from "sql-template-tag";
import { originInWords } from "../../intake/index.js";
import type { Reader } from "../../pool/index.js";
import { datasetNamed, isExport } from "../../sources/index.js";

/** An open flag as it is listed; the name of its record is personal, and that of a student is not given at all. */
export interface ListedFlag {
  readonly kind: string;
  readonly entity: string;
  readonly detail: string;
  readonly sourceId: string;
  readonly name: string | null;
  readonly link: string | null;
  /** The same of a student's record, which few may see. */
  readonly studentLink: string | null;
  readonly openedAt: string;
}

const SALESFORCE_OBJECT: Readonly<Record<string, string>> = {
  organization: "Account",
  school: "Account",
  district: "Account",
  contact: "Contact",
  affiliation: "npe5__Affiliation__c",
  event: "Session__c",
  participation: "Session_Participant__c",
  salesforce_lead: "Lead",
};

/** Open flags of one kind, or all; the oldest first. `recordUrl` has {object} and {id}. */
export async function listFlags(
  reader: Reader,
  { kind, recordUrl }: { readonly kind: string | null; readonly recordUrl: string },
): Promise<ListedFlag[]> {
  const rows = await reader.query<{
    kind: string;
    entity: string;
    detail: string;
    source: string;
    source_id: string;
    name: string | null;
    role: string | null;
    opened_at: string;
  }>(sql`
    SELECT f.kind, f.entity, f.detail, f.source, f.source_id, f.opened_at,
      COALESCE(e.title, c.full_name, o.name, s.name) AS name, c.kind AS role
    FROM flag f
      LEFT JOIN event e ON f.entity = 'event' AND e.source = f.source AND e.source_id = f.source_id
      LEFT JOIN contact c ON f.entity = 'contact' AND c.source = f.source AND c.source_id = f.source_id
      LEFT JOIN organization o ON f.entity = 'organization' AND o.source = f.source AND o.source_id = f.source_id
      LEFT JOIN school s ON f.entity = 'school' AND s.source = f.source AND s.source_id = f.source_id
    WHERE f.resolved_at IS NULL AND ${kind === null ? sql`TRUE` : sql`f.kind = ${kind}`}
    ORDER BY f.kind, f.opened_at, f.id`);
  return rows.map(({ kind: sort, entity, detail, source, source_id, name, role, opened_at }) => {
    const object = source === "salesforce" ? SALESFORCE_OBJECT[entity] : undefined;
    const url = object === undefined ? null : recordUrl.replace("{object}", object).replace("{id}", source_id);
    const isStudent = role === "student" || OF_STUDENTS.has(source);
    return {
      kind: sort,
      entity,
      detail,
      sourceId: isStudent ? A_STUDENT : source_id,
      name: isStudent ? null : name,
      link: isStudent ? null : url,
      studentLink: isStudent ? url : null,
      openedAt: opened_at,
    };
  });
}

const A_STUDENT = "a student's row";

/** Datasets whose rows are told apart by students' ids, which are shown nowhere. */
const OF_STUDENTS: ReadonlySet<string> = new Set(["pathway-roster", "outside-visits"]);

/** A row that waits in quarantine. */
export interface ListedRow {
  readonly object: string;
  readonly sourceId: string;
  readonly reason: string;
  readonly detail: string;
  /** The file or sheet that its line is of. */
  readonly cameBy: string | null;
  readonly waitsFor: string | null;
  readonly firstAt: string;
  readonly attempts: number;
}

/** Rows of an export of Salesforce are the object's own, and a sync that tries them again makes them its own as well. */
function objectOfExport(name: string): string {
  const dataset = datasetNamed(name.toLowerCase());
  return dataset !== undefined && isExport(dataset) ? dataset.object : name;
}

/** Rows set aside, by object or dataset and reason; the oldest first. */
export async function listQuarantine(
  reader: Reader,
  { object, reason }: { readonly object: string | null; readonly reason: string | null },
): Promise<ListedRow[]> {
  const ofObject =
    object === null
      ? sql`TRUE`
      : sql`(LOWER(q.object) IN (LOWER(${object}), LOWER(${objectOfExport(object)})) OR LOWER(q.source) = LOWER(${object})
          OR q.batch_id IN (SELECT id FROM sync_batch WHERE LOWER(source) = LOWER(${object})))`;
  const forReason = reason === null ? sql`TRUE` : sql`q.reason = ${reason.toLowerCase().replaceAll(" ", "_")}`;
  const rows = await reader.query<{
    object: string;
    source_id: string;
    reason: string;
    detail: string;
    origin: string | null;
    waits_for_object: string | null;
    waits_for_id: string | null;
    first_at: string;
    attempts: number;
  }>(sql`
    SELECT q.object, q.source_id, q.reason, q.detail, b.origin, q.waits_for_object, q.waits_for_id, q.first_at, q.attempts
    FROM quarantine q LEFT JOIN sync_batch b ON b.id = q.batch_id
    WHERE q.resolved_at IS NULL AND ${ofObject} AND ${forReason} ORDER BY q.object, q.first_at, q.id`);
  return rows.map((row) => ({
    object: row.object,
    sourceId: OF_STUDENTS.has(row.object) ? A_STUDENT : row.source_id,
    reason: row.reason,
    detail: row.detail,
    cameBy: originInWords(row.origin),
    waitsFor: row.waits_for_object === null ? null : `${row.waits_for_object} ${row.waits_for_id ?? ""}`.trim(),
    firstAt: row.first_at,
    attempts: row.attempts,
  }));
}
