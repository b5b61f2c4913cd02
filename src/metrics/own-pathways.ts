import sql, { join, type Sql } from "sql-template-tag";
import { skillsOfPathways } from "../domain/index.js";
import type { PathwayRules } from "../runtime/index.js";

const SAID = sql`so.kind = 'pathway' AND so.subject = 'participation' AND so.reversed_at IS NULL`;

/** What somebody said that the volunteer of participation p spoke on (ruling E8): a decision, its value the pathway's name. */
export const SPOKEN = sql`${SAID} AND so.source = p.source AND so.source_id = p.source_id`;

/** Holds when the volunteer of participation p spoke on a pathway for which `which` holds, with its name in so.value. */
export const isSpokenOn = (which: Sql): Sql => sql`EXISTS (SELECT 1 FROM decision so WHERE ${SPOKEN} AND ${which})`;

/** The events at which anybody spoke on a pathway: the few that were entered lead to them. */
export const SPOKEN_AT = sql`e.id IN (
        SELECT sp.event_id FROM decision so JOIN participation sp ON sp.source = so.source AND sp.source_id = so.source_id
        WHERE ${SAID}
      )`;

const SKILLED = sql`COALESCE(k.person_id, k.id)`;

/** Each record of whoever has a skill that carries a pathway, as k and carried.pathway. What staff say of a skill goes before config/pathways.yml. */
function carriers(rules: PathwayRules): Sql {
  const skills = skillsOfPathways(rules);
  const said = sql`SELECT own.skill, own.pathway FROM skill_pathway own`;
  const carried =
    skills.length === 0
      ? said
      : sql`${said} UNION ALL SELECT listed.column1, listed.column2
          FROM (VALUES ${join(skills.map(({ skill, pathway }) => sql`(${skill}, ${pathway})`))}) listed
          WHERE listed.column1 NOT IN (SELECT own.skill FROM skill_pathway own)`;
  return sql`(${carried}) carried JOIN contact_skill cs ON cs.skill = carried.skill JOIN contact k ON k.id = cs.contact_id`;
}

/** Person and pathway, for everybody one of whose records has a skill that carries it (ruling E8): column names person, pathway. */
export const skilledPeople = (rules: PathwayRules): Sql =>
  sql`SELECT DISTINCT ${SKILLED} AS person, carried.pathway FROM ${carriers(rules)} WHERE k.deleted_at IS NULL`;

/** Holds when somebody's own skills carry a pathway for which `which` holds, with its name in carried.pathway. */
export const isSkilledIn = (rules: PathwayRules, person: Sql, which: Sql): Sql =>
  sql`${person} IN (SELECT ${SKILLED} FROM ${carriers(rules)} WHERE k.deleted_at IS NULL AND ${which})`;
