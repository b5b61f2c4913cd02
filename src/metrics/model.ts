import type { Period } from "../domain/index.js";
import type { RulingId } from "./rulings.js";

/** What one record of a metric is, before anything is counted. */
export const GRAINS = ["event", "volunteer participation", "student participation", "teacher participation"] as const;
export type GrainId = (typeof GRAINS)[number];

/** How figures can be cut. `volunteer` and `event` are for reports: no command offers them. */
export const DIMENSIONS = [
  "district",
  "school",
  "school_year",
  "month",
  "event_type",
  "format",
  "organisation",
  "volunteer",
  "event",
] as const;
export type DimensionId = (typeof DIMENSIONS)[number];

/** A district, school, event or person by its id, a school year by its first year, the rest by their text; null is Unknown. */
export type Key = string | number | null;

export interface FilterValue {
  readonly key: Key;
  /** As printed in the footer. */
  readonly label: string;
}

/** One clause: a list is any of; `exclude` makes it none of; several clauses hold together. */
export interface FilterClause {
  readonly dimension: DimensionId;
  readonly values: readonly FilterValue[];
  readonly exclude?: boolean;
}
export type Filters = readonly FilterClause[];

type EventColumn = "event" | "local_date" | "event_status" | "event_type" | "format";

/** The columns of each grain that conditions and measures may name. */
export interface Columns {
  event:
    | EventColumn
    | "total_students"
    | "students_per_volunteer"
    | "volunteers"
    | "interactions"
    | "reached"
    | "reach_basis"
    | "total_basis"
    | "credit_start_unknown";
  "volunteer participation":
    | EventColumn
    | "person"
    | "excluded"
    | "counts"
    | "attended"
    | "participation_status"
    | "hours"
    | "hours_recorded"
    | "hours_basis"
    | "organisation"
    | "engagement";
  "student participation": EventColumn | "person" | "excluded" | "counts" | "attended";
  "teacher participation": EventColumn | "person" | "excluded" | "attended" | "confirmed_at";
}
export type AnyColumn = { [G in GrainId]: Columns[G] }[GrainId];

/** A condition on one record, as data. */
export type Condition<C extends string = AnyColumn> =
  | { readonly column: C; readonly is: readonly (string | boolean)[] }
  | { readonly column: C; readonly isNot: readonly string[] }
  | { readonly column: C; readonly recorded: true }
  | { readonly column: C; readonly day: "after today" | "today or later" }
  /** Holds where the other condition on the same column does not. */
  | { readonly column: C; readonly fails: Condition<C> };

/** How records become a number. Every kind is safe when a record is met once per bucket, which the compiler sees to. */
export type Measure<C extends string = AnyColumn> =
  | { readonly kind: "records" }
  | { readonly kind: "distinct"; readonly column: C; readonly times?: "studentsPerClassroom" }
  | { readonly kind: "sum"; readonly column: C }
  | { readonly kind: "first" | "last"; readonly column: C };

/** A count said beside a metric: "of which still to come: 3". */
export interface NoteOf<C extends string> {
  readonly key: string;
  readonly label: string;
  readonly measure: Measure<C>;
  readonly where: readonly Condition<C>[];
  /** The footer's count that this note adds to. */
  readonly counts?: "estimated";
  /** Said only when this dimension is asked about. */
  readonly only?: DimensionId;
}

interface DefinitionOf<G extends GrainId> {
  readonly id: string;
  readonly name: string;
  /** Words that find the metric besides its name. */
  readonly also: readonly string[];
  /** What is counted, in the plural: "12 volunteers". */
  readonly unit: string;
  readonly type: "integer" | "hours" | "date";
  /** The definition in one sentence. */
  readonly definition: string;
  /** Where the definition stands. */
  readonly reference: string;
  readonly rulings: readonly RulingId[];
  readonly exceptions: readonly RulingId[];
  readonly grain: G;
  readonly measure: Measure<Columns[G]>;
  readonly where: readonly Condition<Columns[G]>[];
  readonly dimensions: readonly DimensionId[];
  /** Parts without overlap add up to the total; false for distinct counts and dates. */
  readonly additive: boolean;
  /** A metric that is always a table: by what. */
  readonly split?: "event_type" | "event";
  /** False where a total over the rows would mean nothing. */
  readonly hasTotal?: boolean;
  /** Through whom an event belongs to an organisation or volunteer: who came (the default), or whoever was signed up. */
  readonly link?: "came" | "signed up";
  readonly notes?: readonly NoteOf<Columns[G]>[];
  /** An estimate by nature, always said so. */
  readonly estimate?: boolean;
}

export type MetricSpecification = { [G in GrainId]: DefinitionOf<G> }[GrainId];

/** A metric as the compiler reads it. */
export interface Metric extends Omit<DefinitionOf<GrainId>, "measure" | "where" | "notes"> {
  readonly measure: Measure;
  readonly where: readonly Condition[];
  readonly notes: readonly NoteOf<AnyColumn>[];
}

const ID = /^[MX]\d{2,3}$/;

/** One metric, checked by its grain's columns: naming a column that the grain lacks does not compile. */
export function defineMetric(specification: MetricSpecification): Metric {
  if (!ID.test(specification.id))
    throw new Error(`A metric's id is M or X and two or three digits, not ${specification.id}.`);
  return { ...specification, notes: specification.notes ?? [] };
}

/** Whether the Metrics Bible defines it; the others are figures of our own. */
export const isOfTheBible = (metric: Pick<Metric, "id">): boolean => metric.id.startsWith("M");

export type Figure = number | string | null;

export interface FigureRow {
  readonly key: Key;
  readonly label: string;
  /** The second key of a metric that is always a table (M110 by event, M120 by type). */
  readonly part: { readonly key: Key; readonly label: string } | null;
  /** Metric id → one figure per column. */
  readonly figures: Readonly<Record<string, readonly Figure[]>>;
  /** Metric id → note key → count, over all periods together. */
  readonly notes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Figures {
  readonly metrics: readonly Metric[];
  readonly by: DimensionId | null;
  /** The periods asked for and, when they are several, one more: their union, counted again. */
  readonly columns: readonly Period[];
  readonly rows: readonly FigureRow[];
  /** Computed over the records, never added up. */
  readonly total: FigureRow;
  /** For the footer: excluded, estimated, unknown district, inferred district … */
  readonly counts: Readonly<Record<string, number>>;
}
