import { distance } from "fastest-levenshtein";
import { foldText, PathwayNames, placeKey } from "../domain/index.js";
import { organizationNamed, standingIds } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
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

/** No value is called so, or several are. */
export class NameUnknown extends PolarisError {
  /** Names to choose from, letter for letter. */
  readonly offered: readonly string[];

  constructor(message: string, offered: readonly string[]) {
    super("not_found", message);
    this.offered = offered;
  }
}

/**
 * What a person means by a name in a filter: its exact name or an alias, never a part of it (ruling E2); its Salesforce id too, and the id or name of one
 * that was merged into it. "unknown", or its own word, is the bucket of records without a value.
 * @throws NameUnknown with the nearest names
 */
export async function findValue(
  reader: Reader,
  organization: Organization,
  dimension: DimensionId,
  text: string,
): Promise<FilterValue> {
  const { label, unknown } = DIMENSION[dimension];
  if (unknown !== null && (UNKNOWN.has(foldText(text)) || foldText(text) === foldText(unknown)))
    return { key: null, label: unknown };
  const pathway = dimension === "pathway" ? pathwayCalled(organization, text) : null;
  if (pathway !== null) return pathway;
  const values = await dimensionValues(reader, dimension);
  const [only, ...others] =
    dimension === "organisation"
      ? await organizationsCalled(reader, organization, text)
      : await valuesCalled(reader, organization, dimension, values, text);
  if (only && others.length === 0) return only;
  if (only) {
    const names = [only, ...others].map((value) => value.label);
    const quoted = names.map((name) => `“${name}”`).join(", ");
    throw new NameUnknown(`Several fit “${text}”: ${quoted}. Expected one of them, letter for letter.`, names);
  }
  const near = nearest(values, text);
  const offer =
    near.length > 0
      ? ` Did you mean ${near.join(", ")}?`
      : values.length <= 40
        ? ` Expected one of ${values.map((v) => v.label).join(", ")}.`
        : "";
  throw new NameUnknown(`There is no ${label.toLowerCase()} called “${text}”.${offer}`, near);
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

/** The values that are called so: one where letters decide, or a merge; else all that are but for case and punctuation. */
async function valuesCalled(
  reader: Reader,
  organization: Organization,
  dimension: DimensionId,
  values: readonly FilterValue[],
  text: string,
): Promise<readonly FilterValue[]> {
  const place = PLACES[dimension];
  const named = (place === "district" ? aliasedDistrict(organization, text) : null) ?? text;
  const itself = values.find((value) => value.label === named) ?? values.find((value) => String(value.key) === named);
  if (itself) return [itself];
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
