import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { isValidOn } from "./affiliations.js";
import type { Asks, Criterion } from "./criteria.js";
import { mustNotBeContacted } from "./marks.js";
import type { FoundVolunteer, HiddenReason, VolunteerSearch } from "./model.js";
import { type SkillAsk, skillMatches, stemsOf } from "./vocabulary.js";

/** A volunteer as a search judges them. */
export interface Candidate {
  readonly id: number;
  readonly sourceId: string;
  readonly name: string;
  readonly title: string | null;
  readonly email: string | null;
  readonly localStatus: string;
  readonly localBasis: string;
  /** Why they must not be listed (ruling S1), the gravest reason. */
  readonly hidden: HiddenReason | null;
  readonly times: number;
  readonly lastOn: string | null;
  readonly organizations: Affiliated;
  /** Those that the search speaks of; all of them when it looks for words. */
  readonly skills: readonly string[];
  /** Stems of title and skills. */
  readonly stems: () => ReadonlySet<string>;
  /** The criteria that do not hold. */
  readonly fails: readonly Criterion[];
}

export interface Affiliated {
  readonly now: readonly string[];
  readonly ever: readonly string[];
}

const NONE: Affiliated = { now: [], ever: [] };

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
  /** "0", "1" ...: 1 where the criterion of that place holds. */
  readonly [holds: `holds_${number}`]: number;
}

/**
 * Volunteers with what they fail. `most` is how many criteria somebody may fail and still be of interest: the database leaves out whoever fails more of
 * those that it can judge.
 */
export async function readCandidates(
  reader: Reader,
  search: VolunteerSearch,
  asks: Asks,
  criteria: readonly Criterion[],
  most: number,
): Promise<Candidate[]> {
  const skills = await skillsByContact(reader, asks, search.words.length > 0);
  const organizations = await organizationsByContact(reader, search.today);
  const rows = await reader.query<Row>(statement(search.today, criteria, most));
  return rows.flatMap((row): Candidate[] => {
    const own = skills.get(row.id) ?? [];
    let stems: ReadonlySet<string> | undefined;
    const candidate = {
      id: row.id,
      sourceId: row.source_id,
      name: row.full_name,
      title: row.title,
      email: row.email,
      localStatus: row.local_status,
      localBasis: row.local_basis,
      hidden: row.hidden,
      times: row.times,
      lastOn: row.last_on,
      organizations: organizations.get(row.id) ?? NONE,
      skills: own,
      stems: () => {
        stems ??= new Set(stemsOf([row.title ?? "", ...own].join(" ")));
        return stems;
      },
      fails: [],
    };
    const fails = criteria.filter((criterion, place) =>
      "fits" in criterion ? !criterion.fits(candidate) : row[`holds_${place}`] !== 1,
    );
    return fails.length > most ? [] : [{ ...candidate, fails }];
  });
}

/** A volunteer as a list shows them. */
export function shown(candidate: Candidate, asks: Asks): FoundVolunteer {
  const { id, sourceId, name, title, localStatus, localBasis, times, lastOn, email, organizations, skills } = candidate;
  const matchedSkills =
    asks.all.length === 0 ? [] : skills.filter((skill) => asks.all.flat().some((ask) => skillMatches(skill, ask)));
  return {
    id,
    sourceId,
    name,
    title,
    organizations: organizations.now,
    matchedSkills,
    localStatus,
    localBasis,
    times,
    lastOn,
    email,
  };
}

/** Attended events of each volunteer, up to today; one that was entered twice is one. */
const history = (today: string): Sql => sql`
  SELECT p.contact_id, COUNT(DISTINCT p.event_id) AS times, MAX(e.local_date) AS last_on
  FROM participation p JOIN event e ON e.id = p.event_id
  WHERE p.role = 'volunteer' AND p.attended AND p.deleted_at IS NULL AND e.deleted_at IS NULL
    AND e.status <> 'Cancelled' AND e.local_date <= ${today}
  GROUP BY p.contact_id`;

function statement(today: string, criteria: readonly Criterion[], most: number): Sql {
  const judged = criteria.flatMap((criterion, place) =>
    "holds" in criterion ? [{ holds: criterion.holds, name: raw(`holds_${place}`) }] : [],
  );
  // Whoever may fail nothing is found by the conditions themselves, which an index may help.
  const conditions = most === 0 ? judged.map(({ holds }) => holds) : [];
  const columns = judged.map(({ holds, name }) =>
    most === 0 ? sql`1 AS ${name}` : sql`CASE WHEN ${holds} THEN 1 ELSE 0 END AS ${name}`,
  );
  return sql`
    SELECT c.id, c.source_id, c.full_name, c.title, c.email, c.local_status, c.local_basis,
      CASE WHEN ${mustNotBeContacted} THEN 'do-not-contact' WHEN c.excluded THEN 'excluded' WHEN c.email_opt_out THEN 'opted out'
           WHEN c.email_bounced_on IS NOT NULL THEN 'bounced' WHEN c.status = 'inactive' THEN 'inactive' END AS hidden,
      COALESCE(h.times, 0) AS times, h.last_on${columns.length === 0 ? empty : sql`, ${join(columns)}`}
    FROM contact c LEFT JOIN (${history(today)}) h ON h.contact_id = c.id
    WHERE ${join([sql`c.kind = 'volunteer'`, sql`c.deleted_at IS NULL`, ...conditions], " AND ")}`;
}

/** The skills of every contact that a filter speaks of. The distinct skills are few: they are judged once, not per person. */
async function skillsByContact(reader: Reader, asks: Asks, all: boolean): Promise<Map<number, string[]>> {
  const every = [...asks.all.flat(), ...asks.none];
  if (every.length === 0 && !all) return new Map();
  const rows = await reader.query<{ contact_id: number; skill: string }>(
    sql`SELECT contact_id, skill FROM contact_skill WHERE ${all ? sql`TRUE` : await spokenOf(reader, every)} ORDER BY skill`,
  );
  const byContact = new Map<number, string[]>();
  for (const { contact_id, skill } of rows) byContact.set(contact_id, [...(byContact.get(contact_id) ?? []), skill]);
  return byContact;
}

async function spokenOf(reader: Reader, asks: readonly SkillAsk[]): Promise<Sql> {
  const known = await reader.query<{ skill: string }>(sql`SELECT DISTINCT skill FROM contact_skill`);
  const skills = known.map(({ skill }) => skill).filter((skill) => asks.some((ask) => skillMatches(skill, ask)));
  return skills.length === 0 ? sql`FALSE` : sql`skill IN (${join(skills)})`;
}

/** Organisations of each contact, the primary one first: those of today, and those there ever were. */
async function organizationsByContact(reader: Reader, today: string): Promise<Map<number, Affiliated>> {
  const rows = await reader.query<TieRow>(sql`
    SELECT a.contact_id, o.name, a.status, a.start_on, a.end_on
    FROM affiliation a JOIN organization o ON o.id = a.organization_id
    WHERE a.deleted_at IS NULL AND o.deleted_at IS NULL
    ORDER BY a.is_primary DESC, o.name, a.id`);
  const byContact = new Map<number, { readonly now: string[]; readonly ever: string[] }>();
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
