import type { Period } from "../domain/index.js";
import type { RulingId } from "./rulings.js";

/** What one record of a metric is, before anything is counted. */
export const GRAINS = [
  "event",
  "volunteer participation",
  "presenter",
  "student participation",
  "teacher participation",
] as const;
export type GrainId = (typeof GRAINS)[number];

/**
 * How figures can be cut. The home ones are of a person's own school, the others of the event's; a metric of teachers counts by home in any case
 * (`places`). `event` and `local_basis` (what a volunteer's locality rests on) are for reports and commands of their own: `by:` offers neither.
 */
export const DIMENSIONS = [
  "district",
  "school",
  "school_level",
  "home_district",
  "home_school",
  "home_level",
  "band",
  "pathway",
  "spoken_pathway",
  "skilled_pathway",
  "school_year",
  "month",
  "event_type",
  "format",
  "host",
  "organisation",
  "volunteer",
  "teacher",
  "student",
  "local_basis",
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
    | "students_per_rotation"
    | "volunteers"
    | "interactions"
    | "reached"
    | "reach_basis"
    | "total_basis"
    | "credit_start_unknown"
    | "school_id"
    | "rooms"
    | "local_presenter"
    | "presenter_of_colour";
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
    | "engagement"
    | "local_status"
    | "local_basis"
    | "of_colour"
    | "first_on"
    | "in_pathway"
    | "speaks"
    | "skilled";
  presenter: EventColumn | "person" | "excluded" | "attended" | "local_status" | "of_colour";
  "student participation": EventColumn | "person" | "excluded" | "counts" | "attended" | "band";
  "teacher participation":
    | EventColumn
    | "person"
    | "excluded"
    | "attended"
    | "confirmed_at"
    | "participation_status"
    | "experience"
    | "surplus";
}
export type AnyColumn = { [G in GrainId]: Columns[G] }[GrainId];

/** A condition on one record, as data. */
export type Condition<C extends string = AnyColumn> =
  | { readonly column: C; readonly is: readonly (string | boolean)[] }
  | { readonly column: C; readonly isNot: readonly string[] }
  | { readonly column: C; readonly recorded: true }
  | { readonly column: C; readonly day: "after today" | "today or later" | "within the period" }
  /** Holds where the other condition on the same column does not. */
  | { readonly column: C; readonly fails: Condition<C> };

/** How records become a number. Every kind is safe when a record is met once per bucket, which the compiler sees to. */
export type Measure<C extends string = AnyColumn> =
  | { readonly kind: "records"; readonly times?: "studentsPerClassroom" }
  | { readonly kind: "distinct"; readonly column: C; readonly times?: "studentsPerClassroom" }
  | { readonly kind: "sum" | "average"; readonly column: C }
  | { readonly kind: "first" | "last"; readonly column: C };

/** A count said beside a metric: "of which still to come: 3". */
export interface NoteOf<C extends string> {
  readonly key: string;
  readonly label: string;
  readonly measure: Measure<C>;
  readonly where: readonly Condition<C>[];
  /** The footer's count that this note adds to, as "estimated". */
  readonly counts?: string;
  /** Found by a statement of its own: its condition holds of few records. */
  readonly apart?: true;
  /** Its own conditions alone: not of the records that the metric counts. */
  readonly instead?: true;
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
  readonly type: "integer" | "average" | "per_hundred" | "hours" | "date";
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
  readonly split?: "event_type" | "event" | "band";
  /** False where a total over the rows would mean nothing. */
  readonly hasTotal?: boolean;
  /** Through whom an event belongs to an organisation or volunteer: who came (the default), or whoever was signed up. */
  readonly link?: "came" | "signed up";
  readonly notes?: readonly NoteOf<Columns[G]>[];
  /** An estimate by nature, always said so. */
  readonly estimate?: boolean;
  /** Districts, schools and levels are those of the person's own school (rulings A4, small print), not of the event. */
  readonly places?: "home";
  /** Pathways are those that the volunteer spoke on at the event, or that their own skills carry, not the event's (ruling E8). */
  readonly pathways?: "spoken" | "skilled";
  /** A quotient of two other metrics, computed from theirs: null's share of nothing is 0 (Bible M83). `measure` and `where` are those of `of`. */
  readonly ratio?: { readonly of: string; readonly to: string };
  /** The metric that counts the people behind this one, where it counts something else: the footer says who of them was excluded. */
  readonly people?: string;
  /** Says something of people's colour: groups too small are not shown (ruling P4). `among` has a row wherever there could be somebody. */
  readonly demographic?: { readonly among: string };
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
  /** Some figure is of a group too small for everybody, and stands there all the same: what shows it is `demographic` (ruling P4). */
  readonly showsSmallGroups: boolean;
  /** For the footer: excluded, estimated, unknown district, inferred district … */
  readonly counts: Readonly<Record<string, number>>;
}
