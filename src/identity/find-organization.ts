import { distance } from "fastest-levenshtein";
import sql, { join } from "sql-template-tag";
import { foldText, organizationKey } from "../domain/index.js";
import type { Reader, Transaction } from "../pool/index.js";
import { standingIds } from "./merged-at-source/heirs.js";
import { sameOrganizations } from "./same-organizations.js";

/**
 * All accounts that share a name, letter for letter, are one organisation (rulings, small print); "X" and "X, Inc." are two, until people decide that
 * they are one.
 */
export interface NamedOrganization {
  readonly name: string;
  readonly nameKey: string;
  readonly ids: readonly number[];
  /** The Salesforce id of the first account, for links and aliases. */
  readonly sourceId: string;
  /** Names of the organisations that went into it. */
  readonly alsoCalled: readonly string[];
}

/** Who was meant by a name: one organisation, several to choose from, or near ones to ask about. */
export interface OrganizationMatch {
  readonly found: NamedOrganization | null;
  /** The first of several that fit equally, or near misses when none fits. */
  readonly candidates: readonly NamedOrganization[];
  /** How many fit equally; 0 when there are near misses alone. */
  readonly fitting: number;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly name_key: string;
  readonly source_id: string;
  /** Its own name, where people decided that it is another organisation: then the rest is that one's. */
  readonly own_name?: string;
}

const MOST_CANDIDATES = 8;

/**
 * The organisation that staff call `text`: what is called exactly so first, then a name that holds every word ("Hill's" finds Hill's Pet Nutrition), then
 * near spellings, which are offered and never taken.
 */
export async function findOrganization(
  reader: Reader,
  configuredAliases: Readonly<Record<string, readonly string[]>>,
  text: string,
): Promise<OrganizationMatch> {
  const all = named(await accounts(reader));
  const { called, fitting } = await calledSo(reader, all, configuredAliases, text);
  const key = organizationKey(called);
  if (fitting.length > 0 || key === "") return chosen(fitting);
  const words = foldText(called).split(" ");
  const holding = all.filter((each) => namesOf(each).some((name) => holdsWords(name, words)));
  return holding.length > 0 ? chosen(holding) : { found: null, candidates: nearest(all, key), fitting: 0 };
}

/** The same of filters, which take exact names and never a part of one (ruling E2); several only where more than one is called so. */
export async function organizationNamed(
  reader: Reader,
  configuredAliases: Readonly<Record<string, readonly string[]>>,
  text: string,
): Promise<OrganizationMatch> {
  const { fitting } = await calledSo(reader, named(await accounts(reader)), configuredAliases, text);
  return chosen(fitting);
}

/**
 * Who is called exactly so: by an alias, a Salesforce id or the name of one that was merged, then by the name itself, then by the name but for case,
 * punctuation and company suffix.
 */
async function calledSo(
  reader: Reader,
  all: readonly NamedOrganization[],
  configuredAliases: Readonly<Record<string, readonly string[]>>,
  text: string,
): Promise<{ readonly called: string; readonly fitting: readonly NamedOrganization[] }> {
  const asked = text.trim();
  const meant = await namesMeant(reader, configuredAliases, asked);
  const called = onlyOne(meant) ?? asked;
  const itself = all.find((each) => each.name === called) ?? all.find((each) => each.alsoCalled.includes(called));
  if (itself) return { called, fitting: [itself] };
  const key = organizationKey(called);
  const alike = key === "" ? [] : all.filter((each) => keysOf(each).includes(key));
  if (alike.length > 0) return { called, fitting: alike };
  const heirs = called === asked ? meant : await namesOfHeirs(reader, called);
  return { called, fitting: all.filter(({ name }) => heirs.includes(name)) };
}

/** What the accounts are called now that stand for an id, or for one that had this name and was merged. */
async function namesOfHeirs(reader: Reader, text: string): Promise<readonly string[]> {
  const ids = await standingIds(reader, "organization", text);
  if (ids.length === 0) return [];
  const same = await sameOrganizations(reader);
  const rows = await reader.query<{ name: string }>(
    sql`SELECT DISTINCT name FROM organization WHERE id IN (${join(ids.map((id) => same.get(id) ?? id))})`,
  );
  return rows.map(({ name }) => name);
}

