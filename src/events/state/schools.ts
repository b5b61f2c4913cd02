import sql, { join } from "sql-template-tag";
import { foldText, isSalesforceId, to18 } from "../../domain/index.js";
import { standingIds } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";

/** A school as somebody names it. */
export interface NamedSchool {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly name: string;
  readonly district: string | null;
}

interface Row extends Omit<NamedSchool, "sourceId"> {
  readonly source_id: string;
}

/** Schools by id, or by the words of their name: the same name or alias first, else every word of it. */
export async function findSchools(reader: Reader, text: string, most = 50): Promise<NamedSchool[]> {
  const asked = text.trim();
  const key = isSalesforceId(asked) ? to18(asked) : asked;
  const rows = await reader.query<Row & { also: string | null }>(sql`
    SELECT s.id, s.source, s.source_id, s.name, d.name AS district, s.other_name AS also
    FROM school s LEFT JOIN district d ON d.id = s.district_id
    WHERE s.deleted_at IS NULL ORDER BY s.name, s.id`);
  const byId = rows.filter(({ source_id }) => source_id === key);
  if (byId.length > 0) return byId.map(named);
  const heirs = await standingIds(reader, "school", asked);
  if (heirs.length > 0 && !rows.some(({ name }) => name === asked))
    return rows.filter(({ id }) => heirs.includes(id)).map(named);
  const words = foldText(asked).split(" ").filter(Boolean);
  const aliased = await aliasesOf(reader, foldText(asked));
  const same = rows.filter(
    ({ name, also, source, source_id }) =>
      [name, also ?? ""].some((each) => foldText(each) === words.join(" ")) || aliased.has(`${source}:${source_id}`),
  );
  const fitting = rows.filter(({ name }) => {
    const of = foldText(name).split(" ");
    return words.every((word) => of.some((other) => other.startsWith(word)));
  });
  return (same.length > 0 ? same : fitting).slice(0, most).map(named);
}

async function aliasesOf(reader: Reader, key: string): Promise<ReadonlySet<string>> {
  const rows = await reader.query<{ source: string; source_id: string }>(
    sql`SELECT source, source_id FROM alias WHERE kind = 'school' AND alias_key IN (${join([key])})`,
  );
  return new Set(rows.map(({ source, source_id }) => `${source}:${source_id}`));
}

const named = ({ id, source, source_id, name, district }: Row): NamedSchool => ({
  id,
  source,
  sourceId: source_id,
  name,
  district,
});
