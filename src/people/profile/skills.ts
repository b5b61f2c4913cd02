import sql from "sql-template-tag";
import { SKILL_KINDS, skillKey } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import { RECORDS_OF_PERSON } from "../records.js";

/** One skill of somebody, with where it comes from. */
export interface HeldSkill {
  /** As it is written where it comes from. */
  readonly skill: string;
  /** As in contact_skill. */
  readonly source: string;
  /** Of another record that counts as the same person: it is taken away there. */
  readonly isOfOther: boolean;
  /** Who tagged or accepted it, and when; null for what a source says. */
  readonly said: { readonly by: string; readonly at: string; readonly reason: string | null } | null;
}

/** Over all records of the person: a skill that several have stands once, as this record has it. */
export async function heldSkills(reader: Reader, id: number): Promise<HeldSkill[]> {
  const held = await reader.query<{ contact: number; skill: string; source: string }>(sql`
    SELECT c.id AS contact, k.skill, k.source FROM ${RECORDS_OF_PERSON} JOIN contact_skill k ON k.contact_id = c.id
    WHERE mine.id = ${id} ORDER BY k.skill, CASE WHEN c.id = mine.id THEN 0 ELSE 1 END, c.id`);
  const said = await reader.query<{
    contact: number;
    value: string;
    decided_by: string;
    decided_at: string;
    reason: string | null;
  }>(sql`
    SELECT c.id AS contact, d.value, d.decided_by, d.decided_at, d.reason
    FROM ${RECORDS_OF_PERSON} JOIN decision d ON d.subject = 'contact' AND d.source = c.source AND d.source_id = c.source_id
    WHERE mine.id = ${id} AND d.kind = ${SKILL_KINDS.has} AND d.reversed_at IS NULL ORDER BY d.id`);
  const latest = new Map(said.map((row) => [`${row.contact} ${skillKey(row.value)}`, row]));
  const own = new Set(held.flatMap((row) => (row.contact === id ? [skillKey(row.skill)] : [])));
  const seen = new Set<string>();
  const rows = held.filter((row) => {
    const key = skillKey(row.skill);
    if (row.contact !== id && (own.has(key) || seen.has(key))) return false;
    seen.add(key);
    return true;
  });
  return rows.map((row) => {
    const by = latest.get(`${row.contact} ${skillKey(row.skill)}`);
    return {
      skill: row.skill,
      source: row.source,
      isOfOther: row.contact !== id,
      said: by === undefined ? null : { by: by.decided_by, at: by.decided_at, reason: by.reason },
    };
  });
}
