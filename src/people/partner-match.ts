import sql from "sql-template-tag";
import { foldText, isRoleAddress, splitPersonName } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { type ComparedName, comparedName, isNicknameOf, likeness } from "./partner-likeness.js";

/** Somebody on a partner's list, as it was uploaded. */
export interface PartnerPerson {
  readonly name: string;
  readonly email: string | null;
  readonly organization: string | null;
  readonly title: string | null;
}

/** By what a person of the list and a volunteer are taken for one; best first. */
export const MATCH_KINDS = ["e-mail", "exact", "nickname", "fuzzy", "none"] as const;
export type MatchKind = (typeof MATCH_KINDS)[number];

export interface PartnerMatch {
  readonly partner: PartnerPerson;
  readonly kind: MatchKind;
  /** From 0 to 1; 1 is certain but for a namesake. Null where nobody is like them. */
  readonly score: number | null;
  /** The volunteer's person id. */
  readonly person: number | null;
  /** Further volunteers who are just as like them: then none of them is certain (ruling P6). */
  readonly others: number;
}

export interface PartnerMatches {
  readonly matches: readonly PartnerMatch[];
  /** Volunteers looked through. */
  readonly volunteers: number;
  /** Volunteers left out of reports, who are in no list (ruling P3). */
  readonly excluded: number;
}

export interface PartnerList {
  readonly name: string;
  readonly people: number;
}

/** The lists that partners gave, by name. */
export const partnerLists = (reader: Reader): Promise<PartnerList[]> =>
  reader.query<PartnerList>(
    sql`SELECT list AS name, COUNT(*) AS people FROM partner_person WHERE deleted_at IS NULL GROUP BY list ORDER BY list`,
  );

/** The lists that go by these words: one by its name, else those that hold every word. */
export async function findPartnerLists(reader: Reader, text: string): Promise<PartnerList[]> {
  const asked = foldText(text);
  const all = await partnerLists(reader);
  const named = all.filter(({ name }) => foldText(name) === asked);
  if (named.length > 0) return named;
  const words = asked.split(" ").filter(Boolean);
  return all.filter(({ name }) => words.length > 0 && words.every((word) => foldText(name).includes(word)));
}

interface PartnerRow {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly name_raw: string;
  readonly email: string | null;
  readonly organization_raw: string | null;
  readonly title_raw: string | null;
}

interface VolunteerRow {
  readonly person: number;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly excluded: number | boolean;
}

/**
 * Each person of a list with the volunteer they are likely to be: by e-mail address, by name, by a short name from the table, or by a name at least `least`
 * alike. Nobody is made or joined by it: a near name only proposes (ruling P6).
 */
export async function matchPartnerList(
  reader: Reader,
  list: string,
  { least, roleAddresses }: { readonly least: number; readonly roleAddresses: readonly string[] },
): Promise<PartnerMatches> {
  const rows = await reader.query<PartnerRow>(sql`
    SELECT first_name, last_name, name_raw, email, organization_raw, title_raw FROM partner_person
    WHERE list = ${list} AND deleted_at IS NULL ORDER BY name_raw, id`);
  const volunteers = await reader.query<VolunteerRow>(sql`
    SELECT COALESCE(person_id, id) AS person, first_name, last_name, excluded FROM contact
    WHERE kind = 'volunteer' AND deleted_at IS NULL ORDER BY id`);
  const kept = volunteers.filter(({ excluded }) => !excluded);
  const people = new Volunteers(kept);
  const byEmail = await peopleByEmail(reader, list);
  const matches = rows.map((row): PartnerMatch => {
    const partner = {
      name: row.name_raw,
      email: row.email,
      organization: row.organization_raw,
      title: row.title_raw,
    };
    const usable = row.email !== null && !isRoleAddress(row.email, roleAddresses);
    const owners = usable ? (byEmail.get(row.email ?? "") ?? []).filter((person) => people.has(person)) : [];
    return { partner, ...(found("e-mail", 1, owners) ?? people.match(nameOf(row), least)) };
  });
  return {
    matches,
    volunteers: people.size,
    excluded: new Set(volunteers.filter(({ excluded }) => excluded).map(({ person }) => person)).size,
  };
}

