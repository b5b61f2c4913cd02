// The figures of the metrics bench as somebody who knows the tables would write them, each in as few statements as it takes.

const BETWEEN = "e.local_date BETWEEN @start AND @end";
const ALIVE = "e.deleted_at IS NULL AND p.deleted_at IS NULL AND c.deleted_at IS NULL";
const PEOPLE = "event e JOIN participation p ON p.event_id = e.id JOIN contact c ON c.id = p.contact_id";
const CAME = `${BETWEEN} AND p.role = 'volunteer' AND p.counts = TRUE AND e.status <> 'Cancelled' AND ${ALIVE}`;
const CAME_AS_STUDENT = CAME.replace("'volunteer'", "'student'");
const PERSON = "COALESCE(c.person_id, c.id)";
const HOURS = `CASE WHEN p.hours_recorded > 0 THEN p.hours_recorded WHEN e.duration_minutes > 720 THEN 0
  WHEN e.duration_minutes > 0 THEN e.duration_minutes / 60.0 WHEN e.span_minutes > 720 THEN 0
  WHEN e.span_minutes > 60 THEN e.span_minutes / 60.0 WHEN e.span_minutes >= 0 THEN 1.0 ELSE 0 END`;
const EXCLUDED = `COUNT(DISTINCT CASE WHEN c.excluded = TRUE THEN ${PERSON} END) AS excluded`;
const VOLUNTEERS = `COUNT(DISTINCT CASE WHEN c.excluded = FALSE THEN ${PERSON} END) AS volunteers`;
const STUDENTS_MET = `COUNT(DISTINCT ${PERSON}) AS students`;
const SUM_OF_HOURS = `COALESCE(SUM(CASE WHEN c.excluded = FALSE THEN ${HOURS} END), 0) AS hours`;
const HOW = `COUNT(CASE WHEN c.excluded = FALSE AND COALESCE(p.hours_recorded, 0) <= 0 AND ${HOURS} > 0 THEN 1 END) AS fallback,
  COUNT(CASE WHEN c.excluded = FALSE AND COALESCE(p.hours_recorded, 0) <= 0 AND ${HOURS} = 0 THEN 1 END) AS without`;
const LEGACY = `SELECT COUNT(*) AS legacy FROM event e WHERE ${BETWEEN} AND e.is_legacy_connector = TRUE AND e.deleted_at IS NULL AND e.status <> 'Cancelled'`;

const CAME_AS_TEACHER = `${BETWEEN} AND p.role = 'teacher' AND p.attendance_confirmed_at IS NOT NULL AND e.format = 'virtual' AND ${ALIVE}`;
const SOMEBODY_HELD = "e.status IN ('Completed', 'Simulcast')";
const EVENTS = `${BETWEEN} AND e.deleted_at IS NULL`;
const TO_COME = "COUNT(CASE WHEN e.local_date > @today THEN 1 END) AS to_come";
const COUNTED = (what) => `COUNT(DISTINCT CASE WHEN c.excluded = FALSE AND ${what} THEN ${PERSON} END)`;
const DETAIL = `JOIN (SELECT a.*, ROW_NUMBER() OVER (PARTITION BY a.event_id
    ORDER BY CASE a.entered_by_kind WHEN 'human' THEN 0 ELSE 1 END, a.entered_at DESC, a.id DESC) AS newest
  FROM attendance_detail a WHERE a.reversed_at IS NULL) a ON a.event_id = e.id AND a.newest = 1`;
const PER_VOLUNTEER = "a.total_students * a.rotations / a.rooms";
const RECORDED = "e.format = 'in_person' AND a.rooms > 0 AND a.rotations > 0 AND a.total_students IS NOT NULL";
const COLOURS =
  "'asian', 'black', 'hispanic', 'american_indian', 'native_hawaiian', 'multi_racial', 'bi_racial', 'two_or_more', 'other_poc'";
const OF_COLOUR = `${PERSON} IN (SELECT COALESCE(k.person_id, k.id) FROM contact k
  WHERE k.kind <> 'student' AND k.deleted_at IS NULL AND k.race IN (${COLOURS}))`;
/** Virtual sessions of the window with a presenter who is such a one, joined to the events. */
const WITH_PRESENTER = (whose) => `event e LEFT JOIN (SELECT DISTINCT p.event_id
    FROM event h JOIN participation p ON p.event_id = h.id JOIN contact c ON c.id = p.contact_id
    WHERE h.local_date BETWEEN @start AND @end AND h.format = 'virtual' AND p.role = 'volunteer' AND p.attended = TRUE AND p.deleted_at IS NULL
      AND c.deleted_at IS NULL AND c.excluded = FALSE
      AND (LOWER(p.participant_type_raw) = 'presenter' OR (p.source IN ('pathful', 'virtual-log') AND LOWER(p.participant_type_raw) = 'professional'))
      AND ${whose}) presented ON presented.event_id = e.id`;