/** One that fits is meant; several are to be chosen from. */
function chosen(fitting: readonly NamedOrganization[]): OrganizationMatch {
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return { found: only, candidates: [], fitting: 1 };
  return { found: null, candidates: fitting.slice(0, MOST_CANDIDATES), fitting: fitting.length };
}

/** Organisations by name, for type-ahead: those with a word that begins as typed. */
export async function suggestOrganizations(reader: Reader, query: string, most: number): Promise<NamedOrganization[]> {
  const words = foldText(query).split(" ").filter(Boolean);
  const all = named(await accounts(reader));
  return all.filter((each) => namesOf(each).some((name) => beginWords(name, words))).slice(0, most);
}

/** The organisations that fit some words, in the order of their names; near spellings where none does. */
export interface OrganizationsFound {
  readonly found: readonly NamedOrganization[];
  readonly near: readonly NamedOrganization[];
}

/** Every organisation in whose name each of the words begins a word, and the one that staff call so; all of them without words. */
export async function organizationsWith(
  reader: Reader,
  configuredAliases: Readonly<Record<string, readonly string[]>>,
  text: string | null,
): Promise<OrganizationsFound> {
  const all = named(await accounts(reader));
  if (text === null) return { found: all, near: [] };
  const words = foldText(text).split(" ").filter(Boolean);
  const called = await nameMeant(reader, configuredAliases, text);
  const fits = (each: NamedOrganization) =>
    each.name === called || (words.length > 0 && namesOf(each).some((name) => beginWords(name, words)));
  const found = all.filter(fits);
  return { found, near: found.length > 0 ? [] : nearest(all, organizationKey(text)) };
}

const namesOf = ({ name, alsoCalled }: NamedOrganization): readonly string[] => [name, ...alsoCalled];
const keysOf = ({ nameKey, alsoCalled }: NamedOrganization): readonly string[] => [
  nameKey,
  ...alsoCalled.map(organizationKey),
];

/** Every account that stands; those that went into another come last, under its name. */
async function accounts(reader: Reader): Promise<Row[]> {
  const rows = await reader.query<Row>(
    sql`SELECT id, name, name_key, source_id FROM organization WHERE deleted_at IS NULL ORDER BY id`,
  );
  const same = await sameOrganizations(reader);
  if (same.size === 0) return rows;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const gone = rows.flatMap((row) => {
    const stays = byId.get(same.get(row.id) ?? row.id);
    return stays === undefined || stays === row
      ? []
      : [{ ...stays, id: row.id, source_id: row.source_id, own_name: row.name }];
  });
  return [...rows.filter(({ id }) => !same.has(id)), ...gone];
}

