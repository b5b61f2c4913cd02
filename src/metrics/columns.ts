import sql, { join, type Sql } from "sql-template-tag";
import { creditedHoursOf, hoursBasisOf } from "../identity/index.js";
import { bandAt } from "./band.js";
import type { Context } from "./context.js";
import { presents } from "./grains.js";
import type { Columns, GrainId } from "./model.js";
import { isSkilledIn, isSpokenOn, SPOKEN_AT } from "./own-pathways.js";
import { COUNTED_PERSON, PERSON } from "./persons.js";

/** Joins that are only made when a column needs them. */
export type JoinId = "detail" | "present" | "first" | "credited";

/**
 * A column is read from the tables (`read`), or worked out from columns already read (`from`). The compiler reads
 * each in an inner select called f, and works the rest out over it. `isOnce`: dear to read, so it is read once per record and kept; `isDear`: kept where several
 * selects read it.
 */
export type Column =
  | {
      /** `keys` are those of the buckets that a record is put into. */
      readonly read: Sql | ((context: Context, keys: readonly Sql[]) => Sql);
      readonly needs?: JoinId;
      readonly isOnce?: true;
      readonly isDear?: true;
      /** What holds of e wherever the column can be true. */
      readonly limit?: Sql;
    }
  | { readonly from: readonly string[]; readonly work: Sql };

/** Whose record it is. */
export const personOf = ({ counts = false }: Context): Sql => (counts ? COUNTED_PERSON : PERSON);

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

export { PERSON };

const PEOPLE = {
  ...EVENT,
  person: { read: PERSON },
  excluded: { read: sql`c.excluded` },
  record: { read: sql`p.id` },
  person_name: { read: sql`c.full_name` },
  status_raw: { read: sql`p.status_raw` },
  attended: { read: sql`p.attended` },
} satisfies Record<string, Column>;

/** Bible M110: in person, all three numbers there; whole-number division rounds down. */
const STUDENTS_PER_VOLUNTEER = sql`CASE
        WHEN e.format = 'in_person' AND detail.rooms > 0 AND detail.rotations > 0
        THEN (detail.total_students * detail.rotations) / detail.rooms
      END`;

/** How many a volunteer meets at a time: in person, both numbers there. */
const STUDENTS_PER_ROTATION = sql`CASE WHEN e.format = 'in_person' AND detail.rooms > 0 THEN detail.total_students / detail.rooms END`;