function nameOf({ first_name, last_name, name_raw }: PartnerRow): ComparedName {
  if (first_name !== null && last_name !== null) return comparedName(first_name, last_name);
  const split = splitPersonName(name_raw);
  return comparedName(split?.first ?? null, split?.last ?? null);
}

type Found = Omit<PartnerMatch, "partner">;
const NOBODY: Found = { kind: "none", score: null, person: null, others: 0 };

/** The first of the people who fit, and how many more do; null where nobody does. */
function found(kind: MatchKind, score: number, people: readonly number[]): Found | null {
  const [person, ...others] = [...new Set(people)].sort((a, b) => a - b);
  return person === undefined ? null : { kind, score, person, others: others.length };
}

interface Named {
  readonly person: number;
  readonly name: ComparedName;
}

/** Volunteers by the beginning of their surname and by their given name: a misspelt name keeps the one or the other. */
class Volunteers {
  readonly #people = new Set<number>();
  readonly #byName = new Map<string, Named[]>();
  readonly #bySurname = new Map<string, Named[]>();
  readonly #byInitial = new Map<string, Named[]>();
  readonly #byGiven = new Map<string, Named[]>();

  constructor(rows: readonly VolunteerRow[]) {
    for (const { person, first_name, last_name } of rows) {
      const one = { person, name: comparedName(first_name, last_name) };
      this.#people.add(person);
      put(this.#byName, one.name.whole, one);
      put(this.#bySurname, one.name.last, one);
      put(this.#byInitial, one.name.last.slice(0, 1), one);
      put(this.#byGiven, one.name.first, one);
    }
  }

  get size(): number {
    return this.#people.size;
  }

  has(person: number): boolean {
    return this.#people.has(person);
  }

  match(name: ComparedName, least: number): Found {
    const idsOf = (people: readonly Named[] = []) => people.map(({ person }) => person);
    const nicknames = this.#bySurname.get(name.last)?.filter((each) => isNicknameOf(name, each.name));
    return (
      found("exact", 1, idsOf(this.#byName.get(name.whole))) ??
      found("nickname", 1, idsOf(nicknames)) ??
      this.#likest(name, least) ??
      NOBODY
    );
  }

  #likest(name: ComparedName, least: number): Found | null {
    const near = this.#byInitial.get(name.last.slice(0, 1)) ?? [];
    const namesakes = this.#byGiven.get(name.first) ?? [];
    let best = least;
    let people: number[] = [];
    for (const each of [...near, ...namesakes]) {
      const score = likeness(name, each.name, best);
      if (score < best || score === 0) continue;
      if (score > best) people = [];
      best = score;
      people.push(each.person);
    }
    return found("fuzzy", best, people);
  }
}

function put(map: Map<string, Named[]>, key: string, one: Named): void {
  if (key === "") return;
  const known = map.get(key);
  if (known) known.push(one);
  else map.set(key, [one]);
}

/** Whose addresses of the list's are, among the volunteers. SQLite is held to begin with the list, not to hold each volunteer against all of it. */
async function peopleByEmail(reader: Reader, list: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await reader.query<{ address: string; person: number }>(sql`
    SELECT DISTINCT m.address, COALESCE(c.person_id, c.id) AS person
    FROM (SELECT DISTINCT email FROM partner_person WHERE list = ${list} AND deleted_at IS NULL AND email IS NOT NULL) l
      CROSS JOIN contact_email m CROSS JOIN contact c
    WHERE m.address = l.email AND c.id = m.contact_id AND c.kind = 'volunteer' AND c.deleted_at IS NULL`);
  const owners = new Map<string, number[]>();
  for (const { address, person } of rows) owners.set(address, [...(owners.get(address) ?? []), person]);
  return owners;
}
