import sql, { join, type Sql } from "sql-template-tag";
import { type Decision, type DecisionRow, readDecision } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";

/** A decision with what it is about. */
export interface ListedDecision extends Decision {
  /** A person's name, an event's title, a school's or an organisation's name; null where the record is gone. */
  readonly about: string | null;
  /** Of an event its day. */
  readonly date: string | null;
  /** True where `about` names a person. */
  readonly isPerson: boolean;
  /** What the value stands for, where it is an id: a school, a district, an organisation, an event. */
  readonly valueName: string | null;
}

export interface DecisionsAsked {
  readonly kind?: string | null;
  /** Slack user id. */
  readonly by?: string | null;
  /** Local day, as an instant or a day: decisions from then on. */
  readonly since?: string | null;
  /** Those that stand alone; else also those that were taken back. */
  readonly standing?: boolean;
  readonly ids?: readonly number[];
}

interface Row extends DecisionRow {
  readonly about: string | null;
  readonly date: string | null;
  readonly value_name: string | null;
}

/** Decisions with the names of their records, the newest first. */
export async function listDecisions(reader: Reader, asked: DecisionsAsked = {}): Promise<ListedDecision[]> {
  const { kind = null, by = null, since = null, standing = false, ids } = asked;
  const conditions: Sql[] = [
    sql`TRUE`,
    ...(kind === null ? [] : [sql`d.kind = ${kind}`]),
    ...(by === null ? [] : [sql`d.decided_by = ${by}`]),
    ...(since === null ? [] : [sql`d.decided_at >= ${since}`]),
    ...(standing ? [sql`d.reversed_at IS NULL`] : []),
    ...(ids === undefined ? [] : ids.length === 0 ? [sql`FALSE`] : [sql`d.id IN (${join([...ids])})`]),
  ];
  const rows = await reader.query<Row>(sql`
    SELECT d.id, d.kind, d.subject, d.source, d.source_id, d.value, d.reason, d.decided_by, d.decided_at, d.reversed_by, d.reversed_at,
      COALESCE(c.full_name, e.title, s.name, o.name, pc.full_name) AS about, COALESCE(e.local_date, pe.local_date) AS date,
      COALESCE(vs.name, vd.name, vo.name, vc.full_name) AS value_name
    FROM decision d
      LEFT JOIN contact c ON d.subject = 'contact' AND c.source = d.source AND c.source_id = d.source_id
      LEFT JOIN event e ON d.subject = 'event' AND e.source = d.source AND e.source_id = d.source_id
      LEFT JOIN school s ON d.subject = 'school' AND s.source = d.source AND s.source_id = d.source_id
      LEFT JOIN organization o ON d.subject = 'organization' AND o.source = d.source AND o.source_id = d.source_id
      LEFT JOIN participation p ON d.subject = 'participation' AND p.source = d.source AND p.source_id = d.source_id
      LEFT JOIN contact pc ON pc.id = p.contact_id
      LEFT JOIN event pe ON pe.id = p.event_id
      LEFT JOIN school vs ON d.kind = 'event_school' AND vs.source || ':' || vs.source_id = d.value
      LEFT JOIN district vd ON d.kind = 'school_district' AND vd.source = d.source AND vd.source_id = d.value
      LEFT JOIN organization vo ON d.kind = 'same_organization' AND vo.source || ':' || vo.source_id = d.value
      LEFT JOIN contact vc ON d.kind IN ('same_person', 'attendance_added') AND vc.source || ':' || vc.source_id = d.value
    WHERE ${join(conditions, " AND ")}
    ORDER BY d.decided_at DESC, d.id DESC`);
  return rows.map((row) => ({
    ...readDecision(row),
    about: row.about,
    date: row.date,
    isPerson: row.subject === "contact" || row.subject === "participation" || row.subject === "pathful_user",
    valueName: row.value_name,
  }));
}
