import sql from "sql-template-tag";
import { type DerivePool, SKILL_KINDS, skillKey } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import { isValidOn } from "../affiliations.js";
import { type SkillRules, skillMatches, understandSkill, type Vocabulary } from "../vocabulary.js";
import { type Reading, type Sessions, SkillReader, surest } from "./readings.js";
import { readSkillWords } from "./words.js";

const ROWS_PER_TRANSACTION = 2_000;
/** People read between two turns of the event loop. */
const PEOPLE_PER_TURN = 500;

interface PersonRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly title: string | null;
  readonly industry: string | null;
  readonly interests: string | null;
  readonly description: string | null;
  readonly recruitment_notes: string | null;
}
interface KeptRow {
  readonly source: string;
  readonly source_id: string;
  readonly skill: string;
  readonly basis: string;
  readonly confidence: number;
  readonly evidence: string;
  readonly state: string;
}

/** What a run did. */
export interface Suggested {
  /** Suggestions that a person may now answer. */
  readonly open: number;
  readonly opened: number;
  readonly changed: number;
  /** Nothing supports them any more, or the volunteer has the skill now. */
  readonly gone: number;
}

const STAGE = {
  name: "stage_skill_suggestion",
  columns: [
    { name: "source", type: "text" },
    { name: "source_id", type: "text" },
    { name: "skill", type: "text" },
    { name: "basis", type: "text" },
    { name: "confidence", type: "real" },
    { name: "evidence", type: "text" },
    { name: "state", type: "text" },
  ],
} as const;

/**
 * Finds which skills volunteers probably have, from their title, organisation, sessions, interests and imported text. Writes only what differs: one that was
 * refused never comes back, one that was accepted stays, and what nothing supports any more is gone.
 */
export async function settleSuggestions(
  pool: DerivePool,
  {
    vocabulary,
    rules,
    now,
    today,
  }: { readonly vocabulary: Vocabulary; readonly rules: SkillRules; readonly now: string; readonly today: string },
): Promise<Suggested> {
  const words = await readSkillWords(pool, vocabulary);
  const wanted = await readAll(pool, new SkillReader(rules, words), words, today);
  const kept = await pool.query<KeptRow>(
    sql`SELECT source, source_id, skill, basis, confidence, evidence, state FROM skill_suggestion`,
  );
  const known = new Map(kept.map((row) => [keyOf(row), row]));
  const changed = [
    ...[...wanted.values()].filter((row) => differs(row, known.get(keyOf(row)))),
    ...kept.filter((row) => row.state === "open" && !wanted.has(keyOf(row))).map((row) => ({ ...row, state: "gone" })),
  ];
  for (let from = 0; from < changed.length; from += ROWS_PER_TRANSACTION) {
    const piece = changed.slice(from, from + ROWS_PER_TRANSACTION);
    await pool.transaction(async (tx) => {
      await tx.stage(
        STAGE,
        piece.map((row) => [row.source, row.source_id, row.skill, row.basis, row.confidence, row.evidence, row.state]),
      );
      // Somebody may have answered one meanwhile: then their answer stays.
      await tx.run(sql`
        INSERT INTO skill_suggestion (source, source_id, skill, basis, confidence, evidence, state, opened_at)
        SELECT s.source, s.source_id, s.skill, s.basis, s.confidence, s.evidence, s.state, ${now} FROM stage_skill_suggestion s WHERE TRUE
        ON CONFLICT (source, source_id, skill) DO UPDATE SET basis = excluded.basis, confidence = excluded.confidence, evidence = excluded.evidence,
          state = excluded.state, opened_at = CASE WHEN skill_suggestion.state = 'gone' THEN excluded.opened_at ELSE skill_suggestion.opened_at END
        WHERE skill_suggestion.state IN ('open', 'gone')`);
    });
  }
  const opened = changed.filter((row) => row.state === "open" && known.get(keyOf(row))?.state !== "open").length;
  const gone = changed.filter(({ state }) => state === "gone").length;
  const [{ open = 0 } = {}] = await pool.query<{ open: number }>(
    sql`SELECT COUNT(*) AS open FROM skill_suggestion WHERE state = 'open'`,
  );
  return { open, opened, changed: changed.length - opened - gone, gone };
}

const keyOf = ({ source, source_id, skill }: Pick<KeptRow, "source" | "source_id" | "skill">): string =>
  `${source} ${source_id} ${skill}`;

/** Whether a reading has to be written: one that a person answered is theirs. */
function differs(row: KeptRow, known: KeptRow | undefined): boolean {
  if (known === undefined) return true;
  if (known.state === "refused" || known.state === "accepted") return false;
  return (
    known.state !== "open" ||
    known.basis !== row.basis ||
    known.confidence !== row.confidence ||
    known.evidence !== row.evidence
  );
}

