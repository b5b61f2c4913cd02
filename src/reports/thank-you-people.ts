import sql, { join, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import { COUNTED_LINK, COUNTED_PERSON } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { recordUrl } from "./events.js";
import { inPieces } from "./pieces.js";

/** Whom a letter of thanks goes to. */
export interface Addressee {
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly title: string | null;
  /** Null where there is none, or where they must not be written to. */
  readonly email: string | null;
  /** Why there is no address to write to; null where there is one. */
  readonly noEmail: NoEmail | null;
  readonly link: string | null;
}

export type NoEmail = "do-not-contact" | "opted out" | "bounced" | "inactive" | "none recorded";

interface PersonRow {
  readonly person: number;
  readonly full_name: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly title: string | null;
  readonly source: string;
  readonly source_id: string;
  readonly email: string | null;
  readonly do_not_contact: number;
  readonly opted_out: number;
  readonly bounced: number;
  readonly inactive: number;
}

/** People by their person ids, with the address to write to: what holds of any of their records holds of them (rulings P1, S1). */
export async function addressees(
  reader: Reader,
  organization: Organization,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Addressee>> {
  const rows = await inPieces(ids, (piece) =>
    reader.query<PersonRow>(sql`
      SELECT c.id AS person, c.full_name, c.first_name, c.last_name, c.title, c.source, c.source_id,
        COALESCE(c.email, MIN(k.email)) AS email,
        MAX(CASE WHEN k.do_not_contact = TRUE THEN 1 ELSE 0 END) AS do_not_contact,
        MAX(CASE WHEN k.email_opt_out = TRUE THEN 1 ELSE 0 END) AS opted_out,
        MAX(CASE WHEN k.email_bounced_on IS NOT NULL THEN 1 ELSE 0 END) AS bounced,
        MAX(CASE WHEN k.status = 'inactive' THEN 1 ELSE 0 END) AS inactive
      FROM contact c JOIN contact k ON (k.person_id = c.id OR k.id = c.id) AND k.deleted_at IS NULL
      WHERE c.id IN (${join(piece)})
      GROUP BY c.id, c.full_name, c.first_name, c.last_name, c.title, c.source, c.source_id, c.email`),
  );
  return new Map(rows.map((row) => [row.person, addresseeOf(row, organization)]));
}

function addresseeOf(row: PersonRow, organization: Organization): Addressee {
  const noEmail = whyNoEmail(row);
  return {
    name: row.full_name,
    firstName: row.first_name,
    lastName: row.last_name,
    title: row.title,
    email: noEmail === null ? row.email : null,
    noEmail,
    link: recordUrl(organization, row.source, "Contact", row.source_id),
  };
}

/** The gravest reason first. */
function whyNoEmail({ do_not_contact, opted_out, bounced, inactive, email }: PersonRow): NoEmail | null {
  if (do_not_contact === 1) return "do-not-contact";
  if (opted_out === 1) return "opted out";
  if (bounced === 1) return "bounced";
  if (inactive === 1) return "inactive";
  return email === null ? "none recorded" : null;
}

/** Who stood for whom in a period: each person with each organisation their participations are credited to (ruling E5), the most often first. */
export interface Standing {
  readonly organization: string;
  readonly person: number;
}

export async function standings(reader: Reader, { windows }: Period): Promise<readonly Standing[]> {
  const days = windows.map(({ start, end }): Sql => {
    const bounds = [
      ...(start === null ? [] : [sql`e.local_date >= ${start}`]),
      ...(end === null ? [] : [sql`e.local_date <= ${end}`]),
    ];
    return bounds.length === 0 ? sql`TRUE` : sql`(${join(bounds, " AND ")})`;
  });
  return reader.query<Standing>(sql`
    SELECT o.name AS organization, s.person
    FROM (
      SELECT p.credited_organization_id, ${COUNTED_PERSON} AS person, COUNT(*) AS times
      FROM event e CROSS JOIN participation p
      WHERE p.event_id = e.id AND (${join(days, " OR ")}) AND e.deleted_at IS NULL AND e.status <> 'Cancelled'
        AND ${join(COUNTED_LINK, " AND ")} AND p.credited_organization_id IS NOT NULL
      GROUP BY p.credited_organization_id, ${COUNTED_PERSON}
    ) s JOIN organization o ON o.id = s.credited_organization_id
    GROUP BY o.name, s.person
    ORDER BY SUM(s.times) DESC, s.person, o.name`);
}

/** The one to write to for each organisation: who stood for it most often and has an address, else who stood for it most often. */
export async function leaders(
  reader: Reader,
  organization: Organization,
  period: Period,
): Promise<ReadonlyMap<string, Addressee>> {
  const people = new Map<string, number[]>();
  for (const { organization: name, person } of await standings(reader, period)) {
    const theirs = people.get(name);
    if (theirs === undefined) people.set(name, [person]);
    else theirs.push(person);
  }
  const found = new Map<string, Addressee>();
  // Nearly always the first has an address, so the others are looked up only where one has none, more of them each time.
  for (let from = 0, size = 1; people.size > 0; from += size, size *= 4) {
    const asked = [...people.values()].flatMap((theirs) => theirs.slice(from, from + size));
    const known = await addressees(reader, organization, [...new Set(asked)]);
    for (const [name, theirs] of people) {
      const next = theirs.slice(from, from + size).flatMap((id) => known.get(id) ?? []);
      const written = next.find(({ email }) => email !== null);
      const leader = written ?? found.get(name) ?? next[0];
      if (leader !== undefined) found.set(name, leader);
      if (written !== undefined || theirs.length <= from + size) people.delete(name);
    }
  }
  return found;
}
