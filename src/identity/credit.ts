import sql, { empty } from "sql-template-tag";
import { type DerivePool, pieces } from "./model.js";

const STAGE = {
  name: "stage_credit",
  columns: [
    { name: "id", type: "integer" },
    { name: "organization_id", type: "integer" },
    { name: "start_unknown", type: "boolean" },
  ],
} as const;

interface CreditRow {
  readonly id: number;
  readonly organization_id: number | null;
  readonly start_unknown: boolean | number;
}

/**
 * Credits each volunteer participation to the organisation the person belonged to on the event's day (ruling E5), over all records of the person: primary
 * first, then the latest start, then the lowest name; none is Independent. An affiliation that is past without an end, or still pending, is not valid; an
 * unknown start is open and is remembered. Needs `person_id`. @returns rows written
 */
export async function deriveCredit(pool: DerivePool): Promise<number> {
  // Names sort by their bytes on both engines; PostgreSQL would otherwise follow the locale of the database.
  const byBytes = pool.engine === "postgresql" ? sql`COLLATE "C"` : empty;
  const changed = await pool.query<CreditRow>(sql`
    WITH tie AS MATERIALIZED (
      SELECT c.person_id, COALESCE(w.id, o.id) AS organization_id, COALESCE(w.name, o.name) AS name, a.is_primary, a.start_on, a.end_on
      FROM affiliation a
        JOIN contact c ON c.id = a.contact_id AND c.deleted_at IS NULL AND c.person_id IS NOT NULL
        JOIN organization o ON o.id = a.organization_id
        LEFT JOIN organization w ON w.source = o.source AND w.source_id = o.merged_into_source_id AND w.deleted_at IS NULL
      WHERE a.deleted_at IS NULL AND (o.deleted_at IS NULL OR w.id IS NOT NULL)
        AND COALESCE(a.status, '') <> 'pending' AND NOT (COALESCE(a.status, '') = 'past' AND a.end_on IS NULL)
    ), candidate AS (
      SELECT p.id, p.credited_organization_id, p.credit_start_unknown, t.organization_id,
        CASE WHEN t.start_on IS NULL THEN TRUE ELSE FALSE END AS start_unknown,
        ROW_NUMBER() OVER (
          PARTITION BY p.id ORDER BY t.is_primary DESC, COALESCE(t.start_on, '') DESC, t.name ${byBytes}, t.organization_id
        ) AS place
      FROM participation p
        JOIN event e ON e.id = p.event_id
        JOIN contact c ON c.id = p.contact_id
        JOIN tie t ON t.person_id = c.person_id
          AND (t.start_on IS NULL OR t.start_on <= e.local_date) AND (t.end_on IS NULL OR t.end_on >= e.local_date)
      WHERE p.role = 'volunteer' AND p.deleted_at IS NULL AND c.deleted_at IS NULL
    )
    SELECT id, organization_id, start_unknown FROM candidate
    WHERE place = 1 AND (COALESCE(credited_organization_id, -1) <> organization_id OR credit_start_unknown <> start_unknown)
    UNION ALL
    SELECT id, NULL, FALSE FROM participation
    WHERE (credited_organization_id IS NOT NULL OR credit_start_unknown) AND id NOT IN (SELECT id FROM candidate)`);
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(
        STAGE,
        piece.map(({ id, organization_id, start_unknown }) => [id, organization_id, Boolean(start_unknown)]),
      );
      await tx.run(sql`
        UPDATE participation SET credited_organization_id = s.organization_id, credit_start_unknown = s.start_unknown
        FROM stage_credit AS s WHERE participation.id = s.id`);
    });
  }
  return changed.length;
}
