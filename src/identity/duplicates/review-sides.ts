import sql, { join, type Sql } from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { MergeRecord, PairKind } from "./merge-records.js";

/** What one field says on both sides; several values stand in one text. */
export interface SideBySide {
  readonly field: string;
  readonly label: string;
  readonly a: string | null;
  readonly b: string | null;
  /** Null where one side says nothing: a blank is no evidence. */
  readonly agrees: boolean | null;
  /** What the values reveal, beside a person's name. */
  readonly sensitivity: "name" | "contact" | "demographic";
}

interface FieldOf {
  readonly field: string;
  readonly label: string;
  readonly sensitivity?: SideBySide["sensitivity"];
  /** Several values: they agree when any of them is on both sides. */
  readonly isList?: true;
  /** A figure or a day of its own: what it is on the other side says nothing. */
  readonly isOwn?: true;
}

type Values = Readonly<Record<string, string | number | null | readonly string[]>>;

const PERSON: readonly FieldOf[] = [
  { field: "name", label: "Name" },
  { field: "title", label: "Title" },
  { field: "emails", label: "E-mails", sensitivity: "contact", isList: true },
  { field: "phones", label: "Phones", sensitivity: "contact", isList: true },
  { field: "addresses", label: "Addresses", sensitivity: "contact", isList: true },
  { field: "birthdate", label: "Birthdate", sensitivity: "demographic" },
  { field: "organizations", label: "Organisations", isList: true },
  { field: "school", label: "School" },
  { field: "grade", label: "Grade" },
  { field: "student_id", label: "Student id" },
  { field: "events", label: "Events attended", isOwn: true },
  { field: "last", label: "Last event", isOwn: true },
  { field: "local", label: "Local status" },
  { field: "pathful", label: "Pathful id" },
  { field: "source", label: "From", isOwn: true },
];
const ORGANIZATION: readonly FieldOf[] = [
  { field: "name", label: "Name" },
  { field: "type", label: "Type" },
  { field: "address", label: "Address" },
  { field: "people", label: "People tied to it", isOwn: true },
  { field: "credited", label: "Participations credited", isOwn: true },
  { field: "last", label: "Last activity", isOwn: true },
  { field: "source", label: "From", isOwn: true },
];
const SESSION: readonly FieldOf[] = [
  { field: "name", label: "Title" },
  { field: "day", label: "Day" },
  { field: "time", label: "Time" },
  { field: "type", label: "Type" },
  { field: "format", label: "Format" },
  { field: "status", label: "Status" },
  { field: "school", label: "School" },
  { field: "presenters", label: "Volunteers", isList: true },
  { field: "teachers", label: "Teachers signed up", isOwn: true },
  { field: "students", label: "Students signed up", isOwn: true },
  { field: "headcount", label: "Headcount", isOwn: true },
  { field: "pathful", label: "Pathful session id" },
  { field: "source", label: "From", isOwn: true },
];

/** Both records, field by field; what neither says is left out. */
export async function sideBySide(
  reader: Reader,
  kind: PairKind,
  a: MergeRecord,
  b: MergeRecord,
): Promise<SideBySide[]> {
  const ids = sql`(${a.id}, ${b.id})`;
  const fields = kind === "organization" ? ORGANIZATION : kind === "session" ? SESSION : PERSON;
  const read = kind === "organization" ? organizations : kind === "session" ? sessions : people;
  const found = await read(reader, ids);
  const [one, other] = [found.get(a.id) ?? {}, found.get(b.id) ?? {}];
  return fields.flatMap((each) => {
    const [left, right] = [said(one[each.field]), said(other[each.field])];
    if (left.length === 0 && right.length === 0) return [];
    return [
      {
        field: each.field,
        label: each.label,
        a: left.join("\n") || null,
        b: right.join("\n") || null,
        agrees: each.isOwn || left.length === 0 || right.length === 0 ? null : agree(left, right),
        sensitivity: each.sensitivity ?? "name",
      },
    ];
  });
}

