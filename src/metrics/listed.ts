import sql, { type Sql } from "sql-template-tag";
import type { Value } from "../pool/index.js";

export const text = (id: Sql): Sql => sql`CAST(${id} AS TEXT)`;

/** Ids of a group in one text, "12,7,31": rows of them would cost more than what is counted over them. */
export const listed = (id: Sql): Sql => sql`string_agg(${text(id)}, ',')`;

const [COMMA, COLON, ZERO] = [44, 58, 48];

/** Ids in a text, "12,7:3,31", each with the one behind it, else with itself: a list would be a hundred thousand texts. */
export function eachIn(ids: Value | undefined, take: (id: number, behind: number) => void): void {
  if (typeof ids !== "string" && typeof ids !== "number") return;
  const written = String(ids);
  let first = -1;
  let id = 0;
  for (let place = 0; place <= written.length; place++) {
    const code = place === written.length ? COMMA : written.charCodeAt(place);
    if (code === COMMA) {
      take(first < 0 ? id : first, id);
      first = -1;
      id = 0;
    } else if (code === COLON) {
      first = id;
      id = 0;
    } else id = id * 10 + code - ZERO;
  }
}
