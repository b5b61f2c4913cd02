import sql, { join } from "sql-template-tag";
import { foldText, organizationKey } from "../domain/index.js";
import { sameOrganizations } from "../identity/index.js";
import { openQuestions, type Ticket } from "../intake/index.js";
import type { Reader } from "../pool/index.js";
import { sourceLabel } from "../sources/index.js";
import { mayHold } from "./narrow.js";
import { isIn, MOST, NOTHING, type Tracer, type Tracing } from "./trace-model.js";
import { cameJoin, clauses, many, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";

interface Row extends Sourced {
  readonly id: number;
  readonly name: string;
  readonly name_key: string;
  readonly merged_into_source_id: string | null;
  readonly affiliations: number;
  readonly credited: number;
  readonly people: number;
}

/** Companies and other organisations by id, name or alias: by what they are found, what counts for them, and what may yet. */
export const traceOrganizations: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const aliases = await aliasesCalled(tracing);
  const named = await reader.query<{ id: number; name: string; source: string; source_id: string; alias: number }>(sql`
    SELECT o.id, o.name, o.source, o.source_id FROM organization o
    WHERE o.source_id = ${asked.id ?? asked.text} OR ${mayHold(sql`o.name`, asked.text)}
      ${aliases.length === 0 ? sql`` : sql`OR o.source_id IN (${join(aliases.map(({ sourceId }) => sourceId))})`}
    ORDER BY o.name, o.id`);
  const isCalled = (name: string) => asked.id === null && isIn(name, asked);
  const aliasOf = ({ source, source_id }: Pick<Sourced, "source" | "source_id">) =>
    aliases.find((alias) => alias.source === source && alias.sourceId === source_id);
  const ids = named
    .filter((row) => row.source_id === (asked.id ?? asked.text) || isCalled(row.name) || aliasOf(row) !== undefined)
    .map(({ id }) => id);
  if (ids.length === 0) return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT o.id, ${sourced("o")}, o.name, o.name_key, o.merged_into_source_id,
      (SELECT count(*) FROM affiliation a WHERE a.organization_id = o.id AND a.deleted_at IS NULL) AS affiliations,
      (SELECT count(DISTINCT a.contact_id) FROM affiliation a JOIN contact c ON c.id = a.contact_id
        WHERE a.organization_id = o.id AND a.deleted_at IS NULL AND c.deleted_at IS NULL) AS people,
      (SELECT count(*) FROM participation p JOIN event e ON e.id = p.event_id WHERE p.credited_organization_id = o.id AND p.counts
        AND p.deleted_at IS NULL AND e.deleted_at IS NULL AND e.status <> 'Cancelled') AS credited
    FROM organization o ${cameJoin("o")} WHERE o.id IN (${join(ids.slice(0, MOST))}) ORDER BY o.name, o.id`);
  const questions = await openQuestions(reader, "organization");
  const same = await staysOf(reader, await sameOrganizations(reader));
  const found = [];
  for (const row of rows) {
    const alias = isCalled(row.name) ? undefined : aliasOf(row);
    found.push({
      what: "Organisation",
      name: row.name,
      ...placeOf(row, tracing),
      why:
        row.deleted_at === null
          ? clauses(
              same.has(row.id) && `counts as “${same.get(row.id)}”, because a person decided that they are one`,
              alias !== undefined && `found by the alias “${alias.text}”`,
              `${many(row.affiliations, "affiliation")} of ${many(row.people, "person", "people")}`,
              `${many(row.credited, "participation")} credited to it (ruling E5)`,
              await waitingText(reader, row, questions),
            )
          : goneOf(row),
      isStudent: false,
    });
  }
  return { found, total: ids.length };
};

/** What the organisations that people said are another are called now. */
async function staysOf(reader: Reader, same: ReadonlyMap<number, number>): Promise<Map<number, string>> {
  if (same.size === 0) return new Map();
  const rows = await reader.query<{ id: number; name: string }>(
    sql`SELECT id, name FROM organization WHERE id IN (${join([...new Set(same.values())])})`,
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return new Map(
    [...same].flatMap(([gone, stays]) => (names.has(stays) ? [[gone, names.get(stays) ?? ""] as const] : [])),
  );
}

const goneOf = ({ source, merged_into_source_id }: Row): string =>
  merged_into_source_id === null
    ? whyGone(source)
    : `merged into ${merged_into_source_id} in ${sourceLabel(source)}; counts there`;

interface CalledBy {
  readonly text: string;
  readonly source: string;
  readonly sourceId: string;
}

/** What staff call organisations, here and in organization.yml, where it holds what was asked for. */
async function aliasesCalled({ reader, asked, organization }: Tracing): Promise<CalledBy[]> {
  if (asked.folded === "") return [];
  const given = await reader.query<CalledBy>(sql`
    SELECT a.alias_text AS text, a.source, COALESCE(gone.merged_into_source_id, a.source_id) AS "sourceId" FROM alias a
      LEFT JOIN organization gone ON gone.source = a.source AND gone.source_id = a.source_id AND gone.deleted_at IS NOT NULL
    WHERE a.kind = 'organization' ORDER BY a.id`);
  const aliases = given.filter(({ text }) => isIn(text, asked));
  for (const [name, others] of Object.entries(organization.organizationAliases)) {
    const text = others.find((other) => isIn(other, asked));
    if (text === undefined) continue;
    const accounts = await reader.query<{ source: string; source_id: string }>(
      sql`SELECT source, source_id FROM organization WHERE name = ${name} AND deleted_at IS NULL`,
    );
    aliases.push(...accounts.map(({ source, source_id }) => ({ text, source, sourceId: source_id })));
  }
  return aliases;
}

/** Texts of Pathful that may name it: nobody of them is credited to it until their question is answered. */
async function waitingText(reader: Reader, row: Row, questions: readonly Ticket[]): Promise<string | null> {
  const asking = questions.filter(
    ({ asked, suggestions }) =>
      organizationKey(asked) === row.name_key ||
      suggestions.some(({ source, source_id }) => source === row.source && source_id === row.source_id),
  );
  if (asking.length === 0) return null;
  const texts = asking.map(({ asked, id }) => `“${asked}” (question ${id})`).join(", ");
  let bearers = 0;
  for (const { asked } of asking) {
    const users = await reader.query<{ organization_raw: string }>(sql`
      SELECT organization_raw FROM pathful_user
      WHERE deleted_at IS NULL AND organization_raw IS NOT NULL AND ${mayHold(sql`organization_raw`, asked)}`);
    bearers += users.filter(({ organization_raw }) => foldText(organization_raw) === foldText(asked)).length;
  }
  return `text in Pathful that may name it waits for an answer: ${texts}, of ${many(bearers, "Pathful user")}`;
}
