// The figures of the metrics bench as somebody who knows the tables would write them, each in as few statements as it takes.

const BETWEEN = "e.local_date BETWEEN @start AND @end";
const ALIVE = "e.deleted_at IS NULL AND p.deleted_at IS NULL AND c.deleted_at IS NULL";
const PEOPLE = "event e JOIN participation p ON p.event_id = e.id JOIN contact c ON c.id = p.contact_id";
const CAME = `${BETWEEN} AND p.role = 'volunteer' AND p.counts = 1 AND e.status <> 'Cancelled' AND ${ALIVE}`;
const CAME_AS_STUDENT = CAME.replace("'volunteer'", "'student'");
const PERSON = "COALESCE(c.person_id, c.id)";
const HOURS = `CASE WHEN p.hours_recorded > 0 THEN p.hours_recorded WHEN e.duration_minutes > 720 THEN 0
  WHEN e.duration_minutes > 0 THEN e.duration_minutes / 60.0 WHEN e.span_minutes > 720 THEN 0
  WHEN e.span_minutes > 60 THEN e.span_minutes / 60.0 WHEN e.span_minutes >= 0 THEN 1.0 ELSE 0 END`;
const EXCLUDED = `COUNT(DISTINCT CASE WHEN c.excluded = 1 THEN ${PERSON} END) AS excluded`;
const VOLUNTEERS = `COUNT(DISTINCT CASE WHEN c.excluded = 0 THEN ${PERSON} END) AS volunteers`;
const STUDENTS_MET = `COUNT(DISTINCT ${PERSON}) AS students`;
const SUM_OF_HOURS = `COALESCE(SUM(CASE WHEN c.excluded = 0 THEN ${HOURS} END), 0) AS hours`;
const HOW = `COUNT(CASE WHEN c.excluded = 0 AND COALESCE(p.hours_recorded, 0) <= 0 AND ${HOURS} > 0 THEN 1 END) AS fallback,
  COUNT(CASE WHEN c.excluded = 0 AND COALESCE(p.hours_recorded, 0) <= 0 AND ${HOURS} = 0 THEN 1 END) AS without`;
const LEGACY = `SELECT COUNT(*) AS legacy FROM event e WHERE ${BETWEEN} AND e.is_legacy_connector = 1 AND e.deleted_at IS NULL AND e.status <> 'Cancelled'`;

/** Each: the metric, how it is asked for, and the statements that say the same, the total first and the buckets second. */
export const METRICS = [
  {
    name: "volunteers (M20) by district",
    metric: "M20",
    by: "district",
    statements: [
      `SELECT ${VOLUNTEERS}, ${EXCLUDED} FROM ${PEOPLE} WHERE ${CAME}`,
      `SELECT d.name, ${VOLUNTEERS}, ${EXCLUDED} FROM ${PEOPLE}
        LEFT JOIN event_district ed ON ed.event_id = e.id LEFT JOIN district d ON d.id = ed.district_id
        WHERE ${CAME} GROUP BY ed.district_id`,
      `SELECT COUNT(CASE WHEN ed.event_id IS NULL THEN 1 END) AS unknown, COUNT(DISTINCT CASE WHEN ed.basis = 'inferred' THEN e.id END) AS inferred
        FROM event e LEFT JOIN event_district ed ON ed.event_id = e.id
        WHERE ${BETWEEN} AND e.deleted_at IS NULL AND e.status <> 'Cancelled'`,
      LEGACY,
    ],
    total: ({ volunteers }) => volunteers,
  },
  {
    name: "hours (M30) by school year",
    metric: "M30",
    by: "school_year",
    statements: [
      `SELECT ${SUM_OF_HOURS}, ${HOW}, ${EXCLUDED} FROM ${PEOPLE} WHERE ${CAME}`,
      `SELECT e.school_year, ${SUM_OF_HOURS}, ${HOW}, ${EXCLUDED} FROM ${PEOPLE} WHERE ${CAME} GROUP BY e.school_year`,
      LEGACY,
    ],
    total: ({ hours }) => hours,
  },
  {
    name: "students (M10) by month",
    metric: "M10",
    by: "month",
    statements: [
      `SELECT ${STUDENTS_MET} FROM ${PEOPLE} WHERE ${CAME_AS_STUDENT}`,
      `SELECT substr(e.local_date, 1, 7) AS month, ${STUDENTS_MET} FROM ${PEOPLE} WHERE ${CAME_AS_STUDENT} GROUP BY 1`,
      LEGACY,
    ],
    total: ({ students }) => students,
  },
];

