import sql, { type Sql } from "sql-template-tag";
import type { Condition, DimensionId, GrainId } from "./model.js";

/** The records of a grain: e is the event, p the participation, c the contact. Deleted rows count nowhere. */
export interface Grain {
  readonly tables: Sql;
  readonly where: readonly Sql[];
  /** Whether each record is one person's: then the footer says how many people were excluded. */
  readonly ofPeople: readonly Condition[] | null;
  readonly noun: { readonly one: string; readonly many: string };
}

const EVENTS = sql`event e`;
const PARTICIPATIONS = sql`event e
      JOIN participation p ON p.event_id = e.id
      JOIN contact c ON c.id = p.contact_id`;
const ALIVE_EVENT = sql`e.deleted_at IS NULL`;
const ALIVE = [ALIVE_EVENT, sql`p.deleted_at IS NULL`, sql`c.deleted_at IS NULL`];

const CAME: readonly Condition[] = [
  { column: "counts", is: [true] },
  { column: "event_status", isNot: ["Cancelled"] },
];

export const GRAIN: Readonly<Record<GrainId, Grain>> = {
  event: { tables: EVENTS, where: [ALIVE_EVENT], ofPeople: null, noun: { one: "event", many: "events" } },
  "volunteer participation": {
    tables: PARTICIPATIONS,
    where: [sql`p.role = 'volunteer'`, ...ALIVE],
    ofPeople: CAME,
    noun: { one: "volunteer participation", many: "volunteer participations" },
  },
  "student participation": {
    tables: PARTICIPATIONS,
    where: [sql`p.role = 'student'`, ...ALIVE],
    ofPeople: CAME,
    noun: { one: "student participation", many: "student participations" },
  },
  "teacher participation": {
    tables: PARTICIPATIONS,
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
  sql`p.role = 'volunteer'`,
  ...(link === "came" ? [sql`p.counts = TRUE`] : []),
  sql`p.deleted_at IS NULL`,
  sql`c.deleted_at IS NULL`,
  sql`c.excluded = FALSE`,
];

/** Dimensions that every grain has. */
export const COMMON_DIMENSIONS: readonly DimensionId[] = [
  "district",
  "school",
  "school_year",
  "month",
  "event_type",
  "format",
  "organisation",
  "event",
];
/** The same and by volunteer, where a record is a volunteer's or an event's. */
export const VOLUNTEER_DIMENSIONS: readonly DimensionId[] = [...COMMON_DIMENSIONS, "volunteer"];
