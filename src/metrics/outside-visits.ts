import sql from "sql-template-tag";
import { foldText, type Period } from "../domain/index.js";
import { PlaceDirectory } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { ALIVE_EVENT } from "./grains.js";
import type { Filters } from "./model.js";
import { COUNTED_PERSON, PERSON } from "./persons.js";
import { inPeriod } from "./window.js";

/*
 * Students' visits outside our own events, one definition of their figures (ruling F2). They are events of nobody here, so they stand beside the metrics, are in
 * none of them, and none of the metrics is in them.
 *
 * - visit: one row of a sheet or file: a student, a day, a kind, a place
 * - student: whom the number stands for, as one person (ruling P2); where it stands for nobody in Salesforce, the number itself within its district
 * - hours: the sum of what was recorded; nothing is assumed where nothing was
 * - school and district: what the row says; where it names no school, the student's own. A school that is not known by its name is called as it is written
 * - people left out of reports (ruling P3) are left out of the students; the visits they made stay visits
 */

/** Something that visits are counted by: what it is known by, and what it is called. */
export interface VisitPlace {
  readonly key: number | string;
  readonly label: string;
}

export interface OutsideVisit {
  readonly day: string | null;
  readonly kind: VisitPlace | null;
  readonly place: VisitPlace | null;
  readonly organisation: VisitPlace | null;
  readonly program: VisitPlace | null;
  readonly school: VisitPlace | null;
  readonly district: VisitPlace | null;
  readonly hours: number | null;
  /** The same for all visits of one student: the person in Salesforce, else below 0; null of a person left out of reports. */
  readonly student: number | null;
  /** The person in Salesforce; null where the number stands for nobody there. */
  readonly person: number | null;
  /** The district's own number, as it is written. */
  readonly number: string;
}

export const VISIT_TEXTS = ["kind", "place", "organisation", "program"] as const;
export type VisitText = (typeof VISIT_TEXTS)[number];

/** Which visits are meant; of the texts those that are called one of the names. */
export interface VisitScope {
  readonly period: Period;
  /** Of district and school alone. */
  readonly filters: Filters;
  readonly texts: Readonly<Partial<Record<VisitText, readonly string[]>>>;
}

interface Row {
  readonly day: string | null;
  readonly kind_raw: string | null;
  readonly place: string | null;
  readonly organization_raw: string | null;
  readonly program_raw: string | null;
  readonly school_raw: string | null;
  readonly district_raw: string | null;
  readonly hours: number | null;
  readonly student_ref: string;
  readonly school: number | null;
  readonly school_name: string | null;
  readonly district: number | null;
  readonly district_name: string | null;
  readonly person: number | null;
  readonly excluded: number;
}

/** Every visit that is meant, the oldest first: the figures are counted over these. */
export async function outsideVisits(
  reader: Reader,
  organization: Organization,
  { period, filters, texts }: VisitScope,
): Promise<readonly OutsideVisit[]> {
  const rows = await reader.query<Row>(sql`
    SELECT v.local_date AS day, v.kind_raw, v.place, v.organization_raw, v.program_raw, v.school_raw, v.district_raw, v.hours, v.student_ref,
      s.id AS school, s.name AS school_name, d.id AS district, d.name AS district_name, ${PERSON} AS person,
      CASE WHEN c.excluded = TRUE THEN 1 ELSE 0 END AS excluded
    FROM outside_visit v
      LEFT JOIN contact c ON c.id = v.contact_id AND c.deleted_at IS NULL
      LEFT JOIN school s ON s.id = CASE WHEN v.school_raw IS NULL THEN COALESCE(v.school_id, c.school_id) ELSE v.school_id END AND s.deleted_at IS NULL
      LEFT JOIN district d ON d.id = s.district_id AND d.deleted_at IS NULL
    WHERE v.deleted_at IS NULL AND ${inPeriod(sql`v.local_date`, period)}
    ORDER BY v.local_date, v.id`);
  const districts = await districtsNamed(reader, organization, rows);
  const unknown = new UnknownStudents();
  return rows.map((row) => visitOf(row, districts, unknown)).filter((visit) => isMeant(visit, filters, texts));
}

/** Students whose number is nobody's in Salesforce: one for each number of a district. */
class UnknownStudents {
  readonly #byNumber = new Map<string, number>();

  of(number: string, district: VisitPlace | null): number {
    const key = `${number.trim().toUpperCase()} ${district?.key ?? ""}`;
    const student = this.#byNumber.get(key) ?? -1 - this.#byNumber.size;
    this.#byNumber.set(key, student);
    return student;
  }
}