const THEIRS = "p.credited_organization_id IN (SELECT id FROM organization WHERE name = @name)";
const SIGNED_UP = `${PEOPLE} WHERE p.role = 'volunteer' AND ${ALIVE} AND c.excluded = 0 AND ${THEIRS}`;
const HELD = "e.status IN ('Completed', 'Simulcast')";
const SESSIONS = `COUNT(DISTINCT CASE WHEN ${HELD} THEN e.id END) AS sessions,
  COUNT(DISTINCT CASE WHEN ${HELD} AND e.format = 'in_person' THEN e.id END) AS in_person,
  COUNT(DISTINCT CASE WHEN ${HELD} AND e.format = 'virtual' THEN e.id END) AS virtual`;

/** Their sessions with the students that they reached there: each once, never more than were there. */
const MET = `WITH met AS (
  SELECT e.*, COUNT(DISTINCT ${PERSON}) AS volunteers, SUM(${HOURS}) AS hours, MAX(p.credit_start_unknown) AS start_unknown
  FROM ${SIGNED_UP} AND p.counts = 1 AND e.status <> 'Cancelled' AND ${BETWEEN} GROUP BY e.id
), place AS (
  SELECT met.id, a.total_students, a.rooms, a.rotations, ROW_NUMBER() OVER (
    PARTITION BY a.event_id ORDER BY CASE a.entered_by_kind WHEN 'human' THEN 0 ELSE 1 END, a.entered_at DESC, a.id DESC) AS newest
  FROM met JOIN attendance_detail a ON a.event_id = met.id WHERE a.reversed_at IS NULL
), reached AS (
  SELECT met.*, COALESCE(a.total_students,
      NULLIF((SELECT COUNT(*) FROM participation s JOIN contact sc ON sc.id = s.contact_id
        WHERE s.event_id = met.id AND s.role = 'student' AND s.counts = 1 AND s.deleted_at IS NULL AND sc.deleted_at IS NULL), 0),
      NULLIF(met.headcount, 0)) AS there,
    CASE WHEN a.rooms > 0 AND a.rotations > 0 THEN a.total_students * a.rotations / a.rooms END AS each
  FROM met LEFT JOIN place a ON a.id = met.id AND a.newest = 1
)`;
const IN_PERSON = "format = 'in_person' AND status IN ('Completed', 'Simulcast')";
/** With what the report says about them: met more than once, estimated, not counted, credited without a known start. */
const STUDENTS = `SUM(CASE WHEN ${IN_PERSON} THEN CASE WHEN each * volunteers < there THEN each * volunteers ELSE there END END) AS students,
  SUM(CASE WHEN ${IN_PERSON} THEN COALESCE(each * volunteers, there) END) AS interactions,
  COUNT(CASE WHEN ${IN_PERSON} AND each IS NULL AND there IS NOT NULL THEN 1 END) AS estimated,
  COUNT(CASE WHEN ${IN_PERSON} AND there IS NULL THEN 1 END) AS uncounted, COUNT(CASE WHEN start_unknown THEN 1 END) AS start_unknown`;
const ATTENDED = "p.counts = 1 AND e.status <> 'Cancelled'";
const PEOPLE_AND_HOURS = `${VOLUNTEERS}, ${SUM_OF_HOURS}, ${HOW}`;
const MISSED = `COUNT(DISTINCT CASE WHEN p.status = 'no_show' THEN e.id || ' ' || ${PERSON} END) AS no_shows,
  COUNT(DISTINCT CASE WHEN p.status IN ('cancelled', 'declined', 'withdrawn') THEN e.id || ' ' || ${PERSON} END) AS cancelled`;

