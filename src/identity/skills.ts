import sql, { join, type Sql } from "sql-template-tag";
import { normalizeSkill, splitSkills } from "../domain/index.js";
import type { Reader, Transaction } from "../pool/index.js";
import { type DerivePool, pieces } from "./model.js";

/** What people say of somebody's skills: that they have one, or that they have it not, whatever the source says. */
export const SKILL_KINDS = { has: "skill", hasNot: "skill_removed" } as const;

/** A skill for comparison: without case and blanks. "C++" and "C#" are two. */
export const skillKey = (skill: string): string => (normalizeSkill(skill) ?? skill).toLowerCase();

const DECIDED = sql`d.kind IN (${SKILL_KINDS.has}, ${SKILL_KINDS.hasNot}) AND d.subject = 'contact'`;
/** Sources of skills that stand here alone: a sync that replaces a contact's skills takes them away. */
const OURS = ["tagged", "suggested"];

interface DecisionRow {
  readonly contact_id: number;
  readonly source: string;
  readonly source_id: string;
  readonly kind: string;
  readonly value: string;
  readonly stands: number;
  readonly skills_raw: string | null;
}
interface SkillRow {
  readonly contact_id: number;
  readonly skill: string;
  readonly source: string;
}

/** One skill of a contact as it is to be; null takes it away. */
interface Change {
  readonly contact: number;
  readonly skill: string;
  readonly source: string | null;
}

const STAGE = {
  name: "stage_contact_skill",
  columns: [
    { name: "contact_id", type: "integer" },
    { name: "skill", type: "text" },
    { name: "source", type: "text" },
    { name: "wanted", type: "boolean" },
  ],
} as const;

/** Writes what people decided about skills into the skills of every contact, so that it survives each sync. @returns rows written */
export async function deriveSkills(pool: DerivePool): Promise<number> {
  // Decisions are never deleted, and without one no skill can differ from what its source says.
  const ever = await pool.query(sql`SELECT 1 FROM decision d WHERE ${DECIDED} LIMIT 1`);
  if (ever.length === 0) return 0;
  const reopened = await pool.transaction((tx) => reopenSuggestions(tx));
  const changed = await differences(pool, sql`TRUE`);
  for (const piece of pieces(changed)) await pool.transaction((tx) => store(tx, piece));
  return reopened + changed.length;
}

/** The same for a few contacts at once, within the transaction that decides. */
export async function settleSkills(tx: Transaction, contactIds: readonly number[]): Promise<void> {
  if (contactIds.length === 0) return;
  await reopenSuggestions(tx);
  await store(tx, await differences(tx, sql`c.id IN (${join([...contactIds])})`));
}

/** A suggestion that was accepted is open again once what was decided by it is taken back. */
function reopenSuggestions(tx: Transaction): Promise<number> {
  return tx.run(sql`
    UPDATE skill_suggestion SET state = 'open', decided_by = NULL, decided_at = NULL
    WHERE state = 'accepted' AND NOT EXISTS (
      SELECT 1 FROM decision d WHERE d.kind = ${SKILL_KINDS.has} AND d.subject = 'contact' AND d.reversed_at IS NULL
        AND d.source = skill_suggestion.source AND d.source_id = skill_suggestion.source_id AND d.value = skill_suggestion.skill)`);
}

async function differences(reader: Reader, whose: Sql): Promise<Change[]> {
  const decisions = await reader.query<DecisionRow>(sql`
    SELECT c.id AS contact_id, d.source, d.source_id, d.kind, d.value, CASE WHEN d.reversed_at IS NULL THEN 1 ELSE 0 END AS stands, c.skills_raw
    FROM decision d JOIN contact c ON c.source = d.source AND c.source_id = d.source_id
    WHERE ${DECIDED} AND ${whose} ORDER BY d.id`);
  const rows = await reader.query<SkillRow>(sql`
    SELECT k.contact_id, k.skill, k.source FROM contact_skill k JOIN contact c ON c.id = k.contact_id
    WHERE ${whose} AND (k.source IN ('tagged', 'suggested') OR EXISTS (
      SELECT 1 FROM decision d WHERE d.source = c.source AND d.source_id = c.source_id AND ${DECIDED}))
    ORDER BY k.contact_id, k.id`);
  const accepted = new Set(
    (
      await reader.query<{ source: string; source_id: string; skill: string }>(
        sql`SELECT source, source_id, skill FROM skill_suggestion WHERE state = 'accepted'`,
      )
    ).map(({ source, source_id, skill }) => `${source} ${source_id} ${skillKey(skill)}`),
  );
  const skills = new Map<number, SkillRow[]>();
  for (const row of rows) {
    const own = skills.get(row.contact_id);
    if (own === undefined) skills.set(row.contact_id, [row]);
    else own.push(row);
  }
  return [...decidedSkills(decisions), ...undecided(rows, decisions)].flatMap((each) =>
    changeOf(each, skills.get(each.contact) ?? [], accepted),
  );
}

