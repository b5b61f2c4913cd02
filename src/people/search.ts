import sql, { join, type Sql } from "sql-template-tag";
import { foldText } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { isValidOn } from "./affiliations.js";
import { mustNotBeContacted } from "./marks.js";
import type { FoundVolunteer, HiddenReason, SearchResult, VolunteerSearch, VolunteerSort, Wanted } from "./model.js";
import { type SkillAsk, skillMatches, stemsOf, understandSkill, type Vocabulary } from "./vocabulary.js";
import { beginsWords } from "./words.js";

interface Row {
  readonly id: number;
  readonly source_id: string;
  readonly full_name: string;
  readonly title: string | null;
  readonly email: string | null;
  readonly local_status: string;
  readonly local_basis: string;
  readonly hidden: HiddenReason | null;
  readonly times: number;
  readonly last_on: string | null;
}

/**
 * Volunteers that fit every filter (rulings S1, S3 and the small print on filters). Records, not persons: a couple on
 * one address is two. Whoever must not be contacted is left out and counted by reason.
 */
export async function searchVolunteers(
  reader: Reader,
  vocabulary: Vocabulary,
  search: VolunteerSearch,
): Promise<SearchResult> {
  const asks = understandAll(search.skill, vocabulary);
  const skills = await skillsByContact(reader, asks, search.words.length > 0);
  const organizations = await organizationsByContact(reader, search.today);
  const rows = await reader.query<Row>(candidates(search));
  const found: (FoundVolunteer & { readonly hidden: HiddenReason | null })[] = [];
  for (const row of rows) {
    const own = skills.get(row.id) ?? [];
    if (!fitsSkills(own, asks)) continue;
    const affiliated = organizations.get(row.id) ?? { now: [], ever: [] };
    if (!fitsNames(affiliated.now, search.org) || !fitsNames(affiliated.ever, search.orgEver)) continue;
    if (!fitsWords(row, affiliated.now, own, search.words)) continue;
    const matchedSkills =
      asks.all.length === 0 ? [] : own.filter((s) => asks.all.flat().some((ask) => skillMatches(s, ask)));
    found.push({
      id: row.id,
      sourceId: row.source_id,
      name: row.full_name,
      title: row.title,
      organizations: affiliated.now,
      matchedSkills,
      localStatus: row.local_status,
      localBasis: row.local_basis,
      times: row.times,
      lastOn: row.last_on,
      email: row.email,
      hidden: row.hidden,
    });
  }
  const volunteers = found.filter((v) => v.hidden === null).sort(ORDER[search.sort]);
  return {
    volunteers,
    hidden: counted(found.flatMap((v) => (v.hidden === null ? [] : [v.hidden]))),
    groups: asks.all.flat().flatMap((ask) => (ask.group === null ? [] : [{ group: ask.group, terms: ask.terms }])),
    locals: volunteers.filter((v) => v.localStatus === "local").length,
  };
}

function counted<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Attended events of each volunteer, up to today; one that was entered twice is one. */
const history = (today: string): Sql => sql`
  SELECT p.contact_id, COUNT(DISTINCT p.event_id) AS times, MAX(e.local_date) AS last_on
  FROM participation p JOIN event e ON e.id = p.event_id
  WHERE p.role = 'volunteer' AND p.attended AND p.deleted_at IS NULL AND e.deleted_at IS NULL
    AND e.status <> 'Cancelled' AND e.local_date <= ${today}
  GROUP BY p.contact_id`;

function candidates(search: VolunteerSearch): Sql {
  const conditions = [
    sql`c.kind = 'volunteer'`,
    sql`c.deleted_at IS NULL`,
    ...oneOf(sql`c.local_status`, search.local),
    ...search.type.all.map((types) => attendedType(types, false)),
    ...(search.type.none.length > 0 ? [attendedType(search.type.none, true)] : []),
    ...lastCondition(search.last),
    ...(search.times ? [sql`COALESCE(h.times, 0) >= ${search.times.from}`] : []),
    ...(search.times?.to != null ? [sql`COALESCE(h.times, 0) <= ${search.times.to}`] : []),
  ];
  return sql`
    SELECT c.id, c.source_id, c.full_name, c.title, c.email, c.local_status, c.local_basis,
      CASE WHEN ${mustNotBeContacted} THEN 'do-not-contact' WHEN c.excluded THEN 'excluded' WHEN c.email_opt_out THEN 'opted out'
           WHEN c.email_bounced_on IS NOT NULL THEN 'bounced' WHEN c.status = 'inactive' THEN 'inactive' END AS hidden,
      COALESCE(h.times, 0) AS times, h.last_on
    FROM contact c LEFT JOIN (${history(search.today)}) h ON h.contact_id = c.id
    WHERE ${join(conditions, " AND ")}`;
}

function oneOf(column: Sql, wanted: Wanted): Sql[] {
  return [
    ...wanted.all.map((values) => sql`${column} IN (${join(values)})`),
    ...(wanted.none.length > 0 ? [sql`${column} NOT IN (${join(wanted.none)})`] : []),
  ];
}

function attendedType(types: readonly string[], never: boolean): Sql {
  const exists = sql`EXISTS (SELECT 1 FROM participation tp JOIN event te ON te.id = tp.event_id
    WHERE tp.contact_id = c.id AND tp.role = 'volunteer' AND tp.attended AND tp.deleted_at IS NULL AND te.deleted_at IS NULL
      AND te.status <> 'Cancelled' AND te.type IN (${join(types)}))`;
  return never ? sql`NOT ${exists}` : exists;
}