const ROSTER = sql`NULLIF((
        SELECT COUNT(*) FROM participation s
        WHERE s.event_id = e.id AND s.role = 'student' AND s.counts = TRUE AND s.deleted_at IS NULL
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

/** Everybody with a record that says a person of colour: one of a person's records is enough (ruling P4, small print). */
const peopleOfColour = ({ organization }: Context): Sql => sql`(
        SELECT COALESCE(k.person_id, k.id) FROM contact k
        WHERE k.kind IN ('volunteer', 'teacher', 'other') AND k.deleted_at IS NULL AND k.race IN (${join(organization.peopleOfColor)})
      )`;

const isOfColour =
  (person: Sql, race: Sql) =>
  (context: Context): Sql =>
    sql`(COALESCE(${race} IN (${join(context.organization.peopleOfColor)}), FALSE) OR ${person} IN ${peopleOfColour(context)})`;

/** At an event, somebody presented of whom something holds: attended, and not excluded (Bible M81, ruling P3). */
const presenterAt = (whose: Sql): Sql => sql`EXISTS (
        SELECT 1 FROM participation pp JOIN contact pc ON pc.id = pp.contact_id
        WHERE pp.event_id = e.id AND pp.role = 'volunteer' AND pp.attended = TRUE AND pp.deleted_at IS NULL
          AND pc.deleted_at IS NULL AND pc.excluded = FALSE AND ${presents("pp")}
          AND ${whose}
      )`;

/**
 * Pathful counted n educators at a session where m had signed up, and nobody has said yet who came (ruling A3): as many of the m as may be too many,
 * among those that are asked about.
 */
const surplus = (_: Context, keys: readonly Sql[]): Sql => sql`(ROW_NUMBER() OVER (
        PARTITION BY ${join([sql`e.id`, sql`p.counts`, sql`c.excluded`, ...keys])} ORDER BY p.id
      ) <= (
        SELECT COUNT(*) FROM participation up WHERE up.event_id = e.id AND up.role = 'teacher' AND up.counts = TRUE
      ) - COALESCE(e.attended_educators, 0))`;

const MORE_THAN_ATTENDED = sql`e.id IN (
        SELECT fe.id FROM flag fl JOIN event fe ON fe.source = fl.source AND fe.source_id = fl.source_id
        WHERE fl.kind = 'educators_more_than_attended' AND fl.entity = 'event' AND fl.resolved_at IS NULL
      )`;

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
  students_per_rotation: { read: STUDENTS_PER_ROTATION, needs: "detail" },
  rooms: { read: sql`detail.rooms`, needs: "detail" },
  school_id: { read: sql`e.school_id` },
  local_presenter: { read: presenterAt(sql`pc.local_status = 'local'`) },
  presenter_of_colour: {
    read: (context) => presenterAt(isOfColour(sql`COALESCE(pc.person_id, pc.id)`, sql`pc.race`)(context)),
  },
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
  organisation: { read: sql`credited.name`, needs: "credited" },
  hours_recorded: { read: sql`p.hours_recorded` },
  /** One person at one event, however many rows say so. */
  engagement: { read: sql`(CAST(e.id AS TEXT) || ' ' || CAST(${PERSON} AS TEXT))` },
  hours: { read: ({ organization }) => creditedHoursOf(organization.longestFallbackHours), isDear: true },
  hours_basis: { read: ({ organization }) => hoursBasisOf(organization.longestFallbackHours) },
  local_status: { read: sql`c.local_status` },
  local_basis: { read: sql`c.local_basis` },
  of_colour: { read: isOfColour(PERSON, sql`c.race`) },
  /** The first day on which the person attended anything that was not cancelled (Bible M92). */
  first_on: { read: sql`first.first_on`, needs: "first" },
  in_pathway: { read: sql`EXISTS (SELECT 1 FROM event_pathway w WHERE w.event_id = e.id)` },
  /** Spoke on a pathway there, whatever the event's own (ruling E8). */
  speaks: { read: isSpokenOn(sql`TRUE`), limit: SPOKEN_AT },
  /** Their own skills carry a pathway (ruling E8). */
  skilled: {
    read: (context) => isSkilledIn(context.organization.pathways, personOf(context), sql`TRUE`),
    isDear: true,
  },
};

const PRESENTER_COLUMNS: Named<"presenter"> & Record<string, Column> = {
  ...PEOPLE,
  local_status: { read: sql`c.local_status` },
  of_colour: { read: isOfColour(PERSON, sql`c.race`) },
};

const STUDENT_COLUMNS: Named<"student participation"> & Record<string, Column> = {
  ...PEOPLE,
  counts: { read: sql`p.counts` },
  /** K-8, 9-12 or unknown (ruling E7). */
  band: { read: bandAt },
};

const TEACHER_COLUMNS: Named<"teacher participation"> & Record<string, Column> = {
  ...PEOPLE,
  confirmed_at: { read: sql`p.attendance_confirmed_at` },
  participation_status: { read: sql`p.status` },
  /** One teacher in one session, however many rows say so. */
  experience: { read: sql`(CAST(e.id AS TEXT) || ' ' || CAST(${PERSON} AS TEXT))` },
  surplus: { read: surplus, limit: MORE_THAN_ATTENDED },
};

export const COLUMNS: Readonly<Record<GrainId, Readonly<Record<string, Column>>>> = {
  event: EVENT_COLUMNS,
  "volunteer participation": VOLUNTEER_COLUMNS,
  presenter: PRESENTER_COLUMNS,
  "student participation": STUDENT_COLUMNS,
  "teacher participation": TEACHER_COLUMNS,
};