const LOCAL = WITH_PRESENTER("c.local_status = 'local'");
const COLOURED = WITH_PRESENTER(OF_COLOUR);
const PRESENTED = "presented.event_id IS NOT NULL";
/** The presenters behind those sessions. */
const PRESENTERS = (whose) => ({
  from: PEOPLE,
  where: `${BETWEEN} AND p.role = 'volunteer' AND p.attended = TRUE AND e.format = 'virtual' AND ${SOMEBODY_HELD} AND ${ALIVE}
    AND (LOWER(p.participant_type_raw) = 'presenter' OR (p.source IN ('pathful', 'virtual-log') AND LOWER(p.participant_type_raw) = 'professional'))`,
  select: `${COUNTED(whose)} AS people, ${EXCLUDED}`,
});
const FIRST = `JOIN (SELECT COALESCE(fc.person_id, fc.id) AS person, MIN(fe.local_date) AS first_on
  FROM participation fp JOIN event fe ON fe.id = fp.event_id JOIN contact fc ON fc.id = fp.contact_id
  WHERE fp.role = 'volunteer' AND fp.counts = TRUE AND fp.deleted_at IS NULL AND fe.deleted_at IS NULL AND fe.status <> 'Cancelled'
    AND fc.deleted_at IS NULL GROUP BY COALESCE(fc.person_id, fc.id)) f ON f.person = ${PERSON}`;
/** By how many the teachers marked at a session may be too many. */
const TOO_MANY = `SELECT SUM(marked - counted) AS too_many FROM (
  SELECT e.id, COUNT(*) AS marked, COALESCE(MAX(e.attended_educators), 0) AS counted
  FROM flag fl JOIN event e ON e.source = fl.source AND e.source_id = fl.source_id JOIN participation p ON p.event_id = e.id
  WHERE fl.kind = 'educators_more_than_attended' AND fl.entity = 'event' AND fl.resolved_at IS NULL AND p.role = 'teacher' AND p.counts = TRUE
    AND ${BETWEEN} GROUP BY e.id) marked`;

/** What each is cut by: where the bucket comes from, and what is said of the events that have none. */
const CUTS = {
  district: {
    join: "LEFT JOIN event_district ed ON ed.event_id = e.id LEFT JOIN district d ON d.id = ed.district_id",
    key: "ed.district_id, MIN(d.name) AS name",
    group: "ed.district_id",
    also: [
      `SELECT COUNT(CASE WHEN ed.event_id IS NULL THEN 1 END) AS unknown, COUNT(DISTINCT CASE WHEN ed.basis = 'inferred' THEN e.id END) AS inferred
        FROM event e LEFT JOIN event_district ed ON ed.event_id = e.id WHERE ${EVENTS} AND e.status <> 'Cancelled'`,
    ],
  },
  school_year: { join: "", key: "e.school_year", group: "e.school_year", also: [] },
  month: { join: "", key: "substr(e.local_date, 1, 7) AS month", group: "substr(e.local_date, 1, 7)", also: [] },
};
/** Teachers count where their own school is. */
const AT_HOME = {
  ...CUTS,
  district: {
    join: "LEFT JOIN school hs ON hs.id = c.school_id LEFT JOIN district hd ON hd.id = hs.district_id",
    key: "hs.district_id, MIN(hd.name) AS name",
    group: "hs.district_id",
    also: [
      `SELECT COUNT(DISTINCT ${PERSON}) AS unknown FROM ${PEOPLE} LEFT JOIN school hs ON hs.id = c.school_id
        WHERE ${CAME_AS_TEACHER} AND e.status <> 'Cancelled' AND c.excluded = FALSE AND hs.district_id IS NULL`,
    ],
  },
};

const volunteers = (select, more = {}) => ({ from: PEOPLE, where: CAME, select: `${select}, ${EXCLUDED}`, ...more });
const teachers = (select, where) => ({
  from: PEOPLE,
  where: `${CAME_AS_TEACHER} AND ${where}`,
  select: `${select}, ${EXCLUDED}`,
  cuts: AT_HOME,
  also: [TOO_MANY],
});
const events = (where, select = `COUNT(*) AS events, ${TO_COME}`, from = "event e") => ({
  from,
  where: `${EVENTS} AND ${where}`,
  select,
});

