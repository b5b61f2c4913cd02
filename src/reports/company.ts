import sql, { join } from "sql-template-tag";
import type { Key } from "../metrics/index.js";
import { isValidOn } from "../people/index.js";
import type { Reader } from "../pool/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import { recordUrl } from "./events.js";
import { inPieces } from "./pieces.js";
import { listed } from "./words.js";

/** The accounts a report is about: those asked for and all others of the same names, which are one organisation (rulings, small print). */
export interface Company {
  /** "Hill's", "Hill's and Cerner" where several stand side by side, "Hill's and 4 others". */
  readonly name: string;
  /** Every name among the accounts, each once, in the order asked: what participations are credited to. */
  readonly names: readonly string[];
  readonly ids: readonly number[];
  readonly link: string | null;
}

interface AccountRow {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly source_id: string;
}

/** More names than these do not read as a sentence; a table has them all. */
const MOST_NAMED = 3;

/** @throws PolarisError not_found */
export async function companyOf(reader: Reader, organization: Organization, ids: readonly number[]): Promise<Company> {
  const rows =
    ids.length === 0
      ? []
      : await reader.query<AccountRow>(sql`
          SELECT id, name, source, source_id FROM organization
          WHERE deleted_at IS NULL AND name IN (SELECT name FROM organization WHERE id IN (${join(ids)})) ORDER BY id`);
  const asked = ids.flatMap((id) => rows.filter((row) => row.id === id));
  const first = asked[0] ?? rows[0];
  if (!first)
    throw new PolarisError(
      "not_found",
      "This organisation is no longer in the pool. Expected one that Salesforce still has.",
    );
  const names = [...new Set([...asked, ...rows].map((row) => row.name))];
  return {
    name: names.length > MOST_NAMED ? `${names[0]} and ${names.length - 1} others` : listed(names),
    names,
    ids: rows.map((row) => row.id),
    link: recordUrl(organization, first.source, "Account", first.source_id),
  };
}

/** A volunteer as the report shows them: their tie to the organisation as of a day. */
export interface Volunteer {
  readonly name: string;
  readonly title: string | null;
  /** Current, Former, Pending, or none recorded. */
  readonly status: string;
  /** The day a former tie ended, where it is known. */
  readonly until: string | null;
  /** Names among the company's that they were ever tied to. */
  readonly organizations: readonly string[];
  readonly link: string | null;
}

interface PersonRow {
  readonly person: number;
  readonly full_name: string;
  readonly title: string | null;
  readonly source: string;
  readonly source_id: string;
}
interface TieRow {
  readonly person: number;
  readonly organization: string;
  readonly status: string | null;
  readonly start_on: string | null;
  readonly end_on: string | null;
}

/** Describes people by their person ids; a person's ties are those of all their records. */
export async function describeVolunteers(
  reader: Reader,
  organization: Organization,
  company: Company,
  keys: readonly Key[],
  today: string,
): Promise<ReadonlyMap<number, Volunteer>> {
  const ids = keys.filter((key) => typeof key === "number");
  const people = await inPieces(ids, (piece) =>
    reader.query<PersonRow>(
      sql`SELECT id AS person, full_name, title, source, source_id FROM contact WHERE id IN (${join(piece)})`,
    ),
  );
  if (people.length === 0) return new Map();
  const ties = gathered(
    await reader.query<TieRow>(sql`
      SELECT COALESCE(c.person_id, c.id) AS person, o.name AS organization, a.status, a.start_on, a.end_on
      FROM affiliation a JOIN contact c ON c.id = a.contact_id JOIN organization o ON o.id = a.organization_id
      WHERE a.organization_id IN (${join(company.ids)}) AND a.deleted_at IS NULL AND c.deleted_at IS NULL
      ORDER BY o.name, a.id`),
    ({ person }) => person,
  );
  return new Map(
    people.map(({ person, full_name, title, source, source_id }) => {
      const own = ties.get(person) ?? [];
      const organizations = [...new Set(own.map((tie) => tie.organization))];
      const link = recordUrl(organization, source, "Contact", source_id);
      return [person, { name: full_name, title, ...tieOn(own, today), organizations, link }];
    }),
  );
}

/** How someone stands to the organisation on a day, by the dates of their affiliations (ruling E5). */
function tieOn(ties: readonly TieRow[], today: string): Pick<Volunteer, "status" | "until"> {
  if (ties.length === 0) return { status: "Not recorded", until: null };
  if (ties.some(({ status, start_on, end_on }) => isValidOn({ status, startOn: start_on, endOn: end_on }, today)))
    return { status: "Current", until: null };
  const ended = ties.filter((tie) => tie.status === "past" || (tie.end_on !== null && tie.end_on < today));
  if (ended.length === 0) return { status: "Pending", until: null };
  const ends = ended.flatMap((tie) => (tie.end_on === null ? [] : [tie.end_on])).sort();
  return { status: "Former", until: ends.at(-1) ?? null };
}

/** Everybody who was ever tied or credited to each of the names, by person id: what `full` looks at (ruling E5). */
export async function everLinked(reader: Reader, company: Company): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await reader.query<{ organization: string; person: number }>(sql`
    SELECT o.name AS organization, COALESCE(c.person_id, c.id) AS person
    FROM affiliation a JOIN contact c ON c.id = a.contact_id JOIN organization o ON o.id = a.organization_id
    WHERE a.organization_id IN (${join(company.ids)}) AND a.deleted_at IS NULL AND c.deleted_at IS NULL
    UNION
    SELECT o.name, COALESCE(c.person_id, c.id)
    FROM participation p JOIN contact c ON c.id = p.contact_id JOIN organization o ON o.id = p.credited_organization_id
    WHERE p.credited_organization_id IN (${join(company.ids)}) AND p.deleted_at IS NULL AND c.deleted_at IS NULL`);
  const people = gathered(rows, ({ organization }) => organization);
  return new Map(company.names.map((name) => [name, (people.get(name) ?? []).map(({ person }) => person)]));
}

function gathered<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