async function readAll(
  reader: Reader,
  skills: SkillReader,
  words: Vocabulary,
  today: string,
): Promise<Map<string, KeptRow>> {
  const [employers, tags, pathways, held, removed] = [
    await employersByContact(reader, today),
    await sessionTags(reader),
    await sessionPathways(reader),
    await heldSkills(reader),
    await removedSkills(reader),
  ];
  const people = await reader.query<PersonRow>(sql`
    SELECT id, source, source_id, title, industry, interests, description, recruitment_notes FROM contact
    WHERE kind = 'volunteer' AND deleted_at IS NULL ORDER BY id`);
  const covers = coverage(words);
  const wanted = new Map<string, KeptRow>();
  for (const [place, person] of people.entries()) {
    if (place % PEOPLE_PER_TURN === PEOPLE_PER_TURN - 1) await new Promise((resume) => setImmediate(resume));
    const readings: Reading[] = [
      ...skills.title(person.title),
      ...skills.sessionSkills(tags.get(person.id) ?? []),
      ...skills.pathways(pathways.get(person.id) ?? []),
      ...skills.interests(person.interests),
      ...skills.text(person.description),
      ...skills.text(person.recruitment_notes),
      ...(employers.get(person.id) ?? []).flatMap((each) => skills.employer(each)),
      ...skills.employer(person.industry),
    ];
    const has = held.get(person.id) ?? [];
    const hasNot = removed.get(person.id);
    for (const { skill, basis, confidence, evidence } of surest(readings)) {
      if (hasNot?.has(skillKey(skill)) || has.some((own) => covers(own, skill))) continue;
      const { source, source_id } = person;
      const row = { source, source_id, skill, basis, confidence, evidence, state: "open" };
      wanted.set(keyOf(row), row);
    }
  }
  return wanted;
}

/** Whether somebody who has one skill need not be suggested another: it is the same under another name, or says it more exactly. */
function coverage(words: Vocabulary): (own: string, suggested: string) => boolean {
  const known = new Map<string, boolean>();
  const asks = new Map<string, ReturnType<typeof understandSkill>>();
  const names = { ...words, groups: {} };
  return (own, suggested) => {
    const pair = `${own}\n${suggested}`;
    let covers = known.get(pair);
    if (covers === undefined) {
      const ask = asks.get(suggested) ?? understandSkill(suggested, names);
      asks.set(suggested, ask);
      covers = skillMatches(own, ask);
      known.set(pair, covers);
    }
    return covers;
  };
}

async function employersByContact(reader: Reader, today: string): Promise<Map<number, string[]>> {
  const rows = await reader.query<{
    contact_id: number;
    name: string;
    type_raw: string | null;
    status: string | null;
    start_on: string | null;
    end_on: string | null;
  }>(sql`
    SELECT a.contact_id, o.name, o.type_raw, a.status, a.start_on, a.end_on
    FROM affiliation a JOIN organization o ON o.id = a.organization_id
    WHERE a.deleted_at IS NULL AND o.deleted_at IS NULL ORDER BY a.id`);
  return grouped(
    rows.filter((row) => isValidOn({ status: row.status, startOn: row.start_on, endOn: row.end_on }, today)),
    ({ contact_id }) => contact_id,
    ({ name, type_raw }) => (type_raw === null ? name : `${name} (${type_raw})`),
  );
}

const CAME = sql`p.role = 'volunteer' AND p.attended AND p.deleted_at IS NULL AND e.deleted_at IS NULL AND e.status <> 'Cancelled'`;

interface SessionsRow {
  readonly contact_id: number;
  readonly text: string;
  readonly sessions: number;
  readonly last_on: string;
}

async function sessionTags(reader: Reader): Promise<Map<number, Sessions[]>> {
  return bySession(
    await reader.query<SessionsRow>(sql`
      SELECT p.contact_id, e.skills_raw AS text, COUNT(DISTINCT e.id) AS sessions, MAX(e.local_date) AS last_on
      FROM participation p JOIN event e ON e.id = p.event_id
      WHERE ${CAME} AND e.skills_raw IS NOT NULL GROUP BY p.contact_id, e.skills_raw`),
  );
}

async function sessionPathways(reader: Reader): Promise<Map<number, Sessions[]>> {
  return bySession(
    await reader.query<SessionsRow>(sql`
      SELECT p.contact_id, w.pathway AS text, COUNT(DISTINCT e.id) AS sessions, MAX(e.local_date) AS last_on
      FROM participation p JOIN event e ON e.id = p.event_id JOIN event_pathway w ON w.event_id = e.id
      WHERE ${CAME} GROUP BY p.contact_id, w.pathway`),
  );
}

const bySession = (rows: readonly SessionsRow[]): Map<number, Sessions[]> =>
  grouped(
    rows,
    ({ contact_id }) => contact_id,
    ({ text, sessions, last_on }) => ({ text, sessions, lastOn: last_on }),
  );

async function heldSkills(reader: Reader): Promise<Map<number, string[]>> {
  const rows = await reader.query<{ contact_id: number; skill: string }>(
    sql`SELECT contact_id, skill FROM contact_skill`,
  );
  return grouped(
    rows,
    ({ contact_id }) => contact_id,
    ({ skill }) => skill,
  );
}

/** Skills that a person said somebody has not. */
async function removedSkills(reader: Reader): Promise<Map<number, ReadonlySet<string>>> {
  const rows = await reader.query<{ contact_id: number; value: string }>(sql`
    SELECT c.id AS contact_id, d.value FROM decision d JOIN contact c ON c.source = d.source AND c.source_id = d.source_id
    WHERE d.kind = ${SKILL_KINDS.hasNot} AND d.subject = 'contact' AND d.reversed_at IS NULL`);
  const removed = grouped(
    rows,
    ({ contact_id }) => contact_id,
    ({ value }) => skillKey(value),
  );
  return new Map([...removed].map(([id, keys]) => [id, new Set(keys)]));
}

function grouped<Row, Value>(
  rows: readonly Row[],
  of: (row: Row) => number,
  value: (row: Row) => Value,
): Map<number, Value[]> {
  const groups = new Map<number, Value[]>();
  for (const row of rows) {
    const known = groups.get(of(row));
    if (known === undefined) groups.set(of(row), [value(row)]);
    else known.push(value(row));
  }
  return groups;
}