/** The districts that rows without a known school name in words. */
async function districtsNamed(
  reader: Reader,
  organization: Organization,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, VisitPlace>> {
  const named = new Set(rows.flatMap(({ district, district_raw: text }) => (district === null && text ? [text] : [])));
  if (named.size === 0) return new Map();
  const places = await PlaceDirectory.read(reader, organization);
  const names = new Map(
    (await reader.query<{ id: number; name: string }>(sql`SELECT id, name FROM district`)).map(({ id, name }) => [
      id,
      name,
    ]),
  );
  return new Map(
    [...named].flatMap((text): [string, VisitPlace][] => {
      const id = places.district(text);
      return id === null ? [] : [[text, { key: id, label: names.get(id) ?? text }]];
    }),
  );
}

function visitOf(row: Row, districts: ReadonlyMap<string, VisitPlace>, unknown: UnknownStudents): OutsideVisit {
  const said = row.district_raw === null ? null : (districts.get(row.district_raw) ?? asWritten(row.district_raw));
  const district = row.district === null ? said : { key: row.district, label: row.district_name ?? "" };
  return {
    day: row.day,
    kind: asWritten(row.kind_raw),
    place: asWritten(row.place),
    organisation: asWritten(row.organization_raw),
    program: asWritten(row.program_raw),
    school: row.school === null ? asWritten(row.school_raw) : { key: row.school, label: row.school_name ?? "" },
    district,
    hours: row.hours,
    student: row.excluded === 1 ? null : (row.person ?? unknown.of(row.student_ref, district)),
    person: row.person,
    number: row.student_ref,
  };
}

/** The same words count together however they are written. */
const asWritten = (text: string | null): VisitPlace | null =>
  text === null || text.trim() === "" ? null : { key: foldText(text), label: text.trim() };

function isMeant(visit: OutsideVisit, filters: Filters, texts: VisitScope["texts"]): boolean {
  const isAt = filters.every(({ dimension, values, exclude = false }) => {
    const at = (dimension === "school" ? visit.school : visit.district)?.key ?? null;
    return values.some(({ key }) => key === at) !== exclude;
  });
  return isAt && VISIT_TEXTS.every((each) => texts[each]?.some((name) => foldText(name) === visit[each]?.key) ?? true);
}

/** The people in Salesforce who made a visit in the period and attended an event of ours in it too. */
export async function visitorsAtOurEvents(reader: Reader, period: Period): Promise<ReadonlySet<number>> {
  const visits = sql`v.deleted_at IS NULL AND ${inPeriod(sql`v.local_date`, period)}`;
  // Of what counts the index of participations alone says whose it is; without any visit it is not looked at.
  const rows = await reader.query<{ person: number }>(sql`
    SELECT DISTINCT ${COUNTED_PERSON} AS person
    FROM event e CROSS JOIN participation p
    WHERE (SELECT MIN(v.id) FROM outside_visit v WHERE ${visits} AND v.contact_id IS NOT NULL) IS NOT NULL
      AND ${inPeriod(sql`e.local_date`, period)} AND ${ALIVE_EVENT} AND e.status <> 'Cancelled'
      AND p.event_id = e.id AND p.role = 'student' AND p.counts = TRUE AND p.deleted_at IS NULL
      AND ${COUNTED_PERSON} IN (
        SELECT COALESCE(vc.person_id, vc.id) FROM outside_visit v JOIN contact vc ON vc.id = v.contact_id
        WHERE ${visits} AND vc.deleted_at IS NULL)`);
  return new Set(rows.map(({ person }) => person));
}

/** What there is to ask for, of each text in the order of its words, and the days it is from. */
export async function visitSubjects(
  reader: Reader,
): Promise<
  Readonly<Record<VisitText, readonly string[]>> & { readonly first: string | null; readonly last: string | null }
> {
  const [days] = await reader.query<{ first: string | null; last: string | null }>(
    sql`SELECT MIN(v.local_date) AS first, MAX(v.local_date) AS last FROM outside_visit v WHERE v.deleted_at IS NULL`,
  );
  const rows = await reader.query<Record<VisitText, string | null>>(sql`
    SELECT DISTINCT v.kind_raw AS kind, v.place, v.organization_raw AS organisation, v.program_raw AS program
    FROM outside_visit v WHERE v.deleted_at IS NULL`);
  const named = (text: VisitText): string[] => {
    const written = rows.flatMap((row) => asWritten(row[text]) ?? []).sort((a, b) => (a.label < b.label ? 1 : -1));
    return [...new Map(written.map(({ key, label }) => [key, label])).values()].reverse();
  };
  return {
    kind: named("kind"),
    place: named("place"),
    organisation: named("organisation"),
    program: named("program"),
    first: days?.first ?? null,
    last: days?.last ?? null,
  };
}
