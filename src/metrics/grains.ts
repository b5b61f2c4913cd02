import sql, { raw, type Sql } from "sql-template-tag";
import type { Condition, DimensionId, GrainId } from "./model.js";
import { COUNTED_EXCLUDED } from "./persons.js";

/** The records of a grain: e is the event, p the participation, c its contact (CONTACT). Deleted rows count nowhere, nor does an event that people said is another. */
export interface Grain {
  readonly tables: Sql;
  /** The same, with SQLite held to begin with the events. */
  readonly held: Sql;
  readonly where: readonly Sql[];
  /** Whether each record is one person's: then the footer says how many people were excluded. */
  readonly ofPeople: readonly Condition[] | null;
  readonly noun: { readonly one: string; readonly many: string };
}

const EVENTS = { tables: sql`event e`, held: sql`event e` };
const PARTICIPATIONS = {
  tables: sql`event e
      JOIN participation p ON p.event_id = e.id`,
  held: sql`event e
      CROSS JOIN participation p`,
};
export const ALIVE_EVENT = sql`e.deleted_at IS NULL AND e.same_as_id IS NULL`;
const ALIVE = [sql`p.event_id = e.id`, ALIVE_EVENT, sql`p.deleted_at IS NULL`];

/** The participations of those who are excluded from reports: an index leads to the few. */
export const OF_EXCLUDED = {
  tables: sql`contact x
      CROSS JOIN participation p
      CROSS JOIN event e`,
  where: sql`x.excluded = TRUE AND p.contact_id = x.id`,
} as const;

/** Whose participation it is. */
export const CONTACT = { join: sql`JOIN contact c ON c.id = p.contact_id`, where: sql`c.deleted_at IS NULL` } as const;

/**
 * Whether a volunteer's participation, by the name it has in a statement, is a presenter's: of type Presenter, or a professional's whom Pathful put to a
 * virtual session (ruling A6). Both reports of Pathful are meant, the old log too.
 */
export function presents(participation: "p" | "pp"): Sql {
  const p = raw(participation);
  return sql`(LOWER(${p}.participant_type_raw) = 'presenter'
        OR (e.format = 'virtual' AND ${p}.source IN ('pathful', 'virtual-log') AND LOWER(${p}.participant_type_raw) = 'professional'))`;
}

const CAME: readonly Condition[] = [
  { column: "counts", is: [true] },
  { column: "event_status", isNot: ["Cancelled"] },
];

export const GRAIN: Readonly<Record<GrainId, Grain>> = {
  event: { ...EVENTS, where: [ALIVE_EVENT], ofPeople: null, noun: { one: "event", many: "events" } },
  "volunteer participation": {
    ...PARTICIPATIONS,
    where: [sql`p.role = 'volunteer'`, ...ALIVE],
    ofPeople: CAME,
    noun: { one: "volunteer participation", many: "volunteer participations" },
  },
  presenter: {
    ...PARTICIPATIONS,
    where: [sql`p.role = 'volunteer'`, ...ALIVE, presents("p")],
    ofPeople: [
      { column: "attended", is: [true] },
      { column: "event_status", isNot: ["Cancelled"] },
    ],
    noun: { one: "presenter", many: "presenters" },
  },
  "student participation": {
    ...PARTICIPATIONS,
    where: [sql`p.role = 'student'`, ...ALIVE],
    ofPeople: CAME,
    noun: { one: "student participation", many: "student participations" },
  },
  "teacher participation": {
    ...PARTICIPATIONS,
    where: [sql`p.role = 'teacher'`, ...ALIVE],
    ofPeople: [
      { column: "confirmed_at", recorded: true },
      { column: "event_status", isNot: ["Cancelled"] },
    ],
    noun: { one: "teacher participation", many: "teacher participations" },
  },
};

export type Link = "came" | "signed up";

/**
 * Whose participation ties an event to an organisation or volunteer: of people who came and are not excluded, or of everyone signed up.
 */
export const linked = (link: Link): readonly Sql[] => [
  ...volunteering(link),
  sql`c.deleted_at IS NULL`,
  sql`c.excluded = FALSE`,
];

/** The same of people who came, without reading their contacts. */
export const COUNTED_LINK: readonly Sql[] = [...volunteering("came"), sql`NOT ${COUNTED_EXCLUDED}`];

function volunteering(link: Link): readonly Sql[] {
  return [sql`p.role = 'volunteer'`, ...(link === "came" ? [sql`p.counts = TRUE`] : []), sql`p.deleted_at IS NULL`];
}

/** Dimensions that every grain has. */
export const COMMON_DIMENSIONS: readonly DimensionId[] = [
  "district",
  "school",
  "school_level",
  "pathway",
  "school_year",
  "month",
  "event_type",
  "format",
  "host",
  "organisation",
  "event",
];
/** The same and by volunteer, where a record is a volunteer's or an event's. */
export const VOLUNTEER_DIMENSIONS: readonly DimensionId[] = [...COMMON_DIMENSIONS, "volunteer"];
/** Of people's colour: never by what would point at one person (ruling P4). */
export const DEMOGRAPHIC_DIMENSIONS: readonly DimensionId[] = COMMON_DIMENSIONS.filter((id) => id !== "event");
/** Of students: also by where they go to school (ruling E3). */
export const STUDENT_DIMENSIONS: readonly DimensionId[] = [
  ...COMMON_DIMENSIONS,
  "home_district",
  "home_school",
  "home_level",
  "band",
  "student",
];
/** Of teachers: district, school and level are those of the teacher's own school (ruling A4). */
export const TEACHER_DIMENSIONS: readonly DimensionId[] = [...COMMON_DIMENSIONS, "teacher"];
