import sql, { empty, join } from "sql-template-tag";
import { type Period, schoolYearOf } from "../domain/index.js";
import type { Filters } from "../metrics/index.js";
import type { Reader, Transaction } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";

/** A district as a decision names it: by its source, so that it survives every sync. */
export interface DistrictName {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly sourceId: string;
}

/** A number that people keep by hand for a district's school year. */
export interface ManualInput {
  readonly id: number;
  /** Null when the district is no longer in the pool. */
  readonly districtId: number | null;
  readonly district: string | null;
  /** By its first calendar year. */
  readonly schoolYear: number;
  /** Null: of every host. */
  readonly host: string | null;
  readonly kind: string;
  /** What the kind is called. */
  readonly label: string;
  readonly value: number;
  readonly note: string | null;
  readonly enteredBy: string;
  readonly enteredAt: string;
}

/** The largest number that one entry may hold. */
export const LARGEST_INPUT = 100_000;

export interface InputsAsked {
  /** All districts when left out. */
  readonly district?: DistrictName;
  readonly schoolYears: readonly number[];
  /** Those of these hosts and those of every host; all when left out. */
  readonly hosts?: readonly string[];
}

interface Row {
  readonly id: number;
  readonly district_id: number | null;
  readonly district: string | null;
  readonly school_year: number;
  readonly host: string;
  readonly kind: string;
  readonly value: number;
  readonly note: string | null;
  readonly entered_by: string;
  readonly entered_at: string;
}

/** What the organisation calls a kind; one that it no longer keeps goes by its key. */
export const inputLabel = ({ yearEnd }: Pick<Organization, "yearEnd">, kind: string): string =>
  yearEnd.manualInputs[kind] ?? kind;

/** What stands: of each district, year, host and kind the newest entry that nobody took back. In the order that the kinds are configured in. */
export async function manualInputs(
  reader: Reader,
  organization: Organization,
  { district, schoolYears, hosts }: InputsAsked,
): Promise<ManualInput[]> {
  if (schoolYears.length === 0) return [];
  const ofDistrict = district
    ? sql`AND m.district_source = ${district.source} AND m.district_source_id = ${district.sourceId}`
    : empty;
  const rows = await reader.query<Row>(sql`
    SELECT m.id, d.id AS district_id, d.name AS district, m.school_year, m.host, m.kind, m.value, m.note, m.entered_by, m.entered_at
    FROM (
      SELECT m.*, ROW_NUMBER() OVER (
        PARTITION BY m.district_source, m.district_source_id, m.school_year, m.host, m.kind ORDER BY m.entered_at DESC, m.id DESC
      ) AS place
      FROM manual_input m WHERE m.reversed_at IS NULL AND m.school_year IN (${join(schoolYears)}) ${ofDistrict}
    ) m
    LEFT JOIN district d ON d.source = m.district_source AND d.source_id = m.district_source_id AND d.deleted_at IS NULL
    WHERE m.place = 1
    ORDER BY d.name, m.school_year, m.host, m.kind`);
  const places = Object.keys(organization.yearEnd.manualInputs);
  const placeOf = ({ kind }: Row): number => (places.indexOf(kind) + places.length + 1) % (places.length + 1);
  const wanted = rows.filter(({ host }) => hosts === undefined || host === "" || hosts.includes(host));
  const districts = [...new Set(wanted.map((row) => row.district))];
  return wanted
    .sort(
      (a, b) =>
        districts.indexOf(a.district) - districts.indexOf(b.district) ||
        a.school_year - b.school_year ||
        placeOf(a) - placeOf(b),
    )
    .map((row) => ({
      id: row.id,
      districtId: row.district_id,
      district: row.district,
      schoolYear: row.school_year,
      host: row.host === "" ? null : row.host,
      kind: row.kind,
      label: inputLabel(organization, row.kind),
      value: row.value,
      note: row.note,
      enteredBy: row.entered_by,
      enteredAt: row.entered_at,
    }));
}

export interface InputEntered {
  readonly district: DistrictName;
  readonly schoolYear: number;
  readonly host: string | null;
  readonly kind: string;
  readonly value: number;
  readonly note: string | null;
  readonly by: string;
  readonly now: string;
}

/** Keeps a number; an earlier one of the same kind stays beneath it. @returns the entry's id */
export async function enterManualInput(tx: Transaction, entered: InputEntered): Promise<number> {
  const { district, schoolYear, host, kind, value, note, by, now } = entered;
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO manual_input (district_source, district_source_id, school_year, host, kind, value, note, entered_by, entered_at)
    VALUES (${district.source}, ${district.sourceId}, ${schoolYear}, ${host ?? ""}, ${kind}, ${value}, ${note}, ${by}, ${now})
    RETURNING id`);
  if (row === undefined) throw new Error("The number was not kept.");
  return row.id;
}

/** What an entry said that was taken back. */
export interface InputTakenBack {
  readonly districtId: number | null;
  readonly district: string | null;
  readonly districtSourceId: string;
  readonly schoolYear: number;
  readonly host: string | null;
  readonly kind: string;
  readonly value: number;
}

/** Takes an entry back, so that the one before it stands again. Null when there is none of this id, or it was taken back before. */
export async function takeBackManualInput(
  tx: Transaction,
  { id, by, now }: { readonly id: number; readonly by: string; readonly now: string },
): Promise<InputTakenBack | null> {
  const [row] = await tx.query<Row & { readonly district_source_id: string }>(sql`
    SELECT m.*, d.id AS district_id, d.name AS district FROM manual_input m
    LEFT JOIN district d ON d.source = m.district_source AND d.source_id = m.district_source_id AND d.deleted_at IS NULL
    WHERE m.id = ${id} AND m.reversed_at IS NULL`);
  if (row === undefined) return null;
  const changed = await tx.run(
    sql`UPDATE manual_input SET reversed_by = ${by}, reversed_at = ${now} WHERE id = ${id} AND reversed_at IS NULL`,
  );
  // Somebody else was faster.
  if (changed === 0) return null;
  return {
    districtId: row.district_id,
    district: row.district,
    districtSourceId: row.district_source_id,
    schoolYear: row.school_year,
    host: row.host === "" ? null : row.host,
    kind: row.kind,
    value: row.value,
  };
}

const MOST_YEARS = 50;

/** The school years that a period touches: what is kept by hand is kept by year. An open period ends this year, and starts with it. */
export function schoolYearsIn(
  { start, end }: Pick<Period, "start" | "end">,
  { schoolYearStartMonth }: Pick<Organization, "schoolYearStartMonth">,
  today: string,
): number[] {
  const last = schoolYearOf(end ?? today, schoolYearStartMonth);
  const first = start === null ? last : Math.max(schoolYearOf(start, schoolYearStartMonth), last - MOST_YEARS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => first + step);
}

/** The hosts that filters ask for, whose numbers stand beside those of every host. */
export function hostsIn(filters: Filters): { readonly hosts?: readonly string[] } {
  const hosts = filters
    .filter(({ dimension, exclude }) => dimension === "host" && !exclude)
    .flatMap(({ values }) => values.flatMap(({ key }) => (key === null ? [] : [String(key)])));
  return hosts.length === 0 ? {} : { hosts };
}
