import sql, { join } from "sql-template-tag";
import type { Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import { recordUrl } from "./events.js";

/** The accounts a report is about: those asked for and all others of the same names, which are one organisation (rulings, small print). */
export interface Company {
  readonly name: string;
  /** Every name among the accounts, each once: what participations are credited to. */
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

/** @throws PolarisError not_found */
export async function companyOf(reader: Reader, organization: Organization, ids: readonly number[]): Promise<Company> {
  const rows =
    ids.length === 0
      ? []
      : await reader.query<AccountRow>(sql`
          SELECT id, name, source, source_id FROM organization
          WHERE deleted_at IS NULL AND name IN (SELECT name FROM organization WHERE id IN (${join(ids)})) ORDER BY id`);
  const first = rows.find((row) => ids.includes(row.id)) ?? rows[0];
  if (!first)
    throw new PolarisError(
      "not_found",
      "This organisation is no longer in the pool. Expected one that Salesforce still has.",
    );
  return {
    name: first.name,
    names: [...new Set(rows.map((row) => row.name))],
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
  if (ids.length === 0) return new Map();
  const people = await reader.query<PersonRow>(
    sql`SELECT id AS person, full_name, title, source, source_id FROM contact WHERE id IN (${join(ids)})`,
  );
  const ties = await reader.query<TieRow>(sql`
    SELECT COALESCE(c.person_id, c.id) AS person, a.status, a.start_on, a.end_on
    FROM affiliation a JOIN contact c ON c.id = a.contact_id
    WHERE a.organization_id IN (${join(company.ids)}) AND a.deleted_at IS NULL AND c.deleted_at IS NULL`);
  return new Map(
    people.map(({ person, full_name, title, source, source_id }) => {
      const tie = tieOn(
        ties.filter((each) => each.person === person),
        today,
      );
      return [person, { name: full_name, title, ...tie, link: recordUrl(organization, source, "Contact", source_id) }];
    }),
  );
}

/** How someone stands to the organisation on a day, by the dates of their affiliations (ruling E5). */
function tieOn(ties: readonly TieRow[], today: string): Pick<Volunteer, "status" | "until"> {
  if (ties.length === 0) return { status: "Not recorded", until: null };
  if (ties.some((tie) => isValidOn(tie, today))) return { status: "Current", until: null };
  const ended = ties.filter((tie) => tie.status === "past" || (tie.end_on !== null && tie.end_on < today));
  if (ended.length === 0) return { status: "Pending", until: null };
  const ends = ended.flatMap((tie) => (tie.end_on === null ? [] : [tie.end_on])).sort();
  return { status: "Former", until: ends.at(-1) ?? null };
}

function isValidOn({ status, start_on, end_on }: TieRow, day: string): boolean {
  if (status === "pending" || (status === "past" && end_on === null)) return false;
  return (start_on === null || start_on <= day) && (end_on === null || end_on >= day);
}
