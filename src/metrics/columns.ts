import sql, { type Sql } from "sql-template-tag";
import { creditedHoursOf } from "../identity/index.js";
import type { Organization } from "../runtime/index.js";
import type { Columns, GrainId } from "./model.js";

/** What a statement is computed with, besides the pool. */
export interface Context {
  readonly organization: Organization;
  /** The local day on which the figures are asked for. */
  readonly today: string;
}

/** Joins that are only made when a column needs them. */
export type JoinId = "detail" | "present";

/**
 * A column is read from the tables (`read`), or worked out from columns already read (`from`). The compiler reads
 * each in an inner select called f, and works the rest out over it. `isOnce`: dear to read, so it is read once per record and kept.
 */
export type Column =
  | { readonly read: Sql | ((context: Context) => Sql); readonly needs?: JoinId; readonly isOnce?: true }
  | { readonly from: readonly string[]; readonly work: Sql };

const EVENT = {
  event: { read: sql`e.id` },
  local_date: { read: sql`e.local_date` },
  event_status: { read: sql`e.status` },
  event_type: { read: sql`e.type` },
  format: { read: sql`e.format` },
  // For the list of records behind a number.
  event_title: { read: sql`e.title` },
  event_source_id: { read: sql`e.source_id` },
  school: { read: sql`(SELECT sl.name FROM school sl WHERE sl.id = e.school_id)` },
} satisfies Record<string, Column>;

/** One person is the smallest of their contacts' ids (rulings P1, P2); a contact not yet resolved stands for itself. */
export const PERSON = sql`COALESCE(c.person_id, c.id)`;

const PEOPLE = {
  ...EVENT,
  person: { read: PERSON },
  excluded: { read: sql`c.excluded` },
  record: { read: sql`p.id` },
  person_name: { read: sql`c.full_name` },
  status_raw: { read: sql`p.status_raw` },
  attended: { read: sql`p.attended` },
} satisfies Record<string, Column>;

/** Where credited hours come from (ruling A2); the rule itself stands in identity, which also picks the row that counts by it. */
const HOURS_BASIS = sql`CASE
        WHEN f.hours_recorded > 0 THEN 'recorded'
        WHEN f.hours > 0 AND f.duration_minutes > 0 THEN 'duration'
        WHEN f.hours > 0 THEN 'start and end'
        ELSE 'none'
      END`;

/** Bible M110: in person, all three numbers there; whole-number division rounds down. */
const STUDENTS_PER_VOLUNTEER = sql`CASE
        WHEN e.format = 'in_person' AND detail.rooms > 0 AND detail.rotations > 0
        THEN (detail.total_students * detail.rotations) / detail.rooms
      END`;

const ROSTER = sql`NULLIF((
        SELECT COUNT(*) FROM participation s JOIN contact sc ON sc.id = s.contact_id
        WHERE s.event_id = e.id AND s.role = 'student' AND s.counts = TRUE AND s.deleted_at IS NULL AND sc.deleted_at IS NULL
      ), 0)`;

const HEADCOUNT = sql`NULLIF(e.headcount, 0)`;

/** A number that a person gave for the whole reach of an event; it beats all (ruling E6). */
const REACH_OVERRIDE = sql`(
        SELECT CAST(r.value AS INTEGER) FROM decision r
        WHERE r.kind = 'reach' AND r.subject = 'event' AND r.source = e.source AND r.source_id = e.source_id AND r.reversed_at IS NULL
        ORDER BY r.decided_at DESC, r.id DESC LIMIT 1
      )`;

const TOTAL_FROM = ["reach_override", "detail_students", "roster_students", "headcount"];
/** Students at an event, from the best source there is (ruling E6, X10). */
const TOTAL = sql`COALESCE(f.reach_override, f.detail_students, f.roster_students, f.headcount)`;

const REACH_FROM = [...TOTAL_FROM, "students_per_volunteer", "volunteers"];

/** Students an organisation met at an event, each meeting counted (ruling E6, X12). */
const INTERACTIONS = sql`CASE
        WHEN f.reach_override IS NOT NULL THEN f.reach_override
        WHEN f.students_per_volunteer IS NOT NULL THEN f.students_per_volunteer * COALESCE(f.volunteers, 0)
        ELSE ${TOTAL}
      END`;

