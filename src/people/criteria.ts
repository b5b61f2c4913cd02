import sql, { join, type Sql } from "sql-template-tag";
import { eventTypeLabel, foldText, printDates } from "../domain/index.js";
import type { Candidate } from "./candidates.js";
import type { VolunteerSearch, Wanted } from "./model.js";
import { type SkillAsk, skillMatches, stemsOf, understandSkill, type Vocabulary } from "./vocabulary.js";
import { beginsWords } from "./words.js";

export type CriterionKey = "word" | "skill" | "org" | "org-ever" | "local" | "type" | "last" | "times";

/** One thing that a search asks of a volunteer; all of them must hold. Judged by the database (c the contact, h their history) or over the candidate. */
export type Criterion = {
  readonly key: CriterionKey;
  /** As people write it: "skill python or sql", "not local partial". */
  readonly asked: string;
} & ({ readonly holds: Sql } | { readonly fits: (candidate: Candidate) => boolean });

/** Skill words as they were understood. */
export interface Asks {
  readonly all: readonly (readonly SkillAsk[])[];
  readonly none: readonly SkillAsk[];
}

export const understandAll = (wanted: Wanted, vocabulary: Vocabulary): Asks => ({
  all: wanted.all.map((words) => words.map((word) => understandSkill(word, vocabulary))),
  none: wanted.none.map((word) => understandSkill(word, vocabulary)),
});

/** Everything that a search asks, one by one: a repeated key asks several things (rulings S1, S3 and the small print on filters). */
export function criteriaOf(search: VolunteerSearch, asks: Asks): readonly Criterion[] {
  return [
    ...search.words.filter((word) => foldText(word) !== "").map(wordCriterion),
    ...asks.all.map((anyOf, place) => skillCriterion(anyOf, search.skill.all[place] ?? [], false)),
    ...(asks.none.length > 0 ? [skillCriterion(asks.none, search.skill.none, true)] : []),
    ...nameCriteria("org", search.org, ({ organizations }) => organizations.now),
    ...nameCriteria("org-ever", search.orgEver, ({ organizations }) => organizations.ever),
    ...listCriteria("local", search.local, spaced, (values) => sql`c.local_status IN (${join(values)})`),
    ...listCriteria("type", search.type, eventTypeLabel, attendedType),
    ...lastCriterion(search.last),
    ...timesCriterion(search.times),
  ];
}

const spaced = (value: string): string => value.replaceAll("_", " ");
const anyOfWords = (values: readonly string[]): string => values.join(" or ");

/** Every word is found: in names as the beginning of a word ("Vict" finds Victor), in titles and skills as a whole word, by its stem. */
function wordCriterion(word: string): Criterion {
  const stems = stemsOf(word);
  return {
    key: "word",
    asked: `word ${word}`,
    fits: ({ name, organizations, stems: has }) =>
      [name, ...organizations.now].some((each) => beginsWords(each, word)) ||
      (stems.length > 0 && stems.every((stem) => has().has(stem))),
  };
}

function skillCriterion(anyOf: readonly SkillAsk[], words: readonly string[], isNot: boolean): Criterion {
  const has = ({ skills }: Candidate) => skills.some((skill) => anyOf.some((ask) => skillMatches(skill, ask)));
  return {
    key: "skill",
    asked: `${isNot ? "not " : ""}skill ${anyOfWords(words)}`,
    fits: (candidate) => has(candidate) !== isNot,
  };
}

/** A name fits when each of its words begins a word of the organisation's name. */
function nameCriteria(
  key: "org" | "org-ever",
  { all, none }: Wanted,
  namesOf: (candidate: Candidate) => readonly string[],
): Criterion[] {
  const has = (values: readonly string[]) => (candidate: Candidate) =>
    namesOf(candidate).some((name) => values.some((asked) => beginsWords(name, asked)));
  return [
    ...all.map((values) => ({ key, asked: `${key} ${anyOfWords(values)}`, fits: has(values) })),
    ...(none.length === 0
      ? []
      : [
          {
            key,
            asked: `not ${key} ${anyOfWords(none)}`,
            fits: (candidate: Candidate) => !has(none)(candidate),
          },
        ]),
  ];
}

function listCriteria(
  key: "local" | "type",
  { all, none }: Wanted,
  label: (value: string) => string,
  holds: (values: readonly string[]) => Sql,
): Criterion[] {
  const named = key === "local" ? "local status" : key;
  const asked = (values: readonly string[]) => `${named} ${anyOfWords(values.map(label))}`;
  return [
    ...all.map((values) => ({ key, asked: asked(values), holds: holds(values) })),
    ...(none.length === 0 ? [] : [{ key, asked: `not ${asked(none)}`, holds: sql`NOT ${holds(none)}` }]),
  ];
}

const attendedType = (
  types: readonly string[],
): Sql => sql`EXISTS (SELECT 1 FROM participation tp JOIN event te ON te.id = tp.event_id
    WHERE tp.contact_id = c.id AND tp.role = 'volunteer' AND tp.attended AND tp.deleted_at IS NULL AND te.deleted_at IS NULL
      AND te.status <> 'Cancelled' AND te.type IN (${join([...types])}))`;

function lastCriterion(last: VolunteerSearch["last"]): Criterion[] {
  if (last === null) return [];
  if (last === "never") return [{ key: "last", asked: "last never", holds: sql`h.last_on IS NULL` }];
  const bounds = [
    sql`h.last_on IS NOT NULL`,
    ...(last.start === null ? [] : [sql`h.last_on >= ${last.start}`]),
    ...(last.end === null ? [] : [sql`h.last_on <= ${last.end}`]),
  ];
  return [{ key: "last", asked: `last ${printDates(last)}`, holds: sql`(${join(bounds, " AND ")})` }];
}

function timesCriterion(times: VolunteerSearch["times"]): Criterion[] {
  if (times === null) return [];
  const { from, to } = times;
  const most = to === null ? sql`TRUE` : sql`COALESCE(h.times, 0) <= ${to}`;
  const asked = to === null ? `times ${from} or more` : from === to ? `times ${from}` : `times ${from} to ${to}`;
  return [{ key: "times", asked, holds: sql`(COALESCE(h.times, 0) >= ${from} AND ${most})` }];
}
