import sql, { join } from "sql-template-tag";
import { skillKey } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import type { PathwayRules } from "../../runtime/index.js";
import type { Vocabulary } from "../vocabulary.js";
import { readSkillPathways, readSkillWords, skillShown } from "./words.js";

/** One skill of the volunteers, with all that was merged into it. */
export interface ListedSkill {
  readonly skill: string;
  /** Volunteers who have it, by record; those left out of reports are not among them (ruling P3). */
  readonly people: number;
  /** Of whom the skill came so; somebody with two of its names may stand in two of these. */
  readonly salesforce: number;
  readonly pathful: number;
  readonly tagged: number;
  readonly suggested: number;
  /** Suggestions that wait for a person. */
  readonly open: number;
  readonly pathway: string | null;
  /** Names that staff gave or merged, and those of config/skills.yml. */
  readonly names: readonly string[];
}

interface HeldRow {
  readonly skill: string;
  readonly source: string;
  readonly people: number;
}

const VOLUNTEERS = sql`c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.excluded = FALSE`;

/** Every skill that a volunteer has or may have, with how many have it. */
export async function listSkills(
  reader: Reader,
  vocabulary: Vocabulary,
  pathways: PathwayRules,
): Promise<ListedSkill[]> {
  const words = await readSkillWords(reader, vocabulary);
  const belonging = await readSkillPathways(reader, pathways);
  const held = await reader.query<HeldRow>(sql`
    SELECT k.skill, k.source, COUNT(DISTINCT c.id) AS people FROM contact_skill k JOIN contact c ON c.id = k.contact_id
    WHERE ${VOLUNTEERS} GROUP BY k.skill, k.source`);
  const open = await reader.query<{ skill: string; open: number }>(
    sql`SELECT skill, COUNT(*) AS open FROM skill_suggestion WHERE state = 'open' GROUP BY skill`,
  );
  const together = new Map<string, { readonly skill: string; readonly rows: HeldRow[]; open: number }>();
  const of = (written: string) => {
    const skill = skillShown(written, words);
    const known = together.get(skillKey(skill)) ?? { skill, rows: [], open: 0 };
    together.set(skillKey(skill), known);
    return known;
  };
  for (const row of held) of(row.skill).rows.push(row);
  for (const row of open) of(row.skill).open += row.open;
  const people = await peopleWithAnyOf(
    reader,
    [...together.values()].map(({ rows }) => rows),
  );
  return [...together.values()].map(({ skill, rows, open: waiting }, place) => ({
    skill,
    people: people[place] ?? 0,
    salesforce: sumOf(rows, (source) => source.startsWith("salesforce")),
    pathful: sumOf(rows, (source) => source === "pathful"),
    tagged: sumOf(rows, (source) => source === "tagged"),
    suggested: sumOf(rows, (source) => source === "suggested"),
    open: waiting,
    pathway: belonging.get(skillKey(skill)) ?? null,
    names: namesOf(skill, words),
  }));
}

const sumOf = (rows: readonly HeldRow[], is: (source: string) => boolean): number =>
  rows.filter(({ source }) => is(source)).reduce((sum, { people }) => sum + people, 0);

/** How many people each lot of rows is of: somebody who has two names of one skill is one. */
async function peopleWithAnyOf(reader: Reader, lots: readonly (readonly HeldRow[])[]): Promise<number[]> {
  const several = lots.filter((rows) => rows.length > 1).flatMap((rows) => rows.map(({ skill }) => skill));
  const holders = new Map<string, number[]>();
  if (several.length > 0)
    for (const { skill, contact_id } of await reader.query<{ skill: string; contact_id: number }>(sql`
      SELECT k.skill, k.contact_id FROM contact_skill k JOIN contact c ON c.id = k.contact_id
      WHERE ${VOLUNTEERS} AND k.skill IN (${join([...new Set(several)])})`)) {
      const known = holders.get(skill);
      if (known === undefined) holders.set(skill, [contact_id]);
      else known.push(contact_id);
    }
  return lots.map((rows) =>
    rows.length > 1 ? new Set(rows.flatMap(({ skill }) => holders.get(skill) ?? [])).size : (rows[0]?.people ?? 0),
  );
}

function namesOf(skill: string, { synonyms }: Vocabulary): string[] {
  const key = skillKey(skill);
  const all = synonyms.filter((names) => names.some((name) => skillKey(name) === key)).flat();
  return [...new Set(all)].filter((name) => skillKey(name) !== key);
}