function named(rows: readonly Row[]): NamedOrganization[] {
  const byName = new Map<string, NamedOrganization>();
  for (const { id, name, name_key, source_id, own_name } of rows) {
    const known = byName.get(name);
    const ids = [...(known?.ids ?? []), id];
    const others = known?.alsoCalled ?? [];
    const alsoCalled =
      own_name === undefined || own_name === name || others.includes(own_name) ? others : [...others, own_name];
    byName.set(name, { name, nameKey: name_key, ids, sourceId: known?.sourceId ?? source_id, alsoCalled });
  }
  return [...byName.values()].sort((a, b) => compare(a.nameKey, b.nameKey) || compare(a.name, b.name));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What the organisation is called that staff mean by another name: by an alias, where one that staff gave goes before one of organization.yml, by a
 * Salesforce id, or by the name of one that was merged. An alias goes by the account's id, so it survives a new name, and after a merge it means the
 * winner. What is an organisation's own name, letter for letter, never stands for another.
 */
export async function nameMeant(
  reader: Reader,
  configuredAliases: Readonly<Record<string, readonly string[]>>,
  text: string,
): Promise<string | null> {
  return onlyOne(await namesMeant(reader, configuredAliases, text));
}

const onlyOne = ([only, ...others]: readonly string[]): string | null => (others.length === 0 ? (only ?? null) : null);

/** The same, of all that were meant: several where records of one name were merged into several. */
async function namesMeant(
  reader: Reader,
  configuredAliases: Readonly<Record<string, readonly string[]>>,
  text: string,
): Promise<readonly string[]> {
  const folded = foldText(text);
  const [row] = await reader.query<{ name: string }>(sql`
    SELECT o.name FROM alias a
      LEFT JOIN organization gone ON gone.source = a.source AND gone.source_id = a.source_id AND gone.deleted_at IS NOT NULL
      JOIN organization o ON o.source = a.source AND o.source_id = COALESCE(gone.merged_into_source_id, a.source_id) AND o.deleted_at IS NULL
    WHERE a.kind = 'organization' AND a.alias_key = ${folded}`);
  const own = await reader.query<{ id: number }>(
    sql`SELECT id FROM organization WHERE name = ${text} AND deleted_at IS NULL`,
  );
  if (own.length > 0) {
    const stays = await nameThatStays(
      reader,
      own.map(({ id }) => id),
    );
    return stays === null ? [] : [stays];
  }
  const configured = Object.entries(configuredAliases).find(([, others]) =>
    others.some((other) => foldText(other) === folded),
  );
  const said = row?.name ?? configured?.[0];
  return said === undefined ? namesOfHeirs(reader, text) : [said];
}

/** What an organisation of these accounts is called now: null where one of them stands for itself. */
async function nameThatStays(reader: Reader, ids: readonly number[]): Promise<string | null> {
  const same = await sameOrganizations(reader);
  const stays = ids.map((id) => same.get(id));
  const [first] = stays;
  if (first === undefined || stays.includes(undefined)) return null;
  const [row] = await reader.query<{ name: string }>(sql`SELECT name FROM organization WHERE id = ${first}`);
  return row?.name ?? null;
}

/** Every word is a word of the name, or begins one: "hill" finds Hills Pet Nutrition. One and two letters begin nothing. */
function holdsWords(name: string, words: readonly string[]): boolean {
  const has = foldText(name).split(" ");
  return words.every((word) => has.some((each) => each === word || (word.length > 2 && each.startsWith(word))));
}

function beginWords(name: string, words: readonly string[]): boolean {
  const has = foldText(name).split(" ");
  return words.every((word) => has.some((each) => each.startsWith(word)));
}

/** Names, or words of names, that are written almost alike. */
function nearest(all: readonly NamedOrganization[], key: string): NamedOrganization[] {
  // Of one letter every other is as near as any.
  const most = key.length < 2 ? 0 : key.length < 5 ? 1 : 2;
  const away = ({ nameKey }: NamedOrganization) =>
    Math.min(
      distance(nameKey, key),
      ...nameKey.split(" ").map((word) => distance(word, key)),
      awayWordByWord(nameKey.split(" "), key.split(" ")),
    );
  return all
    .map((organization) => ({ organization, letters: away(organization) }))
    .filter(({ letters }) => letters <= most)
    .sort((a, b) => a.letters - b.letters)
    .slice(0, MOST_CANDIDATES)
    .map(({ organization }) => organization);
}

/** The letters in which each word asked for differs from the word of the name nearest to it, in all; short words may differ less. */
function awayWordByWord(words: readonly string[], asked: readonly string[]): number {
  const each = asked.map((word) => {
    const letters = Math.min(...words.map((other) => distance(other, word)));
    const most = word.length < 3 ? 0 : word.length < 5 ? 1 : 2;
    return letters <= most ? letters : Number.POSITIVE_INFINITY;
  });
  return each.reduce((sum, letters) => sum + letters, 0);
}

/** The organisation whose own name this is already: letter for letter, or as the only one but for case, punctuation and company suffix. */
export async function organizationCalled(reader: Reader, text: string): Promise<NamedOrganization | null> {
  const all = named(await accounts(reader));
  const itself = all.find(({ name }) => name === text.trim());
  const [only, ...others] = all.filter((each) => keysOf(each).includes(organizationKey(text)));
  return itself ?? (others.length === 0 ? (only ?? null) : null);
}

/** Takes a name that staff gave back; the Salesforce id of the account it stood for, or null when nobody gave it. */
export async function forgetOrganization(tx: Transaction, text: string): Promise<string | null> {
  const [row] = await tx.query<{ source_id: string }>(
    sql`SELECT source_id FROM alias WHERE kind = 'organization' AND alias_key = ${foldText(text)}`,
  );
  if (row === undefined) return null;
  await tx.run(sql`DELETE FROM alias WHERE kind = 'organization' AND alias_key = ${foldText(text)}`);
  return row.source_id;
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
    ON CONFLICT (kind, alias_key) DO UPDATE SET alias_text = excluded.alias_text, source = excluded.source,
      source_id = excluded.source_id, created_by = excluded.created_by, created_at = excluded.created_at`);
}
