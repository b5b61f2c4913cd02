import sql from "sql-template-tag";
import { cancellationLabel, foldText, readEventStatus } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";

/** What a person said here, where the record's source says something else, or nothing. */
export interface Difference {
  readonly what: "status" | "school" | "district" | "cancellation_reason" | "attendance";
  /** The record that it is about. */
  readonly subject: "event" | "school";
  readonly source: string;
  readonly sourceId: string;
  readonly about: string;
  /** Of an event its day. */
  readonly date: string | null;
  readonly ours: string;
  /** Null where the source says nothing. */
  readonly theirs: string | null;
  readonly by: string;
  readonly at: string;
  /** The line's command and number that take it back. */
  readonly takeBack: { readonly command: "undo" | "attendance remove"; readonly id: number };
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly about: string;
  readonly date: string | null;
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly by: string;
  readonly at: string;
}

/** The decisions of a kind that stand, the newest of each record. */
const newest = (kind: string) => sql`(
  SELECT q.* FROM (
    SELECT d.*, ROW_NUMBER() OVER (PARTITION BY d.source, d.source_id ORDER BY d.decided_at DESC, d.id DESC) AS place
    FROM decision d WHERE d.kind = ${kind} AND d.reversed_at IS NULL
  ) q WHERE q.place = 1)`;

/** Everything of which the pool says what a person decided and its source something else; once the source says the same, it is gone by itself. */
export async function differences(reader: Reader): Promise<Difference[]> {
  const found = await Promise.all([
    statuses(reader),
    eventSchools(reader),
    schoolDistricts(reader),
    reasons(reader),
    attendances(reader),
  ]);
  return found.flat().sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0));
}

const said = (
  what: Difference["what"],
  subject: Difference["subject"],
  { id, source, source_id, about, date, ours, theirs, by, at }: Row,
  command: "undo" | "attendance remove" = "undo",
): Difference => ({
  what,
  subject,
  source,
  sourceId: source_id,
  about,
  date,
  ours: ours ?? "",
  theirs,
  by,
  at,
  takeBack: { command, id },
});

async function statuses(reader: Reader): Promise<Difference[]> {
  const rows = await reader.query<Row>(sql`
    SELECT d.id, e.source, e.source_id, e.title AS about, e.local_date AS date, d.value AS ours, e.status_raw AS theirs, d.decided_by AS "by", d.decided_at AS "at"
    FROM ${newest("event_status")} d JOIN event e ON e.source = d.source AND e.source_id = d.source_id WHERE e.deleted_at IS NULL`);
  return rows
    .filter(({ ours, theirs }) => readEventStatus(theirs).status !== ours)
    .map((row) => said("status", "event", row));
}

/** A session of Pathful keeps its own school as source:id beside the decided one; Salesforce's is the bare id. */
async function eventSchools(reader: Reader): Promise<Difference[]> {
  const rows = await reader.query<Row>(sql`
    SELECT d.id, e.source, e.source_id, e.title AS about, e.local_date AS date, s.name AS ours, d.decided_by AS "by", d.decided_at AS "at", (
        SELECT own.name FROM school own
        WHERE own.source || ':' || own.source_id = CASE e.source WHEN 'salesforce' THEN 'salesforce:' || e.school_source_id ELSE e.school_source_id END
      ) AS theirs
    FROM ${newest("event_school")} d
      JOIN event e ON e.source = d.source AND e.source_id = d.source_id
      JOIN school s ON s.source || ':' || s.source_id = d.value
    WHERE e.deleted_at IS NULL`);
  return rows.filter(({ ours, theirs }) => ours !== theirs).map((row) => said("school", "event", row));
}

async function schoolDistricts(reader: Reader): Promise<Difference[]> {
  const rows = await reader.query<Row>(sql`
    SELECT d.id, s.source, s.source_id, s.name AS about, NULL AS date, now.name AS ours, own.name AS theirs, d.decided_by AS "by", d.decided_at AS "at"
    FROM ${newest("school_district")} d
      JOIN school s ON s.source = d.source AND s.source_id = d.source_id
      JOIN district now ON now.id = s.district_id
      LEFT JOIN district own ON own.source = s.source AND own.source_id = s.parent_source_id
    WHERE s.deleted_at IS NULL`);
  return rows.filter(({ ours, theirs }) => ours !== theirs).map((row) => said("district", "school", row));
}

/** Of Salesforce's events alone: Pathful has no field for it. */
async function reasons(reader: Reader): Promise<Difference[]> {
  const rows = await reader.query<Row>(sql`
    SELECT d.id, e.source, e.source_id, e.title AS about, e.local_date AS date, d.value AS ours, e.cancellation_reason AS theirs, d.decided_by AS "by", d.decided_at AS "at"
    FROM ${newest("cancellation_reason")} d JOIN event e ON e.source = d.source AND e.source_id = d.source_id
    WHERE e.deleted_at IS NULL AND e.source = 'salesforce'`);
  return rows
    .map((row) => ({ ...row, ours: cancellationLabel(row.ours ?? "") }))
    .filter(({ ours, theirs }) => foldText(ours) !== foldText(theirs ?? ""))
    .map((row) => said("cancellation_reason", "event", row));
}

/** A person's count beside Salesforce's headcount. */
async function attendances(reader: Reader): Promise<Difference[]> {
  const rows = await reader.query<Row & { students: number; headcount: number | null }>(sql`
    SELECT a.id, e.source, e.source_id, e.title AS about, e.local_date AS date, NULL AS ours, NULL AS theirs, a.entered_by AS "by", a.entered_at AS "at",
      a.total_students AS students, NULLIF(e.headcount, 0) AS headcount
    FROM event e JOIN (
      SELECT q.* FROM (
        SELECT h.*, ROW_NUMBER() OVER (PARTITION BY h.event_id ORDER BY h.entered_at DESC, h.id DESC) AS place
        FROM attendance_detail h WHERE h.entered_by_kind = 'human' AND h.reversed_at IS NULL
      ) q WHERE q.place = 1
    ) a ON a.event_id = e.id
    WHERE e.deleted_at IS NULL AND e.source = 'salesforce' AND a.total_students IS NOT NULL`);
  return rows
    .filter(({ students, headcount }) => students !== (headcount ?? 0))
    .map((row) =>
      said(
        "attendance",
        "event",
        { ...row, ours: String(row.students), theirs: row.headcount === null ? null : String(row.headcount) },
        "attendance remove",
      ),
    );
}
