export type GradeBand = "K-8" | "9-12";

export interface GradeInput {
  /** The student's grade today, 0 for kindergarten. */
  readonly grade: number | null;
  /** First calendar year of the current school year. */
  readonly currentSchoolYear: number;
  readonly eventSchoolYear: number;
  readonly schoolLevel: string | null;
}

/** K-8 or 9-12 at the event: by the grade the student had then, else by the school's level, else null for "level unknown" (ruling E7). */
export function gradeBandAt({ grade, currentSchoolYear, eventSchoolYear, schoolLevel }: GradeInput): GradeBand | null {
  const then = grade === null ? null : grade - (currentSchoolYear - eventSchoolYear);
  if (then !== null && then >= 0 && then <= 12) return then <= 8 ? "K-8" : "9-12";
  if (schoolLevel === "High") return "9-12";
  return schoolLevel === "Elementary" || schoolLevel === "Middle" ? "K-8" : null;
}

/** A grade from Current_Grade__c or a roster: 0–12, "K", "1st", "12th"; null for anything else. */
export function readGrade(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const text = String(value).trim().toLowerCase();
  if (/^(?:k|kg|kindergarten|0)(?:\.0)?$/.test(text)) return 0;
  const grade = Number(/^(\d{1,2})(?:\.0|st|nd|rd|th)?(?: grade)?$/.exec(text)?.[1] ?? Number.NaN);
  return grade >= 1 && grade <= 12 ? grade : null;
}