/** Students an organisation reached at an event: never more than were there (ruling E6, X13). */
const REACHED = sql`CASE
        WHEN f.reach_override IS NOT NULL THEN f.reach_override
        WHEN f.students_per_volunteer * COALESCE(f.volunteers, 0) < ${TOTAL} THEN f.students_per_volunteer * COALESCE(f.volunteers, 0)
        ELSE ${TOTAL}
      END`;

const REACH_BASIS = sql`CASE
        WHEN f.reach_override IS NOT NULL THEN 'override'
        WHEN f.students_per_volunteer IS NOT NULL THEN 'rooms and rotations'
        WHEN ${TOTAL} IS NOT NULL THEN 'estimate'
        ELSE 'none'
      END`;

/** Where the number of students at an event comes from, best first (ruling E6, X10). */
const TOTAL_BASIS = sql`CASE
        WHEN f.reach_override IS NOT NULL THEN 'override'
        WHEN f.detail_students IS NOT NULL THEN 'attendance detail'
        WHEN f.roster_students IS NOT NULL THEN 'attended roster'
        WHEN f.headcount IS NOT NULL THEN 'headcount'
        ELSE 'none'
      END`;

type Named<G extends GrainId> = Record<Columns[G], Column>;

const EVENT_COLUMNS: Named<"event"> & Record<string, Column> = {
  ...EVENT,
  record: { read: sql`e.id` },
  headcount: { read: HEADCOUNT },
  detail_students: { read: sql`detail.total_students`, needs: "detail" },
  roster_students: {
    read: sql`CASE WHEN detail.total_students IS NULL THEN ${ROSTER} END`,
    needs: "detail",
    isOnce: true,
  },
  reach_override: { read: REACH_OVERRIDE, isOnce: true },
  total_students: { from: TOTAL_FROM, work: TOTAL },
  students_per_volunteer: { read: STUDENTS_PER_VOLUNTEER, needs: "detail" },
  rooms: { read: sql`detail.rooms`, needs: "detail" },
  rotations: { read: sql`detail.rotations`, needs: "detail" },
  volunteers: { read: sql`present.volunteers`, needs: "present" },
  credit_start_unknown: { read: sql`(present.start_unknown = 1)`, needs: "present" },
  interactions: { from: REACH_FROM, work: INTERACTIONS },
  reached: { from: REACH_FROM, work: REACHED },
  reach_basis: { from: REACH_FROM, work: REACH_BASIS },
  total_basis: { from: TOTAL_FROM, work: TOTAL_BASIS },
};

const VOLUNTEER_COLUMNS: Named<"volunteer participation"> & Record<string, Column> = {
  ...PEOPLE,
  counts: { read: sql`p.counts` },
  participation_status: { read: sql`p.status` },
  organisation: { read: sql`(SELECT o.name FROM organization o WHERE o.id = p.credited_organization_id)` },
  hours_recorded: { read: sql`p.hours_recorded` },
  duration_minutes: { read: sql`e.duration_minutes` },
  /** One person at one event, however many rows say so. */
  engagement: { read: sql`(CAST(e.id AS TEXT) || ' ' || CAST(${PERSON} AS TEXT))` },
  hours: { read: ({ organization }) => creditedHoursOf(organization.longestFallbackHours) },
  hours_basis: { from: ["hours_recorded", "duration_minutes", "hours"], work: HOURS_BASIS },
};

const STUDENT_COLUMNS: Named<"student participation"> & Record<string, Column> = {
  ...PEOPLE,
  counts: { read: sql`p.counts` },
};

const TEACHER_COLUMNS: Named<"teacher participation"> & Record<string, Column> = {
  ...PEOPLE,
  confirmed_at: { read: sql`p.attendance_confirmed_at` },
};

export const COLUMNS: Readonly<Record<GrainId, Readonly<Record<string, Column>>>> = {
  event: EVENT_COLUMNS,
  "volunteer participation": VOLUNTEER_COLUMNS,
  "student participation": STUDENT_COLUMNS,
  "teacher participation": TEACHER_COLUMNS,
};
