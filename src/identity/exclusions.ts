import sql, { empty } from "sql-template-tag";
import { decisionsAboutContacts, saysYes } from "./decisions.js";
import { type DerivePool, pieces } from "./model.js";

const STAGE = {
  name: "stage_excluded",
  columns: [
    { name: "id", type: "integer" },
    { name: "excluded", type: "boolean" },
  ],
} as const;

/** A person is excluded from reports if any of their records is (rulings P1, P3). Needs `person_id`. @returns rows written */
export async function deriveExclusions(pool: DerivePool): Promise<number> {
  const latest = new Map(
    (await decisionsAboutContacts(pool, "exclude")).map((each) => [each.contact_id, saysYes(each.value)]),
  );
  // Where nobody is to be excluded, only those who are need be looked at.
  const isAsked = [...latest.values()].includes(true);
  const people = await pool.query<{ id: number; person: number; excluded: boolean | number }>(
    sql`SELECT id, COALESCE(person_id, id) AS person, excluded FROM contact ${isAsked ? empty : sql`WHERE excluded = TRUE`}`,
  );
  const excluded = new Set(people.filter(({ id }) => latest.get(id) === true).map(({ person }) => person));
  const changed = people.filter((each) => Boolean(each.excluded) !== excluded.has(each.person));
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(
        STAGE,
        piece.map(({ id, person }) => [id, excluded.has(person)]),
      );
      await tx.run(sql`UPDATE contact SET excluded = s.excluded FROM stage_excluded AS s WHERE contact.id = s.id`);
    });
  }
  return changed.length;
}
