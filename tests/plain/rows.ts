/**
 * The plain calculation: the figures worked out from Salesforce's rows in the simplest JavaScript, without SQL and
 * without anything of the product. It is a second, independent reading of rulings.md and of the Metrics Bible v1.0,
 * so it repeats lists (statuses, labels, role addresses) on purpose.
 */
export type PlainRow = { readonly [field: string]: unknown };

export interface PlainRows {
  readonly Account: readonly PlainRow[];
  readonly Contact: readonly PlainRow[];
  readonly npe5__Affiliation__c: readonly PlainRow[];
  readonly Session__c: readonly PlainRow[];
  readonly Session_Participant__c: readonly PlainRow[];
}

export interface PlainRules {
  /** Ruling T1. Default America/Chicago. */
  readonly timeZone?: string;
  /** District name → what people write instead (ruling E2). */
  readonly districtAliases?: { readonly [district: string]: readonly string[] };
  /** Contact ids of people who are left out of people metrics (ruling P3). */
  readonly excluded?: readonly string[];
  /** What somebody decided of a school: account id → level. */
  readonly levels?: { readonly [schoolId: string]: string };
  /** The pathways of a session (ruling E8), worked out elsewhere. */
  readonly pathways?: { readonly [sessionId: string]: readonly string[] };
  /** Attendance as people entered it, by session id (ruling E6). */
  readonly attendance?: { readonly [sessionId: string]: PlainAttendance };
}

export interface PlainAttendance {
  readonly totalStudents: number | null;
  readonly rooms: number | null;
  readonly rotations: number | null;
}

/** The text of a field, without outer blanks; null when there is none. */
export function text(row: PlainRow, field: string): string | null {
  const value = row[field];
  if (typeof value !== "string") return null;
  return value.trim() === "" ? null : value.trim();
}

/** C3: deleted records never count. */
export function living(rows: readonly PlainRow[]): PlainRow[] {
  return rows.filter((row) => row.IsDeleted !== true);
}

/** Ruling A1: case, hyphens and blanks are ignored. */
export function bare(value: string | null): string {
  return (value ?? "").toLowerCase().replace(/[\s-]/g, "");
}
