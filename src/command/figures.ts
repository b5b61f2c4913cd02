import { eventTypeLabel } from "../domain/index.js";
import { suggestOrganizations } from "../identity/index.js";
import {
  type DimensionId,
  dimensionValues,
  type FilterClause,
  type Filters,
  findValue,
  formatLabel,
  NameUnknown,
} from "../metrics/index.js";
import { PolarisError } from "../runtime/index.js";
import type { Arguments } from "./argument.js";
import { eventTypes } from "./event-types.js";
import type { Filter, Reference } from "./kinds.js";
import { choices, references } from "./kinds.js";
import type { CommandContext } from "./model.js";

const FORMATS = [
  { value: "in_person", label: "In person", also: ["in-person", "inperson"] },
  { value: "virtual", label: "Virtual" },
] as const;
const LEVELS = [
  { value: "Elementary", label: "Elementary", also: ["elem"] },
  { value: "Middle", label: "Middle" },
  { value: "High", label: "High", also: ["high-school"] },
  { value: "Other", label: "Other" },
  { value: "unknown", label: "Level unknown" },
] as const;

const namesOf =
  (dimension: DimensionId) =>
  async (query: string, { pool }: CommandContext) => {
    const typed = query.toLowerCase();
    const values = await dimensionValues(pool, dimension);
    return values
      .filter(({ label }) => label.toLowerCase().includes(typed))
      .map(({ label }) => ({ value: label, label }));
  };

/** The filters that every figure can be asked under: of the events, and of who was there. */
export const figures = () => ({
  district: references("district", { label: "District", main: true, options: namesOf("district") }),
  school: references("school", { label: "School", options: namesOf("school") }),
  level: choices(LEVELS, { label: "School level", also: ["school-level"] }),
  type: eventTypes({ label: "Event type" }),
  format: choices(FORMATS, { label: "Format" }),
  pathway: references("pathway", { label: "Pathway", options: namesOf("pathway") }),
  host: references("host", { label: "Host", options: namesOf("host") }),
  org: references("organization", {
    label: "Organisation",
    also: ["organisation", "company"],
    options: async (query, { pool }) =>
      (await suggestOrganizations(pool, query, 50)).map(({ name }) => ({ value: name, label: name })),
  }),
});

/** An administrator in a private reply sees what is said of people's colour of the smallest groups too (ruling P4). */
export const smallGroupsFor = ({
  request: { access, place },
}: Pick<CommandContext, "request">): { readonly smallGroups?: "shown" } =>
  access.role === "admin" && place.isPrivate ? { smallGroups: "shown" } : {};

export type FigureArguments = Arguments<ReturnType<typeof figures>>;

/**
 * The filters that were given, as metrics take them; only those among `args`.
 * @throws PolarisError not_found for a name that nothing is called
 */
export async function filtersOf(args: Partial<FigureArguments>, context: CommandContext): Promise<Filters> {
  const named = async (dimension: DimensionId, key: keyof FigureArguments, filter: Filter<Reference> | undefined) => {
    if (filter === undefined) return [];
    try {
      return await referenced(dimension, filter, context);
    } catch (thrown) {
      throw withNames(thrown, key, filter, context);
    }
  };
  const picked = (dimension: DimensionId, filter: Filter<string> | undefined, label: (value: string) => string) =>
    filter === undefined ? [] : chosen(dimension, filter, label);
  return [
    ...(await named("district", "district", args.district)),
    ...(await named("school", "school", args.school)),
    ...picked("school_level", args.level, (value) => (value === "unknown" ? "level unknown" : value)),
    ...picked("event_type", args.type, eventTypeLabel),
    ...picked("format", args.format, formatLabel),
    ...(await named("pathway", "pathway", args.pathway)),
    ...(await named("host", "host", args.host)),
    ...(await named("organisation", "org", args.org)),
  ];
}

/** Where one name is asked for, those that may be meant are offered as the same line with each. */
function withNames(thrown: unknown, key: string, { all, none }: Filter<Reference>, context: CommandContext): unknown {
  const isOne = all.length === 1 && all[0]?.length === 1 && none.length === 0;
  if (!(thrown instanceof NameUnknown) || !isOne) return thrown;
  return new PolarisError(thrown.code, thrown.message, {
    suggestions: thrown.offered.map(({ label, value }) => ({
      label,
      line: context.lineWith({ [key]: value, page: null, asOf: null }),
    })),
  });
}

async function referenced(
  dimension: DimensionId,
  filter: Filter<Reference>,
  { pool, organization }: CommandContext,
): Promise<FilterClause[]> {
  const found = async (names: readonly Reference[]) =>
    Promise.all(names.map(({ text }) => findValue(pool, organization, dimension, text)));
  const clauses: FilterClause[] = [];
  for (const any of filter.all) clauses.push({ dimension, values: await found(any) });
  if (filter.none.length > 0) clauses.push({ dimension, values: await found(filter.none), exclude: true });
  return clauses;
}

function chosen(dimension: DimensionId, filter: Filter<string>, label: (value: string) => string): FilterClause[] {
  const values = (keys: readonly string[]) =>
    keys.map((key) => ({ key: key === "unknown" ? null : key, label: label(key) }));
  return [
    ...filter.all.map((any) => ({ dimension, values: values(any) })),
    ...(filter.none.length > 0 ? [{ dimension, values: values(filter.none), exclude: true }] : []),
  ];
}