/** Each figure of the Bible as it stands for itself: from where, which rows, what is counted, and what its notes say. */
const FIGURES = {
  M10: { from: PEOPLE, where: CAME_AS_STUDENT, select: STUDENTS_MET },
  M20: volunteers(VOLUNTEERS),
  M30: volunteers(`${SUM_OF_HOURS}, ${HOW}`),
  M40: volunteers("COUNT(DISTINCT CASE WHEN c.excluded = FALSE THEN o.name END) AS organisations", {
    from: `${PEOPLE} LEFT JOIN organization o ON o.id = p.credited_organization_id`,
  }),
  M60: events("e.status <> 'Cancelled'"),
  M61: events("e.status <> 'Cancelled' AND e.format = 'virtual'"),
  M62: events("e.status <> 'Cancelled' AND e.format = 'in_person'"),
  M63: events("e.status = 'Cancelled'"),
  M70: teachers(`${COUNTED("TRUE")} AS teachers`, SOMEBODY_HELD),
  M71: teachers(`${COUNTED("TRUE")} AS classrooms`, SOMEBODY_HELD),
  M72: teachers(`${COUNTED("TRUE")} AS teachers`, "e.status <> 'Cancelled'"),
  M73: teachers(`${COUNTED("TRUE")} * 25 AS students`, SOMEBODY_HELD),
  M80: teachers(
    `COUNT(DISTINCT CASE WHEN c.excluded = FALSE THEN CAST(e.id AS TEXT) || ' ' || CAST(${PERSON} AS TEXT) END) AS experiences`,
    SOMEBODY_HELD,
  ),
  M81: {
    ...events(
      `e.format = 'virtual' AND ${SOMEBODY_HELD}`,
      `COUNT(CASE WHEN ${PRESENTED} THEN 1 END) AS sessions`,
      LOCAL,
    ),
    behind: PRESENTERS("c.local_status = 'local'"),
  },
  M82: {
    ...events(
      "e.format = 'virtual' AND e.status <> 'Cancelled'",
      `COUNT(CASE WHEN ${SOMEBODY_HELD} AND ${PRESENTED} THEN 1 END) AS sessions, COUNT(*) AS among, ${TO_COME}`,
      COLOURED,
    ),
    behind: PRESENTERS(OF_COLOUR),
  },
  M83: {
    ...events(
      "e.format = 'virtual' AND e.status <> 'Cancelled'",
      `COUNT(CASE WHEN ${SOMEBODY_HELD} AND ${PRESENTED} THEN 1 END) * 100.0 / NULLIF(COUNT(*), 0) AS share, ${TO_COME}`,
      LOCAL,
    ),
    behind: PRESENTERS("c.local_status = 'local'"),
  },
  M84: {
    ...events(
      "e.format = 'virtual' AND e.status <> 'Cancelled'",
      `COUNT(CASE WHEN ${SOMEBODY_HELD} AND ${PRESENTED} THEN 1 END) * 100.0 / NULLIF(COUNT(*), 0) AS share, ${TO_COME}`,
      COLOURED,
    ),
    behind: PRESENTERS(OF_COLOUR),
  },
  M90: volunteers(`${COUNTED(OF_COLOUR)} AS of_colour, ${VOLUNTEERS}`),
  M91: volunteers(
    `${COUNTED("c.local_status = 'local'")} AS local, ${COUNTED("c.local_status = 'local' AND c.local_basis = 'inferred'")} AS inferred,
      ${COUNTED("c.local_status = 'unknown'")} AS unknown`,
  ),
  M92: volunteers(`${COUNTED("f.first_on BETWEEN @start AND @end")} AS first_time`, { from: `${PEOPLE} ${FIRST}` }),
  M100: events(
    "e.status <> 'Cancelled'",
    `COUNT(DISTINCT e.school_id) AS schools, COUNT(DISTINCT CASE WHEN e.local_date > @today THEN e.school_id END) AS to_come,
      COUNT(CASE WHEN e.school_id IS NULL THEN 1 END) AS without`,
  ),
  M110: {
    ...events(`e.status <> 'Cancelled' AND ${RECORDED}`, `SUM(${PER_VOLUNTEER}) AS students`, `event e ${DETAIL}`),
    split: "e.id, e.title",
  },
  M111: events(`e.status <> 'Cancelled' AND ${RECORDED}`, `AVG(${PER_VOLUNTEER}) AS students`, `event e ${DETAIL}`),
  M120: { ...events("e.status <> 'Cancelled'"), split: "e.type" },
};