/** What the report of an organisation says, table by table. */
export const REPORT = [
  `SELECT ${SESSIONS}, ${PEOPLE_AND_HOURS}, COUNT(*) AS engagements FROM ${SIGNED_UP} AND ${ATTENDED} AND ${BETWEEN}`,
  `${MET} SELECT ${STUDENTS} FROM reached`,
  `SELECT ${MISSED}, COUNT(DISTINCT CASE WHEN e.status = 'Cancelled' THEN e.id END) AS sessions_cancelled FROM ${SIGNED_UP} AND ${BETWEEN}`,
  `SELECT COUNT(DISTINCT ${PERSON}) AS excluded FROM ${PEOPLE} WHERE p.role = 'volunteer' AND ${ALIVE} AND c.excluded = 1 AND ${THEIRS} AND ${ATTENDED} AND ${BETWEEN}`,
  `SELECT COUNT(DISTINCT ${PERSON}) * 25 AS reached_by_teachers FROM ${PEOPLE} WHERE p.role = 'teacher' AND p.attendance_confirmed_at IS NOT NULL
    AND ${ALIVE} AND e.format = 'virtual' AND ${HELD} AND ${BETWEEN} AND c.excluded = 0
    AND e.id IN (SELECT p.event_id FROM participation p JOIN contact c ON c.id = p.contact_id WHERE p.counts = 1 AND p.role = 'volunteer' AND ${THEIRS})`,
  `SELECT COUNT(DISTINCT e.id) AS legacy FROM ${SIGNED_UP} AND ${ATTENDED} AND ${BETWEEN} AND e.is_legacy_connector = 1`,
  `SELECT e.school_year, ${SESSIONS}, ${PEOPLE_AND_HOURS} FROM ${SIGNED_UP} AND ${ATTENDED} AND ${BETWEEN} GROUP BY e.school_year`,
  `${MET} SELECT school_year, ${STUDENTS} FROM reached GROUP BY school_year`,
  `SELECT e.school_year, COUNT(DISTINCT e.id) AS sessions_cancelled FROM ${SIGNED_UP} AND e.status = 'Cancelled' AND ${BETWEEN} GROUP BY e.school_year`,
  `SELECT ${PERSON} AS person, ${SESSIONS}, ${SUM_OF_HOURS}, ${HOW}, MIN(e.local_date), MAX(e.local_date) FROM ${SIGNED_UP}
    AND ${ATTENDED} AND ${BETWEEN} GROUP BY ${PERSON}`,
  `${MET} SELECT reached.*, (SELECT s.name FROM school s WHERE s.id = reached.school_id) AS school,
    (SELECT group_concat(d.name) FROM event_district ed JOIN district d ON d.id = ed.district_id WHERE ed.event_id = reached.id) AS districts
    FROM reached ORDER BY local_date DESC`,
  `SELECT e.id, e.local_date, e.title, e.type, e.format, e.status, e.cancellation_reason, ${MISSED} FROM ${SIGNED_UP} AND ${BETWEEN}
    AND (e.status = 'Cancelled' OR p.status IN ('no_show', 'cancelled', 'declined', 'withdrawn')) GROUP BY e.id`,
  `SELECT e.id, e.local_date, e.local_time, e.title, e.type, e.format, e.status, COUNT(DISTINCT ${PERSON}) AS signed_up
    FROM ${SIGNED_UP} AND e.local_date >= @today AND e.status NOT IN ('Cancelled', 'Completed', 'Simulcast') GROUP BY e.id`,
  `SELECT MAX(e.local_date) AS last FROM ${SIGNED_UP} AND p.counts = 1 AND ${HELD}`,
  `SELECT c.id, c.full_name, c.title, a.status, a.start_on, a.end_on FROM affiliation a JOIN contact c ON c.id = a.contact_id
    WHERE a.organization_id IN (SELECT id FROM organization WHERE name = @name) AND a.deleted_at IS NULL`,
];
