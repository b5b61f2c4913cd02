export type Severity = "info" | "warning" | "critical";

/** Something that is not as it should be, found by one check. Without personal data: ids, counts, field names, masked samples. */
export interface Problem {
  /** The check that found it: "sync", "missing_data", "expectations", "reconcile", "flags", "jobs", "clock" … */
  readonly check: string;
  /** What it is about: an object, a sheet, a source, a job. */
  readonly object: string;
  /** Where the object comes from, when several sources may have one of that name. */
  readonly source?: string;
  readonly field: string | null;
  /** What sort of trouble, within the check: with object and field it tells problems apart. */
  readonly class: string;
  readonly title: string;
  /** What is wrong, and what to do. */
  readonly text: string;
  readonly severity: Severity;
  /** How many rows, flags, differences. */
  readonly count: number;
  /** Facts and up to 20 masked samples. */
  readonly details: Readonly<Record<string, unknown>>;
}