/** The figures, each over the whole window and cut by district, school year and month: the total first, then the buckets. */
export const METRICS = Object.entries(FIGURES).flatMap(
  ([metric, { from, where, select, split, behind, cuts = CUTS, also = [] }]) =>
    Object.entries(cuts).map(([by, cut]) => {
      const parts = split === undefined ? "" : `${split}, `;
      const grouped = ({ from, where, select }, parts) =>
        `SELECT ${parts}${cut.key}, ${select} FROM ${from} ${cut.join} WHERE ${where} GROUP BY ${parts}${cut.group}`;
      const whole = ({ from, where, select }) => `SELECT ${select} FROM ${from} WHERE ${where}`;
      return {
        name: `${metric} by ${by.replace("_", " ")}`,
        metric,
        by,
        hasTotal: metric !== "M110",
        statements: [
          whole({ from, where, select }),
          grouped({ from, where, select }, parts),
          ...(split === undefined ? [] : [`SELECT ${split}, ${select} FROM ${from} WHERE ${where} GROUP BY ${split}`]),
          ...(behind === undefined ? [] : [whole(behind), grouped(behind, "")]),
          ...cut.also,
          ...also,
          LEGACY,
        ],
      };
    }),
);

const THEIRS = "p.credited_organization_id IN (SELECT id FROM organization WHERE name = @name)";
const SIGNED_UP = `${PEOPLE} WHERE p.role = 'volunteer' AND ${ALIVE} AND c.excluded = FALSE AND ${THEIRS}`;
const HELD = "e.status IN ('Completed', 'Simulcast')";
const SESSIONS = `COUNT(DISTINCT CASE WHEN ${HELD} THEN e.id END) AS sessions,
  COUNT(DISTINCT CASE WHEN ${HELD} AND e.format = 'in_person' THEN e.id END) AS in_person,
  COUNT(DISTINCT CASE WHEN ${HELD} AND e.format = 'virtual' THEN e.id END) AS virtual`;

/** Their sessions with the students that they reached there: each once, never more than were there. */
const MET = `WITH met AS (
  SELECT e.*, COUNT(DISTINCT ${PERSON}) AS volunteers, SUM(${HOURS}) AS hours, MAX(CASE WHEN p.credit_start_unknown = TRUE THEN 1 ELSE 0 END) AS start_unknown
  FROM ${SIGNED_UP} AND p.counts = TRUE AND e.status <> 'Cancelled' AND ${BETWEEN} GROUP BY e.id
), place AS (
  SELECT met.id, a.total_students, a.rooms, a.rotations, ROW_NUMBER() OVER (
    PARTITION BY a.event_id ORDER BY CASE a.entered_by_kind WHEN 'human' THEN 0 ELSE 1 END, a.entered_at DESC, a.id DESC) AS newest
  FROM met JOIN attendance_detail a ON a.event_id = met.id WHERE a.reversed_at IS NULL
), reached AS (
  SELECT met.*, COALESCE(a.total_students,
      NULLIF((SELECT COUNT(*) FROM participation s JOIN contact sc ON sc.id = s.contact_id
        WHERE s.event_id = met.id AND s.role = 'student' AND s.counts = TRUE AND s.deleted_at IS NULL AND sc.deleted_at IS NULL), 0),
      NULLIF(met.headcount, 0)) AS there,
    CASE WHEN a.rooms > 0 AND a.rotations > 0 THEN a.total_students * a.rotations / a.rooms END AS each
  FROM met LEFT JOIN place a ON a.id = met.id AND a.newest = 1
)`;
const IN_PERSON = "format = 'in_person' AND status IN ('Completed', 'Simulcast')";
/** With what the report says about them: met more than once, estimated, not counted, credited without a known start. */
const STUDENTS = `SUM(CASE WHEN ${IN_PERSON} THEN CASE WHEN each * volunteers < there THEN each * volunteers ELSE there END END) AS students,
  SUM(CASE WHEN ${IN_PERSON} THEN COALESCE(each * volunteers, there) END) AS interactions,
  COUNT(CASE WHEN ${IN_PERSON} AND each IS NULL AND there IS NOT NULL THEN 1 END) AS estimated,
  COUNT(CASE WHEN ${IN_PERSON} AND there IS NULL THEN 1 END) AS uncounted, COUNT(CASE WHEN start_unknown = 1 THEN 1 END) AS start_unknown`;
