import { distance } from "fastest-levenshtein";
import sql, { join } from "sql-template-tag";
import { foldText, PathwayNames, placeKey } from "../domain/index.js";
import { allSchools, organizationNamed, schoolsCalled, standingIds } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
import { counted } from "../reply/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import { DIMENSION } from "./dimensions.js";
import type { DimensionId, FilterValue } from "./model.js";
import { dimensionValues } from "./values.js";

const UNKNOWN = new Set(["unknown", "none"]);
const NEAR_LETTERS = 3;
const MOST_NAMED = 6;

/** Dimensions whose values are places that Salesforce may merge. */
const PLACES: Partial<Record<DimensionId, "district" | "school">> = {
  district: "district",
  home_district: "district",
  school: "school",
  home_school: "school",
};

/** One to choose: what people read, and what a filter takes. */
interface Offered {
  readonly label: string;
  readonly value: string;
}

/** No value is called so, or several are. */
export class NameUnknown extends PolarisError {
  readonly offered: readonly Offered[];

  constructor(message: string, offered: readonly Offered[]) {
    super("not_found", message);
    this.offered = offered;
  }
}

/**
 * What a person means by a name in a filter: its exact name or an alias, never a part of it (ruling E2); its Salesforce id too, and the id or name of one
 * that was merged into it. "unknown", or its own word, is the bucket of records without a value. Of schools of one name the one
 * `within` a district is meant.
 * @throws NameUnknown with the nearest names
 */
export async function findValue(
  reader: Reader,
  organization: Organization,
  dimension: DimensionId,
  text: string,
  within: FilterValue | null = null,
): Promise<FilterValue> {
  const { label, unknown } = DIMENSION[dimension];
  if (unknown !== null && (UNKNOWN.has(foldText(text)) || foldText(text) === foldText(unknown)))
    return { key: null, label: unknown };
  const pathway = dimension === "pathway" ? pathwayCalled(organization, text) : null;
  if (pathway !== null) return pathway;
  const fitting =
    dimension === "organisation"
      ? await organizationsCalled(reader, organization, text)
      : PLACES[dimension] === "school"
        ? await schoolsFitting(reader, text, within)
        : await toldApart(reader, await valuesCalled(reader, organization, dimension, text));
  const [only, ...others] = fitting;
  if (only && others.length === 0) return { key: only.key, label: only.label };
  if (only) throw severalFit(text, fitting);
  const values = await dimensionValues(reader, dimension);
  const near = nearest(values, text);
  const meant =
    near.length > 0
      ? ` Did you mean ${near.join(", ")}?`
      : values.length <= 40
        ? ` Expected one of ${values.map((v) => v.label).join(", ")}.`
        : "";
  throw new NameUnknown(
    `There is no ${label.toLowerCase()} called “${text}”.${meant}`,
    near.map((name) => ({ label: name, value: name })),
  );
}

/** A value that a name may mean; with an id where its name alone does not say which it is. */
interface Fitting extends FilterValue {
  readonly id?: string;
}

function severalFit(text: string, fitting: readonly Fitting[]): NameUnknown {
  const quoted = fitting.map(({ id, label }) => (id === undefined ? `“${label}”` : `“${label}” (${id})`)).join(", ");
  const how = fitting.some(({ id }) => id !== undefined) ? "by its id" : "letter for letter";
  return new NameUnknown(
    `Several fit “${text}”: ${quoted}. Expected one of them, ${how}.`,
    fitting.map(({ id, label }) => ({ label, value: id ?? label })),
  );
}

/** Schools of one name are told apart by their districts and ids. */
async function schoolsFitting(reader: Reader, text: string, within: FilterValue | null): Promise<Fitting[]> {
  const all = await schoolsCalled(reader, await allSchools(reader), text);
  const inside = within === null ? [] : all.filter(({ districtId }) => districtId === within.key);
  const called = inside.length > 0 ? inside : all;
  if (called.length === 1) return called.map(({ id, name }) => ({ key: id, label: name }));
  return called.map(({ id, name, district, sourceId }) => ({
    key: id,
    label: district === null ? name : `${name}, ${district}`,
    id: sourceId,
  }));
}

/** Districts of one name, letter for letter, are told apart by their schools and ids; of other values no two have one name. */
async function toldApart(reader: Reader, called: readonly FilterValue[]): Promise<readonly Fitting[]> {
  if (new Set(called.map(({ label }) => label)).size === called.length) return called;
  const rows = await reader.query<{
    key: number;
    id: string;
    name: string;
    schools: number;
    school: string | null;
  }>(sql`
    SELECT d.id AS key, d.source_id AS id, d.name, COUNT(s.id) AS schools, MIN(s.name) AS school
    FROM district d LEFT JOIN school s ON s.district_id = d.id AND s.deleted_at IS NULL
    WHERE d.id IN (${join(called.map(({ key }) => Number(key)))}) GROUP BY d.id, d.source_id, d.name ORDER BY d.name, d.id`);
  return rows.map(({ key, id, name, schools, school }) => {
    const others = schools > 1 ? ` and ${counted(schools - 1, "more school")}` : "";
    return { key, id, label: school === null ? `${name}, without schools` : `${name}, with ${school}${others}` };
  });
}

/** A pathway by any of its names in config/pathways.yml, also one without events. */
function pathwayCalled({ pathways }: Organization, text: string): FilterValue | null {
  const [only, ...others] = new PathwayNames(pathways).named(text).pathways;
  return only === undefined || others.length > 0 ? null : { key: only, label: only };
}

async function organizationsCalled(
  reader: Reader,
  { organizationAliases }: Organization,
  text: string,
): Promise<FilterValue[]> {
  const { found, candidates } = await organizationNamed(reader, organizationAliases, text);
  return (found === null ? candidates : [found]).map(({ name }) => ({ key: name, label: name }));
}

/** The values that are called so: those where letters decide, or a merge; else all that are but for case and punctuation. */
async function valuesCalled(
  reader: Reader,
  organization: Organization,
  dimension: DimensionId,
  text: string,
): Promise<readonly FilterValue[]> {
  const values = await dimensionValues(reader, dimension);
  const place = PLACES[dimension];
  const named = (place === "district" ? aliasedDistrict(organization, text) : null) ?? text;
  const itself = values.filter(({ label }) => label === named);
  if (itself.length > 0) return itself;
  const keyed = values.find(({ key }) => String(key) === named);
  if (keyed) return [keyed];
  const standing = place === undefined ? [] : await standingIds(reader, place, text);
  return values.filter(({ key, label }) =>
    standing.length > 0 ? standing.some((id) => id === key) : placeKey(label) === placeKey(named),
  );
}

function aliasedDistrict({ districtAliases }: Organization, text: string): string | null {
  const folded = foldText(text);
  const configured = Object.entries(districtAliases).find(([, others]) =>
    others.some((other) => foldText(other) === folded),
  );
  return configured?.[0] ?? null;
}

function nearest(values: readonly FilterValue[], text: string): string[] {
  const folded = foldText(text);
  const away = ({ label }: FilterValue) => {
    const name = foldText(label);
    return name.split(" ").some((word) => word.startsWith(folded)) ? 0 : distance(name, folded);
  };
  return values
    .map((value) => ({ label: value.label, letters: away(value) }))
    .filter(({ letters }) => letters <= NEAR_LETTERS)
    .sort((a, b) => a.letters - b.letters)
    .slice(0, MOST_NAMED)
    .map(({ label }) => label);
}
