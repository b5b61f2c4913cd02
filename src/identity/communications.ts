import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { isRoleAddress, surnameKey } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { type DerivePool, pieces, type Rules } from "./model.js";

/** How a contact belongs to a communication; of several ways the first is kept. */
const BASES = ["to", "from", "cc", "related", "case", "account"] as const;
type Basis = (typeof BASES)[number];

const STAGE = {
  name: "stage_communication_contact",
  columns: [
    { name: "communication_id", type: "integer" },
    { name: "contact_id", type: "integer" },
    { name: "basis", type: "text" },
    { name: "wanted", type: "boolean" },
  ],
} as const;

interface Difference {
  readonly communication_id: number;
  readonly contact_id: number;
  /** Place in BASES; null when the tie is to go. */
  readonly place: number | null;
}

/**
 * Says whom each communication was with: every known contact whose address it came from or went to, the contact it is about, the one of its
 * case, and, of an address that many share, those of its account. Students are never told by an address. @returns rows written
 */
export async function deriveCommunications(pool: DerivePool, { organization }: Rules): Promise<number> {
  const roles = await roleAddressesAmong(pool, organization.roleAddresses);
  const shared = await sharedAddresses(pool, organization.surnamesPerAddress);
  const changed = await differences(pool, roles, shared);
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      const rows = piece.map(
        (row) => [row.communication_id, row.contact_id, BASES[row.place ?? 0] ?? "to", row.place !== null] as const,
      );
      await tx.stage(STAGE, rows);
      await tx.run(sql`
        DELETE FROM communication_contact WHERE (communication_id, contact_id) IN (
          SELECT s.communication_id, s.contact_id FROM stage_communication_contact s WHERE NOT s.wanted)`);
      await tx.run(sql`
        INSERT INTO communication_contact (communication_id, contact_id, basis)
        SELECT s.communication_id, s.contact_id, s.basis FROM stage_communication_contact s WHERE s.wanted
        ON CONFLICT (communication_id, contact_id) DO UPDATE SET basis = excluded.basis`);
    });
  }
  return changed.length;
}

/** Addresses of roles among those that a contact has: they identify nobody (ruling P1). */
async function roleAddressesAmong(reader: Reader, roleAddresses: readonly string[]): Promise<string[]> {
  const rows = await reader.query<{ address: string }>(sql`
    SELECT DISTINCT a.address FROM communication_address a
    WHERE EXISTS (SELECT 1 FROM contact_email m WHERE m.address = a.address)`);
  return rows.map(({ address }) => address).filter((address) => isRoleAddress(address, roleAddresses));
}

/** Addresses under more surnames than a family has: they identify nobody (ruling P1), but may among the people of one account. */
async function sharedAddresses(reader: Reader, surnamesPerAddress: number): Promise<string[]> {
  const rows = await reader.query<{ address: string; last_name: string | null }>(sql`
    SELECT m.address, c.last_name FROM contact_email m JOIN contact c ON c.id = m.contact_id
    WHERE c.deleted_at IS NULL AND m.address IN (
      SELECT x.address FROM contact_email x JOIN contact y ON y.id = x.contact_id
      WHERE y.deleted_at IS NULL GROUP BY x.address HAVING COUNT(*) > ${surnamesPerAddress})`);
  const surnames = new Map<string, Set<string>>();
  for (const { address, last_name } of rows) {
    const known = surnames.get(address) ?? new Set();
    surnames.set(address, known.add(surnameKey(last_name)));
  }
  return [...surnames].flatMap(([address, names]) => {
    names.delete("");
    return names.size > surnamesPerAddress ? [address] : [];
  });
}

const PLACES = raw(BASES.map((basis, at) => `WHEN '${basis}' THEN ${at}`).join(" "));

const but = (addresses: readonly string[]): Sql =>
  addresses.length === 0 ? sql`TRUE` : sql`a.address NOT IN (${join([...addresses])})`;

const place = (basis: Basis): Sql => raw(String(BASES.indexOf(basis)));

/** The contact that something names; one that was merged stands for its winner, also before Salesforce has moved what hangs on it. */
const ofContact = (basis: Basis, named: Sql): Sql => sql`
  SELECT t.id, COALESCE(w.id, c.id), ${place(basis)} FROM (${named}) t
    JOIN contact c ON c.source = t.source AND c.source_id = t.contact_source_id
    LEFT JOIN contact w ON w.source = c.source AND w.source_id = c.merged_into_source_id AND w.deleted_at IS NULL
  WHERE c.deleted_at IS NULL OR w.id IS NOT NULL`;

// By the id alone, which no two orgs share: joined by the source too, a database that has not counted its rows yet reads them all per case.
const ofCase = (column: Sql): Sql => sql`
  SELECT m.id, k.source, k.contact_source_id FROM communication m JOIN support_case k ON k.source_id = m.${column}
  WHERE m.deleted_at IS NULL AND k.deleted_at IS NULL`;

/** Those of the account that a communication is about who bear one of these addresses. */
const ofAccount = (addresses: readonly string[]): Sql => sql`
  SELECT m.id, c.id, ${place("account")}
  FROM communication_address a
    JOIN communication m ON m.id = a.communication_id AND m.deleted_at IS NULL
    JOIN contact_email e ON e.address = a.address
    JOIN contact c ON c.id = e.contact_id AND c.source = m.source AND c.deleted_at IS NULL AND c.kind <> 'student'
  WHERE a.role IN ('to', 'from') AND a.address IN (${join([...addresses])}) AND (c.account_source_id = m.related_source_id OR EXISTS (
    SELECT 1 FROM affiliation f WHERE f.contact_id = c.id AND f.deleted_at IS NULL AND f.account_source_id = m.related_source_id))`;

function differences(reader: Reader, roles: readonly string[], shared: readonly string[]): Promise<Difference[]> {
  const within = shared.filter((address) => !roles.includes(address));
  return reader.query<Difference>(sql`
    WITH tie AS (
      SELECT a.communication_id, c.id AS contact_id,
        CASE a.role WHEN 'to' THEN ${place("to")} WHEN 'from' THEN ${place("from")} ELSE ${place("cc")} END AS place
      FROM communication_address a
        JOIN communication m ON m.id = a.communication_id AND m.deleted_at IS NULL
        JOIN contact_email e ON e.address = a.address
        JOIN contact c ON c.id = e.contact_id AND c.deleted_at IS NULL AND c.kind <> 'student'
      WHERE ${but([...roles, ...shared])}
      UNION ALL ${ofContact("related", sql`SELECT m.id, m.source, m.who_source_id AS contact_source_id FROM communication m WHERE m.deleted_at IS NULL`)}
      UNION ALL ${ofContact("related", sql`SELECT m.id, m.source, m.related_source_id AS contact_source_id FROM communication m WHERE m.deleted_at IS NULL`)}
      UNION ALL ${ofContact("case", ofCase(raw("related_source_id")))}
      UNION ALL ${ofContact("case", ofCase(raw("case_source_id")))}
      ${within.length === 0 ? empty : sql`UNION ALL ${ofAccount(within)}`}
    )
    SELECT communication_id, contact_id, MIN(place) AS place FROM (
      SELECT communication_id, contact_id, place, CAST(NULL AS INTEGER) AS kept FROM tie
      UNION ALL SELECT communication_id, contact_id, CAST(NULL AS INTEGER), CASE basis ${PLACES} END FROM communication_contact
    ) ties
    GROUP BY communication_id, contact_id
    HAVING MIN(place) IS NULL OR MIN(kept) IS NULL OR MIN(place) <> MIN(kept)
    ORDER BY 1, 2`);
}