const ATTENDED = "p.counts = TRUE AND e.status <> 'Cancelled'";
const PEOPLE_AND_HOURS = `${VOLUNTEERS}, ${SUM_OF_HOURS}, ${HOW}`;
const MISSED = `COUNT(DISTINCT CASE WHEN p.status = 'no_show' THEN e.id || ' ' || ${PERSON} END) AS no_shows,
  COUNT(DISTINCT CASE WHEN p.status IN ('cancelled', 'declined', 'withdrawn') THEN e.id || ' ' || ${PERSON} END) AS cancelled`;

/** What the report of an organisation says, table by table. */
export const REPORT = [
  `SELECT ${SESSIONS}, ${PEOPLE_AND_HOURS}, COUNT(*) AS engagements FROM ${SIGNED_UP} AND ${ATTENDED} AND ${BETWEEN}`,
  `${MET} SELECT ${STUDENTS} FROM reached`,
  `SELECT ${MISSED}, COUNT(DISTINCT CASE WHEN e.status = 'Cancelled' THEN e.id END) AS sessions_cancelled FROM ${SIGNED_UP} AND ${BETWEEN}`,
  `SELECT COUNT(DISTINCT ${PERSON}) AS excluded FROM ${PEOPLE} WHERE p.role = 'volunteer' AND ${ALIVE} AND c.excluded = TRUE AND ${THEIRS} AND ${ATTENDED} AND ${BETWEEN}`,
  `SELECT COUNT(DISTINCT ${PERSON}) * 25 AS reached_by_teachers FROM ${PEOPLE} WHERE p.role = 'teacher' AND p.attendance_confirmed_at IS NOT NULL
    AND ${ALIVE} AND e.format = 'virtual' AND ${HELD} AND ${BETWEEN} AND c.excluded = FALSE
    AND e.id IN (SELECT p.event_id FROM participation p JOIN contact c ON c.id = p.contact_id WHERE p.counts = TRUE AND p.role = 'volunteer' AND ${THEIRS})`,
  `SELECT COUNT(DISTINCT e.id) AS legacy FROM ${SIGNED_UP} AND ${ATTENDED} AND ${BETWEEN} AND e.is_legacy_connector = TRUE`,
  `SELECT e.school_year, ${SESSIONS}, ${PEOPLE_AND_HOURS} FROM ${SIGNED_UP} AND ${ATTENDED} AND ${BETWEEN} GROUP BY e.school_year`,
  `${MET} SELECT school_year, ${STUDENTS} FROM reached GROUP BY school_year`,
  `SELECT e.school_year, COUNT(DISTINCT e.id) AS sessions_cancelled FROM ${SIGNED_UP} AND e.status = 'Cancelled' AND ${BETWEEN} GROUP BY e.school_year`,
  `SELECT ${PERSON} AS person, ${SESSIONS}, ${SUM_OF_HOURS}, ${HOW}, MIN(e.local_date), MAX(e.local_date) FROM ${SIGNED_UP}
    AND ${ATTENDED} AND ${BETWEEN} GROUP BY ${PERSON}`,
  `${MET} SELECT reached.*, (SELECT s.name FROM school s WHERE s.id = reached.school_id) AS school,
    (SELECT string_agg(d.name, ',') FROM event_district ed JOIN district d ON d.id = ed.district_id WHERE ed.event_id = reached.id) AS districts
    FROM reached ORDER BY local_date DESC`,
  `SELECT e.id, e.local_date, e.title, e.type, e.format, e.status, e.cancellation_reason, ${MISSED} FROM ${SIGNED_UP} AND ${BETWEEN}
    AND (e.status = 'Cancelled' OR p.status IN ('no_show', 'cancelled', 'declined', 'withdrawn')) GROUP BY e.id`,
  `SELECT e.id, e.local_date, e.local_time, e.title, e.type, e.format, e.status, COUNT(DISTINCT ${PERSON}) AS signed_up
    FROM ${SIGNED_UP} AND e.local_date >= @today AND e.status NOT IN ('Cancelled', 'Completed', 'Simulcast') GROUP BY e.id`,
  `SELECT MAX(e.local_date) AS last FROM ${SIGNED_UP} AND p.counts = TRUE AND ${HELD}`,
  `SELECT c.id, c.full_name, c.title, a.status, a.start_on, a.end_on FROM affiliation a JOIN contact c ON c.id = a.contact_id
    WHERE a.organization_id IN (SELECT id FROM organization WHERE name = @name) AND a.deleted_at IS NULL`,
];
