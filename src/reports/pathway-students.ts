import sql, { join } from "sql-template-tag";
import { PathwayNames } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { inPieces } from "./pieces.js";

/** What a list of students says of one of them. */
export interface StudentDescription {
  readonly name: string;
  readonly number: string | null;
  readonly school: string | null;
  readonly district: string | null;
  /** Today; 0 is kindergarten. */
  readonly grade: number | null;
  /** Where they stand on the pathway's roster; null when they are not on it. */
  readonly roster: string | null;
}

interface Row extends Omit<StudentDescription, "roster"> {
  readonly id: number;
}

/** Describes students by their person ids; with a pathway also where they stand on its roster. */
export async function describeStudents(
  reader: Reader,
  ids: readonly number[],
  pathway: string | null = null,
  organization: Organization | null = null,
): Promise<ReadonlyMap<number, StudentDescription>> {
  const [rosters, rows] = await Promise.all([
    pathway === null || organization === null ? new Map<number, string>() : rosterOf(reader, pathway, organization),
    inPieces(ids, (piece) =>
      reader.query<Row>(sql`
      SELECT c.id, c.full_name AS name, c.local_student_id AS number, s.name AS school, d.name AS district, c.grade
      FROM contact c LEFT JOIN school s ON s.id = c.school_id LEFT JOIN district d ON d.id = s.district_id
      WHERE c.id IN (${join(piece)})`),
    ),
  ]);
  return new Map(rows.map(({ id, ...row }) => [id, { ...row, roster: rosters.get(id) ?? null }]));
}

/** Person → status on the rosters of the pathways in Salesforce that are this one by config/pathways.yml. */
async function rosterOf(
  reader: Reader,
  pathway: string,
  { pathways }: Organization,
): Promise<ReadonlyMap<number, string>> {
  const names = new PathwayNames(pathways);
  const all = await reader.query<{ id: number; name: string }>(
    sql`SELECT id, name FROM pathway WHERE deleted_at IS NULL`,
  );
  const ids = all.filter(({ name }) => names.named(name).pathways.includes(pathway)).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await reader.query<{ person: number; status: string | null }>(sql`
    SELECT COALESCE(c.person_id, c.id) AS person, MAX(r.status_raw) AS status
    FROM pathway_participant r JOIN contact c ON c.id = r.contact_id
    WHERE r.pathway_id IN (${join(ids)}) AND r.deleted_at IS NULL AND c.deleted_at IS NULL
    GROUP BY COALESCE(c.person_id, c.id)`);
  return new Map(rows.map(({ person, status }) => [person, status ?? "On the roster"]));
}
