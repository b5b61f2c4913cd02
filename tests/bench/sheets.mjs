// What sheets and files bring beside Salesforce: the sample's own files are small, so a pool of a year-end's size gets as many rows as an organisation of
// that size would have. Everything hangs on what the pool holds.
import sql from "sql-template-tag";

/** Of so many students who came, one also went elsewhere that day; of so many volunteers, one answered: 8,000 visits and 3,000 responses at scale 1. */
const STUDENTS_PER_VISIT = 20;
const VOLUNTEERS_PER_RESPONSE = 9;
/** A partner's list is as long as the partner has people, whatever the size of the organisation: so many of each kind. */
const MEMBERS = { volunteer: 500, teacher: 500 };
const CHOSEN = 200;

const QUESTIONS = [
  { question: "How useful was the session?", kind: "rating", text: sql`NULL`, number: sql`1 + p.id % 5` },
  { question: "How well was it prepared?", kind: "rating", text: sql`NULL`, number: sql`1 + p.id % 4` },
  {
    question: "Would you come again?",
    kind: "yes_no",
    text: sql`NULL`,
    number: sql`CASE WHEN p.id % 7 > 0 THEN 1 ELSE 0 END`,
  },
  { question: "What else?", kind: "text", text: sql`'A word on it, no. ' || CAST(p.id AS TEXT)`, number: sql`NULL` },
];
const CHANNELS = [
  { channel: "google_analytics", measure: "sessions" },
  { channel: "google_analytics", measure: "page views" },
  { channel: "instagram", measure: "followers" },
  { channel: "instagram", measure: "reach" },
  { channel: "facebook", measure: "clicks" },
];

const COLUMNS = sql`source, source_id, record_hash, batch_id, first_seen_at, last_seen_at`;
/** The same of what the rows are made of, by the name it has in a statement. */
const sourced = (source, id, of) =>
  sql`${source}, ${id}, 'bench', ${of}.batch_id, ${of}.first_seen_at, ${of}.last_seen_at`;

export async function addSheets(tx) {
  await addVisits(tx);
  await addAnswers(tx);
  await addEngagement(tx);
  await addMembers(tx);
  await addSelection(tx);
}

/** Students' visits elsewhere on days on which there was also an event of ours. */
async function addVisits(tx) {
  await tx.run(sql`INSERT INTO outside_visit (${COLUMNS}, student_ref, contact_id, school_id, kind_raw, place, organization_raw, local_date, hours, program_raw)
    SELECT ${sourced("outside-visits", sql`'bench-' || CAST(p.id AS TEXT)`, sql`p`)},
      'S' || CAST(c.id AS TEXT), c.id, c.school_id, CASE p.id % 3 WHEN 0 THEN 'Internship' WHEN 1 THEN 'Job shadow' ELSE 'Site visit' END,
      'Place ' || CAST(p.id % 60 AS TEXT), 'Company ' || CAST(p.id % 200 AS TEXT), e.local_date, 1 + p.id % 6, 'Program ' || CAST(p.id % 5 AS TEXT)
    FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id
    WHERE p.role = 'student' AND p.counts = TRUE AND p.id % ${STUDENTS_PER_VISIT} = 0`);
}

/** Volunteers' answers about the events they were at. */
async function addAnswers(tx) {
  for (const [place, { question, kind, text, number }] of QUESTIONS.entries())
    await tx.run(sql`INSERT INTO survey_answer (${COLUMNS}, survey, response_key, local_date, respondent_raw, contact_id, event_id, question, kind,
        answer_text, answer_number)
      SELECT ${sourced("session-survey", sql`'bench-' || CAST(p.id AS TEXT) || ${`-${place}`}`, sql`p`)}, 'Teacher feedback',
        CAST(p.id AS TEXT), e.local_date, c.full_name, c.id, e.id, ${question}, ${kind}, ${text}, ${number}
      FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id
      WHERE p.role = 'volunteer' AND p.counts = TRUE AND p.id % ${VOLUNTEERS_PER_RESPONSE} = 0`);
}

/** A figure of every channel on every day that there was an event. */
async function addEngagement(tx) {
  for (const { channel, measure } of CHANNELS)
    await tx.run(sql`INSERT INTO engagement (${COLUMNS}, local_date, channel, measure, detail, value)
      SELECT ${sourced(channel, sql`${`${measure}-`} || e.local_date`, sql`e`)}, e.local_date, ${channel}, ${measure}, '', 10 + e.id % 90
      FROM event e WHERE e.id IN (SELECT MIN(id) FROM event WHERE local_date IS NOT NULL GROUP BY local_date)`);
}

/** Volunteers as a partner knows them, and as many who are none: two of three by e-mail, one of five with another last name. */
async function addMembers(tx) {
  for (const [kind, most] of Object.entries(MEMBERS))
    await tx.run(sql`INSERT INTO partner_person (${COLUMNS}, list, first_name, last_name, name_raw, email)
    SELECT ${sourced("partner-people", sql`'bench-' || CAST(c.id AS TEXT)`, sql`c`)}, 'KCTAA', c.first_name,
      CASE WHEN c.id % 5 = 0 THEN c.last_name || 's' ELSE c.last_name END, c.full_name, CASE WHEN c.id % 3 > 0 THEN c.email END
    FROM contact c WHERE c.kind = ${kind} AND c.first_name IS NOT NULL AND c.last_name IS NOT NULL ORDER BY c.id LIMIT ${most}`);
}

/** Events that a funder paid for. */
async function addSelection(tx) {
  await tx.run(
    sql`INSERT INTO selection (name, name_key, created_by, created_at) VALUES ('Funder A', 'funder a', 'bench', '2026-01-01T00:00:00.000Z')`,
  );
  await tx.run(sql`INSERT INTO selection_event (selection_id, source, source_id, added_by, added_at)
    SELECT s.id, e.source, e.source_id, 'bench', '2026-01-01T00:00:00.000Z'
    FROM event e CROSS JOIN selection s WHERE e.deleted_at IS NULL ORDER BY e.local_date DESC, e.id LIMIT ${CHOSEN}`);
}
