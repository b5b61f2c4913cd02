import sql from "sql-template-tag";
import { absent, foldText } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { PlaceDirectory } from "./place-directory.js";

/** How a sheet names a student. */
interface Named {
  /** The district's own number. */
  readonly studentId: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly school: string | null;
  readonly district: string | null;
}

interface Row {
  readonly id: number;
  readonly full_name: string;
  readonly local_student_id: string | null;
  readonly school_id: number | null;
  readonly district_id: number | null;
}

/** Students by their number within the district of their school, else by exact name at their school (rulings P2, P6). */
export class StudentDirectory {
  readonly #places: PlaceDirectory;
  readonly #byNumber = new Map<string, number>();
  /** Null where several are called so. */
  readonly #byName = new Map<string, number | null>();

  private constructor(places: PlaceDirectory) {
    this.#places = places;
  }

  static async read(reader: Reader, places: PlaceDirectory): Promise<StudentDirectory> {
    const directory = new StudentDirectory(places);
    const rows = await reader.query<Row>(sql`
      SELECT c.id, c.full_name, c.local_student_id, c.school_id, s.district_id
      FROM contact c LEFT JOIN school s ON s.id = c.school_id
      WHERE c.kind = 'student' AND c.deleted_at IS NULL ORDER BY c.id`);
    for (const row of rows) directory.#add(row);
    return directory;
  }

  #add({ id, full_name, local_student_id, school_id, district_id }: Row): void {
    if (district_id !== null && local_student_id !== null && !absent(local_student_id)) {
      const key = numberKey(district_id, local_student_id);
      // Records of one number in one district are one student; the first stands for all.
      if (!this.#byNumber.has(key)) this.#byNumber.set(key, id);
    }
    if (school_id === null) return;
    const key = nameKey(school_id, full_name);
    this.#byName.set(key, this.#byName.has(key) ? null : id);
  }

  /** The contact's id in the pool. */
  find({ studentId, firstName = null, lastName = null, school, district }: Named): number | null {
    const said = this.#places.district(district);
    const at = this.#places.school(school, said);
    const home = said ?? this.#places.districtOf(at);
    const byNumber = studentId === null || home === null ? undefined : this.#byNumber.get(numberKey(home, studentId));
    if (byNumber !== undefined) return byNumber;
    if (at === null || firstName === null || lastName === null) return null;
    return this.#byName.get(nameKey(at, `${firstName} ${lastName}`)) ?? null;
  }
}

const numberKey = (district: number, text: string): string => `${district} ${text.trim().toUpperCase()}`;
const nameKey = (school: number, name: string): string => `${school} ${foldText(name)}`;
