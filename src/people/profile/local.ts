import sql from "sql-template-tag";
import { localStatusOfZip, zipOf } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { type Standing, standingDecisions } from "./decisions.js";

/** Whether somebody is local, and what that rests on (ruling P5). */
export type LocalReason = { readonly status: string } & (
  | { readonly basis: "manual"; readonly decision: Standing | null }
  | {
      readonly basis: "address";
      /** The ZIP area, its first three digits: the whole address is on the record. */
      readonly area: string | null;
      /** mailing | home | other */
      readonly kind: string | null;
      readonly isPrimary: boolean;
      /** Of another record that counts as the same person. */
      readonly isOfOther: boolean;
    }
  | { readonly basis: "inferred"; readonly event: { readonly title: string; readonly date: string } | null }
  | { readonly basis: "none"; readonly addresses: number }
);

interface AddressRow {
  readonly zip: string | null;
  readonly country: string | null;
  readonly kind: string;
  readonly is_primary: boolean | number;
  readonly is_own: number;
}

/** Why somebody is local, or is not, over all records of the person. */
export async function localReason(
  reader: Reader,
  { local }: Pick<Organization, "local">,
  contactId: number,
): Promise<LocalReason> {
  const [row] = await reader.query<{ local_status: string; local_basis: string }>(
    sql`SELECT local_status, local_basis FROM contact WHERE id = ${contactId}`,
  );
  const status = row?.local_status ?? "unknown";
  if (row?.local_basis === "manual")
    return {
      status,
      basis: "manual",
      decision: (await standingDecisions(reader, contactId, "local_status")).at(-1) ?? null,
    };
  if (row?.local_basis === "inferred")
    return { status, basis: "inferred", event: await eventInPerson(reader, contactId) };
  const addresses = await personalAddresses(reader, contactId);
  if (row?.local_basis !== "address") return { status, basis: "none", addresses: addresses.length };
  const decides = (isPrimary: boolean) =>
    addresses.find(
      (each) => (!isPrimary || Boolean(each.is_primary)) && localStatusOfZip(each.zip, each.country, local) === status,
    );
  const address = decides(true) ?? decides(false);
  return {
    status,
    basis: "address",
    area: address === undefined ? null : (zipOf(address.zip, address.country)?.slice(0, 3) ?? null),
    kind: address?.kind ?? null,
    isPrimary: Boolean(address?.is_primary),
    isOfOther: address !== undefined && address.is_own === 0,
  };
}

/** A work address says nothing of where somebody lives. The contact's own come first. */
function personalAddresses(reader: Reader, contactId: number): Promise<AddressRow[]> {
  return reader.query<AddressRow>(sql`
    SELECT a.zip, a.country, a.kind, a.is_primary, CASE WHEN c.id = mine.id THEN 1 ELSE 0 END AS is_own
    FROM contact mine JOIN contact c ON c.id = mine.id OR (c.person_id = mine.person_id AND c.deleted_at IS NULL)
    JOIN contact_address a ON a.contact_id = c.id
    WHERE mine.id = ${contactId} AND a.kind <> 'work' ORDER BY is_own DESC, a.id`);
}

async function eventInPerson(reader: Reader, contactId: number): Promise<{ title: string; date: string } | null> {
  const [event] = await reader.query<{ title: string; date: string }>(sql`
    SELECT e.title, e.local_date AS date FROM contact mine JOIN contact c ON c.id = mine.id OR c.person_id = mine.person_id
    JOIN participation p ON p.contact_id = c.id JOIN event e ON e.id = p.event_id
    WHERE mine.id = ${contactId} AND c.deleted_at IS NULL AND p.deleted_at IS NULL AND p.role <> 'student' AND p.attended
      AND e.deleted_at IS NULL AND e.format = 'in_person' AND e.status <> 'Cancelled'
    ORDER BY e.local_date DESC, e.id DESC LIMIT 1`);
  return event ?? null;
}