function lastCondition(last: VolunteerSearch["last"]): Sql[] {
  if (last === null) return [];
  if (last === "never") return [sql`h.last_on IS NULL`];
  return [
    sql`h.last_on IS NOT NULL`,
    ...(last.start === null ? [] : [sql`h.last_on >= ${last.start}`]),
    ...(last.end === null ? [] : [sql`h.last_on <= ${last.end}`]),
  ];
}

interface Asks {
  readonly all: readonly (readonly SkillAsk[])[];
  readonly none: readonly SkillAsk[];
}

const understandAll = (wanted: Wanted, vocabulary: Vocabulary): Asks => ({
  all: wanted.all.map((words) => words.map((word) => understandSkill(word, vocabulary))),
  none: wanted.none.map((word) => understandSkill(word, vocabulary)),
});

/** The skills of every contact that a filter speaks of. The distinct skills are few: they are judged once, not per person. */
async function skillsByContact(reader: Reader, asks: Asks, all: boolean): Promise<Map<number, string[]>> {
  const every = [...asks.all.flat(), ...asks.none];
  if (every.length === 0 && !all) return new Map();
  const vocabulary = await reader.query<{ skill: string }>(sql`SELECT DISTINCT skill FROM contact_skill`);
  const spokenOf = all ? vocabulary : vocabulary.filter(({ skill }) => every.some((ask) => skillMatches(skill, ask)));
  if (spokenOf.length === 0) return new Map();
  const rows = await reader.query<{ contact_id: number; skill: string }>(
    sql`SELECT contact_id, skill FROM contact_skill WHERE skill IN (${join(spokenOf.map((s) => s.skill))}) ORDER BY skill`,
  );
  const byContact = new Map<number, string[]>();
  for (const { contact_id, skill } of rows) byContact.set(contact_id, [...(byContact.get(contact_id) ?? []), skill]);
  return byContact;
}

function fitsSkills(skills: readonly string[], asks: Asks): boolean {
  const has = (ask: SkillAsk) => skills.some((skill) => skillMatches(skill, ask));
  return asks.all.every((anyOf) => anyOf.some(has)) && !asks.none.some(has);
}

interface Affiliated {
  readonly now: string[];
  readonly ever: string[];
}

/** Organisations of each contact, the primary one first: those of today, and those there ever were. */
async function organizationsByContact(reader: Reader, today: string): Promise<Map<number, Affiliated>> {
  const rows = await reader.query<TieRow>(sql`
    SELECT a.contact_id, o.name, a.status, a.start_on, a.end_on
    FROM affiliation a JOIN organization o ON o.id = a.organization_id
    WHERE a.deleted_at IS NULL AND o.deleted_at IS NULL
    ORDER BY a.is_primary DESC, o.name, a.id`);
  const byContact = new Map<number, Affiliated>();
  for (const { contact_id, name, status, start_on, end_on } of rows) {
    const known = byContact.get(contact_id) ?? { now: [], ever: [] };
    if (!known.ever.includes(name)) known.ever.push(name);
    const isNow = isValidOn({ status, startOn: start_on, endOn: end_on }, today);
    if (isNow && !known.now.includes(name)) known.now.push(name);
    byContact.set(contact_id, known);
  }
  return byContact;
}

interface TieRow {
  readonly contact_id: number;
  readonly name: string;
  readonly status: string | null;
  readonly start_on: string | null;
  readonly end_on: string | null;
}

/** A name fits when each of its words begins a word of the organisation's name. */
function fitsNames(names: readonly string[], wanted: Wanted): boolean {
  const has = (asked: string) => names.some((name) => beginsWords(name, asked));
  return wanted.all.every((anyOf) => anyOf.some(has)) && !wanted.none.some(has);
}

/** Every word is found: in names as the beginning of a word ("Vict" finds Victor), in titles and skills as a whole word, by its stem. */
function fitsWords(
  row: Row,
  organizations: readonly string[],
  skills: readonly string[],
  words: readonly string[],
): boolean {
  const said = words.filter((word) => foldText(word) !== "");
  if (said.length === 0) return true;
  const names = [row.full_name, ...organizations];
  const whole = new Set(stemsOf([row.title ?? "", ...skills].join(" ")));
  return said.every((word) => names.some((name) => beginsWords(name, word)) || isAmong(whole, word));
}

function isAmong(whole: ReadonlySet<string>, word: string): boolean {
  const stems = stemsOf(word);
  return stems.length > 0 && stems.every((stem) => whole.has(stem));
}

const byName = (a: FoundVolunteer, b: FoundVolunteer): number => a.name.localeCompare(b.name, "en") || a.id - b.id;

const ORDER: Record<VolunteerSort, (a: FoundVolunteer, b: FoundVolunteer) => number> = {
  name: byName,
  last: (a, b) => (b.lastOn ?? "").localeCompare(a.lastOn ?? "") || byName(a, b),
  times: (a, b) => b.times - a.times || byName(a, b),
  organisation: (a, b) =>
    (a.organizations[0] ?? "\uffff").localeCompare(b.organizations[0] ?? "\uffff", "en") || byName(a, b),
};
