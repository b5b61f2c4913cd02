import { distance } from "fastest-levenshtein";
import sql from "sql-template-tag";
import { foldText, organizationKey } from "../domain/index.js";
import type { Reader, Transaction } from "../pool/index.js";

/** All accounts that share a name are one organisation (rulings, small print). */
export interface NamedOrganization {
  readonly name: string;
  readonly nameKey: string;
  readonly ids: readonly number[];
  /** The Salesforce id of the first account, for links and aliases. */
  readonly sourceId: string;
}

/** Who was meant by a name: one organisation, several to choose from, or near ones to ask about. */
export interface OrganizationMatch {
  readonly found: NamedOrganization | null;
  /** Several that fit equally, or near misses when none fits. */
  readonly candidates: readonly NamedOrganization[];
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly name_key: string;
  readonly source_id: string;
}

const MOST_CANDIDATES = 8;
const NEAR_LETTERS = 2;

/**
 * The organisation that staff call `text`: an alias first, then the name itself, then a name that holds every word
 * ("Hill's" finds Hill's Pet Nutrition), then near spellings, which are offered and never taken.
 */
export async function findOrganization(
  reader: Reader,
  configuredAliases: Readonly<Record<string, readonly string[]>>,
  text: string,
): Promise<OrganizationMatch> {
  const all = await organizations(reader);
  const key = organizationKey(text);
  const alias = (await aliasedKey(reader, text)) ?? configuredKey(configuredAliases, text);
  const exact =
    all.find((o) => o.nameKey === (alias ?? key)) ?? all.find((o) => o.ids.some((id) => String(id) === text));
  if (exact) return { found: exact, candidates: [] };
  const words = foldText(text).split(" ").filter(Boolean);
  const holding = words.length === 0 ? [] : all.filter((o) => holdsWords(o.name, words));
  if (holding.length === 1) return { found: holding[0] ?? null, candidates: [] };
  if (holding.length > 1) return { found: null, candidates: holding.slice(0, MOST_CANDIDATES) };
  return { found: null, candidates: nearest(all, key) };
}

/** Organisations by name, for type-ahead: those with a word that begins as typed. */
export async function suggestOrganizations(reader: Reader, query: string, most: number): Promise<NamedOrganization[]> {
  const words = foldText(query).split(" ").filter(Boolean);
  return (await organizations(reader)).filter((o) => words.length === 0 || holdsWords(o.name, words)).slice(0, most);
}

async function organizations(reader: Reader): Promise<NamedOrganization[]> {
  const rows = await reader.query<Row>(
    sql`SELECT id, name, name_key, source_id FROM organization WHERE deleted_at IS NULL ORDER BY id`,
  );
  const byKey = new Map<string, NamedOrganization>();
  for (const row of rows) {
    const known = byKey.get(row.name_key);
    const ids = [...(known?.ids ?? []), row.id];
    byKey.set(row.name_key, {
      name: known?.name ?? row.name,
      nameKey: row.name_key,
      ids,
      sourceId: known?.sourceId ?? row.source_id,
    });
  }
  return [...byKey.values()].sort((a, b) => (a.nameKey < b.nameKey ? -1 : 1));
}

async function aliasedKey(reader: Reader, text: string): Promise<string | null> {
  const rows = await reader.query<{ name_key: string }>(
    sql`SELECT o.name_key FROM alias a JOIN organization o ON o.source = a.source AND o.source_id = a.source_id
        WHERE a.kind = 'organization' AND a.alias_key = ${foldText(text)}`,
  );
  return rows[0]?.name_key ?? null;
}

function configuredKey(aliases: Readonly<Record<string, readonly string[]>>, text: string): string | null {
  const folded = foldText(text);
  const named = Object.entries(aliases).find(([, others]) => others.some((other) => foldText(other) === folded));
  return named ? organizationKey(named[0]) : null;
}

/** Every word begins a word of the name, whole words first in mind: "hill" finds "Hills Pet Nutrition". */
function holdsWords(name: string, words: readonly string[]): boolean {
  const has = foldText(name).split(" ");
  return words.every((word) => has.some((h) => h === word || (word.length > 2 && h.startsWith(word))));
}

function nearest(all: readonly NamedOrganization[], key: string): NamedOrganization[] {
  const away = (o: NamedOrganization) =>
    Math.min(distance(o.nameKey, key), ...o.nameKey.split(" ").map((w) => distance(w, key)));
  return all
    .map((organization) => ({ organization, letters: away(organization) }))
    .filter(({ letters }) => letters <= NEAR_LETTERS)
    .sort((a, b) => a.letters - b.letters)
    .slice(0, MOST_CANDIDATES)
    .map(({ organization }) => organization);
}

/** Keeps a name that staff use for an organisation; the last decision about a name holds. */
export async function rememberOrganization(
  tx: Transaction,
  alias: { readonly text: string; readonly organization: NamedOrganization; readonly by: string; readonly now: string },
): Promise<void> {
  const { text, organization, by, now } = alias;
  await tx.run(sql`
    INSERT INTO alias (kind, alias_key, alias_text, source, source_id, created_by, created_at)
    VALUES ('organization', ${foldText(text)}, ${text}, 'salesforce', ${organization.sourceId}, ${by}, ${now})
    ON CONFLICT (kind, alias_key) DO UPDATE SET alias_text = excluded.alias_text, source_id = excluded.source_id,
      created_by = excluded.created_by, created_at = excluded.created_at`);
}
