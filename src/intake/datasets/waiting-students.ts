import sql from "sql-template-tag";
import { z } from "zod";
import { foldText, isSameGivenName } from "../../domain/index.js";
import { PlaceDirectory, StudentDirectory } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { datasetNamed, headerKey } from "../../sources/index.js";

/** A student of a pathway roster whom Salesforce has not brought. */
export interface WaitingStudent {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly studentId: string | null;
  /** As the roster writes it. */
  readonly school: string | null;
  /** The school's Salesforce id, where exactly one is called so. */
  readonly schoolSourceId: string | null;
  readonly pathway: string | null;
  /** Lines of rosters that wait for them. */
  readonly lines: number;
  /** ISO-8601 UTC: since the first of these. */
  readonly since: string;
  /** Somebody in Salesforce who may be meant. */
  readonly near: { readonly sourceId: string; readonly name: string; readonly why: string } | null;
}

const ROSTER = "pathway-roster";

const text = z.string().nullable().catch(null);
const payloadShape = z.looseObject({
  "#waiting": z.object({
    record: z.object({
      student: z.object({ studentId: text, firstName: text, lastName: text, school: text, district: text }),
    }),
  }),
});

/** Who waits, each once: by number and district, else by name and school. Whoever has come meanwhile is not among them. */
export async function waitingStudents(reader: Reader, organization: Organization): Promise<WaitingStudent[]> {
  const rows = await reader.query<{ payload: string; first_at: string }>(sql`
    SELECT payload, first_at FROM quarantine
    WHERE source = ${ROSTER} AND object = ${ROSTER} AND reason = 'missing_parent' AND resolved_at IS NULL ORDER BY id`);
  if (rows.length === 0) return [];
  const places = await PlaceDirectory.read(reader, organization);
  const students = await StudentDirectory.read(reader, places);
  const known = await knownStudents(reader);
  const schools = new Map(known.schools.map(({ id, source_id }) => [id, source_id]));
  const found = new Map<string, WaitingStudent>();
  for (const { payload, first_at } of rows) {
    const parsed = payloadShape.safeParse(JSON.parse(payload));
    if (!parsed.success) continue;
    const { student } = parsed.data["#waiting"].record;
    if (students.find(student) !== null) continue;
    const { studentId, firstName, lastName, school, district } = student;
    const at = places.school(school, places.district(district));
    const who = studentId ?? `${firstName} ${lastName} ${school}`;
    const key = foldText(`${who} ${places.district(district) ?? places.districtOf(at) ?? district ?? school}`);
    const before = found.get(key);
    found.set(key, {
      firstName: before?.firstName ?? firstName,
      lastName: before?.lastName ?? lastName,
      studentId,
      school: before?.school ?? school,
      schoolSourceId: before?.schoolSourceId ?? (at === null ? null : (schools.get(at) ?? null)),
      pathway: before?.pathway ?? pathwayOf(parsed.data),
      lines: (before?.lines ?? 0) + 1,
      since: before?.since ?? first_at,
      near: before?.near ?? nearest(known.students, { studentId, firstName, lastName, school: at }),
    });
  }
  return [...found.values()];
}

/** The roster's own column, which is kept with the copy of its row. */
function pathwayOf(raw: Readonly<Record<string, unknown>>): string | null {
  const names =
    datasetNamed(ROSTER)
      ?.columns.find(({ key }) => key === "pathway")
      ?.names.map(headerKey) ?? [];
  const cell = Object.entries(raw).find(([header]) => names.includes(headerKey(header)))?.[1];
  return typeof cell === "string" ? cell : null;
}

interface Known {
  readonly source_id: string;
  readonly full_name: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly local_student_id: string | null;
  readonly school_id: number | null;
}

async function knownStudents(reader: Reader) {
  const students = await reader.query<Known>(sql`
    SELECT source_id, full_name, first_name, last_name, local_student_id, school_id FROM contact
    WHERE kind = 'student' AND deleted_at IS NULL ORDER BY id`);
  const schools = await reader.query<{ id: number; source_id: string }>(
    sql`SELECT id, source_id FROM school WHERE deleted_at IS NULL`,
  );
  const byLastName = new Map<string, Known[]>();
  for (const student of students) {
    const key = foldText(student.last_name ?? "");
    const others = byLastName.get(key);
    if (others === undefined) byLastName.set(key, [student]);
    else others.push(student);
  }
  return { students: byLastName, schools };
}

/** One of the same surname whose given name is or means the same: with the same number, at the same school, or where one of them is not known. */
function nearest(
  known: ReadonlyMap<string, readonly Known[]>,
  {
    studentId,
    firstName,
    lastName,
    school,
  }: { readonly school: number | null } & Pick<WaitingStudent, "studentId" | "firstName" | "lastName">,
): WaitingStudent["near"] {
  if (firstName === null || lastName === null) return null;
  const alike = (known.get(foldText(lastName)) ?? []).filter(
    ({ first_name }) =>
      first_name !== null && (foldText(first_name) === foldText(firstName) || isSameGivenName(first_name, firstName)),
  );
  const number = studentId?.trim().toUpperCase();
  const reasons: readonly (readonly [why: string, fits: (one: Known) => boolean])[] = [
    ["the same number", (one) => number !== undefined && one.local_student_id?.trim().toUpperCase() === number],
    ["the same school", (one) => school !== null && one.school_id === school],
    ["a school that is not known by that name", () => school === null],
    ["no school there", (one) => one.school_id === null],
    ["no number there, at another school", (one) => one.local_student_id === null],
  ];
  for (const [why, fits] of reasons) {
    const one = alike.find(fits);
    if (one !== undefined) return { sourceId: one.source_id, name: one.full_name, why: `a like name and ${why}` };
  }
  return null;
}
