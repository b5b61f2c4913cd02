import sql, { join, raw } from "sql-template-tag";
import type { Stage } from "../pool/index.js";
import { type DerivePool, pieces } from "./model.js";

type Column = Stage["columns"][number];
type Values = readonly (number | string | null)[];

/** What rows of one table point to. */
export interface Links {
  readonly table: string;
  readonly columns: readonly Column[];
}

/** Writes the links of rows that point elsewhere than they should. @returns rows written */
export async function writeLinks(
  pool: DerivePool,
  { table, columns }: Links,
  wanted: readonly { readonly id: number; readonly before: Values; readonly now: Values }[],
): Promise<number> {
  const changed = wanted.filter(({ before, now }) => now.some((value, at) => value !== before[at]));
  const stage: Stage = {
    name: ["stage", table, ...columns.map(({ name }) => name)].join("_"),
    columns: [{ name: "id", type: "integer" }, ...columns],
  };
  const sets = join(columns.map(({ name }) => sql`${raw(name)} = s.${raw(name)}`));
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(
        stage,
        piece.map(({ id, now }) => [id, ...now]),
      );
      await tx.run(sql`UPDATE ${raw(table)} SET ${sets} FROM ${raw(stage.name)} AS s WHERE ${raw(table)}.id = s.id`);
    });
  }
  return changed.length;
}