const said = (value: Values[string] | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((each) =>
    each === null || each === undefined || each === "" ? [] : [String(each)],
  );

/** Whether any value of one side is on the other, but for case, accents and what stands behind a dash of dates. */
function agree(left: readonly string[], right: readonly string[]): boolean {
  const fold = (text: string) => foldText(text.split(" (")[0] ?? text);
  const there = new Set(right.map(fold));
  return left.some((text) => there.has(fold(text)));
}

async function people(reader: Reader, ids: Sql): Promise<Map<number, Values>> {
  const rows = await reader.query<Record<string, string | number | null> & { id: number }>(sql`
    SELECT c.id, c.full_name AS name, c.title, c.birthdate, s.name AS school, c.grade, c.local_student_id AS student_id,
      CASE c.local_status WHEN 'non_local' THEN 'not local' ELSE c.local_status END AS local, c.pathful_user_id AS pathful, c.source
    FROM contact c LEFT JOIN school s ON s.id = c.school_id WHERE c.id IN ${ids}`);
  const parts = {
    emails: sql`SELECT contact_id AS id, address AS value FROM contact_email WHERE contact_id IN ${ids} ORDER BY is_primary DESC, id`,
    phones: sql`SELECT contact_id AS id, COALESCE(number, raw) AS value FROM contact_phone WHERE contact_id IN ${ids} ORDER BY is_primary DESC, id`,
    addresses: sql`
      SELECT contact_id AS id, TRIM(COALESCE(line1, '') || ' ' || COALESCE(city, '') || ' ' || COALESCE(zip, '')) AS value
      FROM contact_address WHERE contact_id IN ${ids} ORDER BY is_primary DESC, id`,
    organizations: sql`
      SELECT a.contact_id AS id, o.name || ' (' || COALESCE(a.start_on, 'start not known') || ' – ' || COALESCE(a.end_on, COALESCE(a.status, 'open')) || ')' AS value
      FROM affiliation a JOIN organization o ON o.id = a.organization_id
      WHERE a.contact_id IN ${ids} AND a.deleted_at IS NULL ORDER BY a.is_primary DESC, a.start_on DESC, a.id`,
  };
  const lists = await listsOf(reader, parts);
  const attended = await reader.query<{ id: number; events: number; last: string | null }>(sql`
    SELECT p.contact_id AS id, COUNT(DISTINCT p.event_id) AS events, MAX(e.local_date) AS last
    FROM participation p JOIN event e ON e.id = p.event_id
    WHERE p.contact_id IN ${ids} AND p.attended AND p.deleted_at IS NULL AND e.deleted_at IS NULL GROUP BY p.contact_id`);
  const came = new Map(attended.map(({ id, ...rest }) => [id, rest]));
  return new Map(
    rows.map((row) => [row.id, { ...row, ...lists.get(row.id), ...(came.get(row.id) ?? { events: 0, last: null }) }]),
  );
}

async function organizations(reader: Reader, ids: Sql): Promise<Map<number, Values>> {
  // Who is tied to an account by its own id: a merge that stands has put them to the other.
  const rows = await reader.query<Record<string, string | number | null> & { id: number }>(sql`
    SELECT o.id, o.name, o.type, TRIM(COALESCE(o.billing_street, '') || ' ' || COALESCE(o.billing_city, '') || ' ' || COALESCE(o.billing_zip, '')) AS address,
      (SELECT COUNT(DISTINCT a.contact_id) FROM affiliation a WHERE a.organization_id = o.id AND a.deleted_at IS NULL) AS people,
      (SELECT COUNT(*) FROM participation p WHERE p.credited_organization_id = o.id AND p.counts) AS credited,
      (SELECT MAX(e.local_date) FROM participation p JOIN event e ON e.id = p.event_id WHERE p.credited_organization_id = o.id AND p.counts) AS last,
      o.source
    FROM organization o WHERE o.id IN ${ids}`);
  return new Map(rows.map((row) => [row.id, row]));
}

async function sessions(reader: Reader, ids: Sql): Promise<Map<number, Values>> {
  // Who took part is told apart by the session that the source says, also after a merge.
  const own = sql`COALESCE(p.recorded_event_id, p.event_id)`;
  const rows = await reader.query<Record<string, string | number | null> & { id: number }>(sql`
    SELECT e.id, e.title AS name, e.local_date AS day, e.local_time AS time, e.type, REPLACE(e.format, '_', ' ') AS format, e.status,
      s.name AS school, e.headcount, e.pathful_session_id AS pathful, e.source
    FROM event e LEFT JOIN school s ON s.id = e.school_id WHERE e.id IN ${ids}`);
  const there = sql`(SELECT id FROM event WHERE id IN ${ids} OR id IN (SELECT same_as_id FROM event WHERE id IN ${ids}))`;
  const presenters = await listsOf(reader, {
    presenters: sql`
      SELECT ${own} AS id, c.full_name AS value FROM participation p JOIN contact c ON c.id = p.contact_id
      WHERE p.event_id IN ${there} AND p.role = 'volunteer' AND p.deleted_at IS NULL ORDER BY c.full_name, p.id`,
  });
  const roles = await reader.query<{ id: number; role: string; people: number }>(sql`
    SELECT ${own} AS id, p.role, COUNT(DISTINCT p.contact_id) AS people FROM participation p
    WHERE p.event_id IN ${there} AND p.role <> 'volunteer' AND p.deleted_at IS NULL GROUP BY ${own}, p.role`);
  return new Map(
    rows.map((row) => {
      const of = (role: string) => roles.find((each) => each.id === row.id && each.role === role)?.people ?? 0;
      return [row.id, { ...row, ...presenters.get(row.id), teachers: of("teacher"), students: of("student") }];
    }),
  );
}

/** Several values of each record, by field. */
async function listsOf(
  reader: Reader,
  parts: Readonly<Record<string, Sql>>,
): Promise<Map<number, Record<string, string[]>>> {
  const lists = new Map<number, Record<string, string[]>>();
  for (const [field, statement] of Object.entries(parts)) {
    for (const { id, value } of await reader.query<{ id: number; value: string }>(statement)) {
      const of = lists.get(id) ?? {};
      lists.set(id, { ...of, [field]: [...new Set([...(of[field] ?? []), value])] });
    }
  }
  return lists;
}

const ACTIVITY: Readonly<Record<PairKind, (ids: Sql) => Sql>> = {
  volunteer: (ids) =>
    sql`SELECT contact_id AS id, COUNT(*) AS times FROM participation WHERE contact_id IN ${ids} AND deleted_at IS NULL GROUP BY contact_id`,
  teacher: (ids) => ACTIVITY.volunteer(ids),
  student: (ids) => ACTIVITY.volunteer(ids),
  organization: (ids) =>
    sql`SELECT organization_id AS id, COUNT(*) AS times FROM affiliation WHERE organization_id IN ${ids} AND deleted_at IS NULL GROUP BY organization_id`,
  session: (ids) => sql`
    SELECT own.id, COUNT(*) AS times FROM (
      SELECT COALESCE(p.recorded_event_id, p.event_id) AS id FROM participation p WHERE p.event_id IN ${ids} AND p.deleted_at IS NULL
    ) own GROUP BY own.id`,
};

/** How much hangs on each record: participations, or for an organisation the people tied to it. */
export async function activityOf(reader: Reader, kind: PairKind, ids: readonly number[]): Promise<Map<number, number>> {
  const times = new Map<number, number>();
  for (let from = 0; from < ids.length; from += 500) {
    const some = sql`(${join(ids.slice(from, from + 500))})`;
    for (const { id, times: each } of await reader.query<{ id: number; times: number }>(ACTIVITY[kind](some)))
      times.set(id, each);
  }
  return times;
}

interface Keepable {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
}

/** Which of two to keep: one of Salesforce, then the one with most activity, then the older, whose id Salesforce gave first. */
export function keeperOf<Record extends Keepable>(
  one: Record,
  other: Record,
  activity: ReadonlyMap<number, number>,
): Record {
  const rank = (each: Keepable): readonly [number, number] => [
    each.source === "salesforce" ? 1 : 0,
    activity.get(each.id) ?? 0,
  ];
  const [a, b] = [rank(one), rank(other)];
  if (a[0] !== b[0]) return a[0] > b[0] ? one : other;
  if (a[1] !== b[1]) return a[1] > b[1] ? one : other;
  return one.sourceId <= other.sourceId ? one : other;
}
