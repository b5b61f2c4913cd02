import sql from "sql-template-tag";
import { foldText, isSalesforceId, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { EventDirectory } from "./event-directory.js";
import { type Finding, type Subject, settleFlags } from "./flags.js";
import { writeLinks } from "./links.js";
import type { DerivePool, Rules } from "./model.js";
import { PlaceDirectory } from "./place-directory.js";
import { SolePersons } from "./sole-persons.js";
import { StudentDirectory } from "./student-directory.js";

interface Counted {
  readonly rows: number;
  readonly flags: number;
}

interface Keyed {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
}

const NOTHING: Counted = { rows: 0, flags: 0 };

/**
 * Points rows of sheets and files at the events, schools and people that they name exactly. What is not found is flagged and looked for again
 * whenever something changes. Needs `person_id`.
 */
export async function deriveSheetLinks(pool: DerivePool, rules: Rules): Promise<Counted> {
  const parts = [await linkRequests(pool, rules), await linkVisits(pool, rules), await linkAnswers(pool, rules)];
  return parts.reduce((sum, part) => ({ rows: sum.rows + part.rows, flags: sum.flags + part.flags }), NOTHING);
}

const REQUEST: Subject = { kind: "request_without_event", entity: "event_request", severity: "notice" };
const REQUEST_LINKS = {
  table: "event_request",
  columns: [
    { name: "event_id", type: "integer" },
    { name: "school_id", type: "integer" },
  ],
} as const;

async function linkRequests(pool: DerivePool, rules: Rules): Promise<Counted> {
  const rows = await pool.query<
    Keyed & {
      title_raw: string;
      local_date: string | null;
      school_raw: string | null;
      event_id: number | null;
      school_id: number | null;
    }
  >(sql`
    SELECT id, source, source_id, title_raw, local_date, school_raw, event_id, school_id FROM event_request WHERE deleted_at IS NULL ORDER BY id`);
  if (rows.length === 0) return NOTHING;
  const events = await EventDirectory.read(pool, { isMerged: true });
  const places = await PlaceDirectory.read(pool, rules.organization);
  const wanted = rows.map((row) => ({
    ...row,
    before: [row.event_id, row.school_id],
    now: [events.find({ ref: null, title: row.title_raw, date: row.local_date }), places.school(row.school_raw, null)],
  }));
  return {
    rows: await writeLinks(pool, REQUEST_LINKS, wanted),
    flags: await settleFlags(
      pool,
      REQUEST,
      without(wanted, "No event has this title on this day, or several have."),
      rules.now,
    ),
  };
}

const VISIT: Subject = { kind: "visit_without_student", entity: "outside_visit", severity: "notice" };
const VISIT_LINKS = {
  table: "outside_visit",
  columns: [
    { name: "contact_id", type: "integer" },
    { name: "school_id", type: "integer" },
  ],
} as const;

async function linkVisits(pool: DerivePool, rules: Rules): Promise<Counted> {
  const rows = await pool.query<
    Keyed & {
      student_ref: string;
      district_raw: string | null;
      school_raw: string | null;
      contact_id: number | null;
      school_id: number | null;
    }
  >(sql`
    SELECT id, source, source_id, student_ref, district_raw, school_raw, contact_id, school_id FROM outside_visit WHERE deleted_at IS NULL ORDER BY id`);
  if (rows.length === 0) return NOTHING;
  const places = await PlaceDirectory.read(pool, rules.organization);
  const students = await StudentDirectory.read(pool, places);
  const wanted = rows.map((row) => ({
    ...row,
    before: [row.contact_id, row.school_id],
    now: [
      students.find({ studentId: row.student_ref, school: row.school_raw, district: row.district_raw }),
      places.school(row.school_raw, places.district(row.district_raw)),
    ],
  }));
  return {
    rows: await writeLinks(pool, VISIT_LINKS, wanted),
    flags: await settleFlags(pool, VISIT, without(wanted, "No student has this number in this district."), rules.now),
  };
}

const ANSWER: Subject = { kind: "survey_without_event", entity: "survey_answer", severity: "notice" };
const ANSWERED_ABOUT = { table: "survey_answer", columns: [{ name: "event_id", type: "integer" }] } as const;
const ANSWERED_BY = { table: "survey_answer", columns: [{ name: "contact_id", type: "integer" }] } as const;

interface Answer extends Keyed {
  readonly event_ref: string | null;
  readonly local_date: string | null;
  readonly respondent_raw: string | null;
  readonly respondent_email: string | null;
  readonly event_id: number | null;
  readonly contact_id: number | null;
}

async function linkAnswers(pool: DerivePool, rules: Rules): Promise<Counted> {
  const rows = await pool.query<Answer>(sql`
    SELECT id, source, source_id, event_ref, local_date, respondent_raw, respondent_email, event_id, contact_id
    FROM survey_answer WHERE deleted_at IS NULL ORDER BY id`);
  if (rows.length === 0) return NOTHING;
  const events = await EventDirectory.read(pool, { isMerged: true });
  const answers = rows.map((row) => {
    const { event_ref: ref, local_date: date } = row;
    const byTitle = () => events.find({ ref: null, title: ref, date });
    const event = ref === null ? null : (events.find({ ref, title: null, date: null }) ?? byTitle());
    return { ...row, before: [row.event_id], now: [event] };
  });
  const about = await writeLinks(pool, ANSWERED_ABOUT, answers);
  // Who was at the events can be asked only when it is known which events they are.
  const people = await Respondents.read(pool);
  const by = answers.map((row) => ({
    id: row.id,
    before: [row.contact_id],
    now: [people.find(row, row.now[0] ?? null)],
  }));
  const named = answers.filter(({ event_ref }) => event_ref !== null);
  return {
    rows: about + (await writeLinks(pool, ANSWERED_BY, by)),
    flags: await settleFlags(
      pool,
      ANSWER,
      without(named, "No event is known by the Session ID or title that the answer names."),
      rules.now,
    ),
  };
}

/** Findings about the rows whose first link is missing. */
function without(rows: readonly (Keyed & { readonly now: readonly (number | null)[] })[], detail: string): Finding[] {
  return rows.flatMap(({ source, source_id, now }) => (now[0] === null ? [{ source, source_id, detail }] : []));
}

/** Who answered: by Salesforce id, by an e-mail of one person only, or by exact name among those who were at the event. */
class Respondents {
  readonly #byId = new Map<string, number>();
  readonly #byEmail = new SolePersons();
  readonly #atEvent = new SolePersons();

  static async read(reader: Reader): Promise<Respondents> {
    const people = new Respondents();
    const holders = await reader.query<{ address: string; contact: number; person: number }>(sql`
      SELECT e.address, c.id AS contact, COALESCE(c.person_id, c.id) AS person
      FROM contact_email e JOIN contact c ON c.id = e.contact_id
      WHERE c.deleted_at IS NULL AND e.address IN (SELECT respondent_email FROM survey_answer WHERE deleted_at IS NULL) ORDER BY c.id`);
    for (const { address, contact, person } of holders) people.#byEmail.add(address, contact, person);
    const present = await reader.query<{ event_id: number; full_name: string; contact: number; person: number }>(sql`
      SELECT p.event_id, c.full_name, c.id AS contact, COALESCE(c.person_id, c.id) AS person
      FROM participation p JOIN contact c ON c.id = p.contact_id
      WHERE p.deleted_at IS NULL AND c.deleted_at IS NULL AND p.role <> 'student'
        AND p.event_id IN (SELECT event_id FROM survey_answer WHERE deleted_at IS NULL AND event_id IS NOT NULL) ORDER BY c.id`);
    for (const { event_id, full_name, contact, person } of present)
      people.#atEvent.add(`${event_id} ${foldText(full_name)}`, contact, person);
    const named = await reader.query<{ source_id: string; contact: number }>(sql`
      SELECT c.source_id, c.id AS contact FROM contact c
      WHERE c.deleted_at IS NULL AND c.source_id IN (SELECT respondent_raw FROM survey_answer WHERE deleted_at IS NULL)`);
    for (const { source_id, contact } of named) people.#byId.set(source_id, contact);
    return people;
  }

  find({ respondent_raw, respondent_email }: Answer, event: number | null): number | null {
    if (respondent_raw !== null && isSalesforceId(respondent_raw)) return this.#byId.get(to18(respondent_raw)) ?? null;
    if (respondent_email !== null) return this.#byEmail.find(respondent_email);
    if (respondent_raw === null || event === null) return null;
    return this.#atEvent.find(`${event} ${foldText(respondent_raw)}`);
  }
}