/** A skill of a contact about which something was decided, and what stands of it: the newest decision that was not taken back. */
interface Decided {
  readonly contact: number;
  readonly key: string;
  readonly latest: DecisionRow | null;
  readonly skillsRaw: string | null;
  readonly written: string;
}

function decidedSkills(decisions: readonly DecisionRow[]): Decided[] {
  const decided = new Map<string, Decided>();
  for (const row of decisions) {
    const key = skillKey(row.value);
    const place = `${row.contact_id} ${key}`;
    const before = decided.get(place);
    decided.set(place, {
      contact: row.contact_id,
      key,
      latest: row.stands === 1 ? row : (before?.latest ?? null),
      skillsRaw: row.skills_raw,
      written: normalizeSkill(row.value) ?? row.value,
    });
  }
  return [...decided.values()];
}

/** Skills of our own that no decision speaks of any more. */
function undecided(rows: readonly SkillRow[], decisions: readonly DecisionRow[]): Decided[] {
  const spoken = new Set(decisions.map((row) => `${row.contact_id} ${skillKey(row.value)}`));
  return rows
    .filter(({ contact_id, skill, source }) => OURS.includes(source) && !spoken.has(`${contact_id} ${skillKey(skill)}`))
    .map(({ contact_id, skill }) => ({
      contact: contact_id,
      key: skillKey(skill),
      latest: null,
      skillsRaw: null,
      written: skill,
    }));
}

function changeOf(
  { contact, key, latest, skillsRaw, written }: Decided,
  own: readonly SkillRow[],
  accepted: ReadonlySet<string>,
): Change[] {
  const there = own.find(({ skill }) => skillKey(skill) === key);
  const wanted = wantedSource(latest, accepted, key) ?? null;
  const isOfSource = there !== undefined && !OURS.includes(there.source);
  if (latest?.kind === SKILL_KINDS.hasNot) return there === undefined ? [] : [gone(there)];
  if (isOfSource) return [];
  const said = sourceOf(skillsRaw, key, own);
  const source = said ?? wanted;
  if (source === null) return there === undefined ? [] : [gone(there)];
  return there?.source === source ? [] : [{ contact, skill: there?.skill ?? written, source }];
}

const gone = ({ contact_id, skill }: SkillRow): Change => ({ contact: contact_id, skill, source: null });

function wantedSource(latest: DecisionRow | null, accepted: ReadonlySet<string>, key: string): string | null {
  if (latest?.kind !== SKILL_KINDS.has) return null;
  return accepted.has(`${latest.source} ${latest.source_id} ${key}`) ? "suggested" : "tagged";
}

/** Where the contact's own record says the skill: its text field stands before its list, a bar between them. Null when it does not. */
function sourceOf(skillsRaw: string | null, key: string, own: readonly SkillRow[]): string | null {
  const [first, ...rest] = (skillsRaw ?? "").split(" | ");
  const says = (text: string | undefined) => splitSkills(text).some((skill) => skillKey(skill) === key);
  if (rest.length > 0) return says(first) ? "salesforce_text" : says(rest.join(" | ")) ? "salesforce_list" : null;
  if (!says(first)) return null;
  // One field alone is filled: the contact's other skills say which.
  return own.find(({ source }) => source.startsWith("salesforce"))?.source ?? "salesforce_text";
}

async function store(tx: Transaction, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.stage(
    STAGE,
    changes.map(({ contact, skill, source }) => [contact, skill, source ?? "", source !== null]),
  );
  await tx.run(sql`
    DELETE FROM contact_skill WHERE (contact_id, skill) IN (SELECT s.contact_id, s.skill FROM stage_contact_skill s WHERE NOT s.wanted)`);
  await tx.run(sql`
    INSERT INTO contact_skill (contact_id, skill, source)
    SELECT s.contact_id, s.skill, s.source FROM stage_contact_skill s WHERE s.wanted
    ON CONFLICT (contact_id, skill) DO UPDATE SET source = excluded.source`);
}
