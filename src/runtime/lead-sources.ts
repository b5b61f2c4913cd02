import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "./paths.js";
import { invalidConfiguration, readYaml } from "./yaml.js";

/** How a column's text is read before it becomes a field of a lead. The rules themselves are the domain's, one for all sources. */
export const CLEANINGS = [
  "text",
  "person",
  "company",
  "phone",
  "email",
  "one_line_address",
  "street",
  "city",
  "state",
  "zip",
  "date",
  "number",
  "flag",
  "licence_after_dash",
  "last_first_dba",
  "first_line",
  "date_after_words",
] as const;
export type Cleaning = (typeof CLEANINGS)[number];

/** The fields of the common lead that a source can fill. */
export const LEAD_FIELDS = [
  "company",
  "person",
  "person_role",
  "phone",
  "address",
  "line1",
  "line2",
  "city",
  "state",
  "zip",
  "county",
  "email",
  "licence",
  "licence_type",
  "licence_status",
  "licensed_on",
  "expires_on",
  "capacity",
  "ages",
] as const;
export type LeadField = (typeof LEAD_FIELDS)[number];

const mapped = z.strictObject({
  /** One header, or several whose texts are joined by a comma. */
  from: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).transform((from) => [from].flat()),
  as: z.enum(CLEANINGS).default("text"),
});

const column = z.strictObject({
  name: z.string().min(1),
  type: z.enum(["text", "number", "date", "flag", "phone", "email", "state", "zip"]).default("text"),
  /** A column that may be missing. */
  optional: z.boolean().default(false),
  /** The only texts it may hold, where they are known: another says that the row's columns are shifted. */
  values: z.array(z.string()).optional(),
  /** A regular expression, without regard to case, that what it holds has somewhere; likewise. */
  pattern: z.string().min(1).refine(isExpression, "a regular expression, as in “months|years”").optional(),
});

const leadSourceSchema = z.strictObject({
  /** As in source_1: the name of its rows in the pool and in filters. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, "small letters, digits and _, as in source_1"),
  /** For people: "Licensing register of Nevada". */
  label: z.string().min(1),
  /** The names its files have, with * for anything, as in "source_1*.csv": what the watched folder takes in. */
  file: z.string().min(1),
  /** The state of every row that names none. */
  state: z
    .string()
    .regex(/^[A-Z]{2}$/, "two capital letters, as in NV")
    .optional(),
  columns: z.array(column).min(1),
  /** The columns that tell its rows apart, cleaned as the field they fill; where one is blank, name, phone and address do. */
  key: z.array(z.string().min(1)).min(1),
  lead: z.partialRecord(z.enum(LEAD_FIELDS), mapped),
  /** What else is kept of a row: name → column and cleaning. */
  extra: z.record(z.string().min(1), mapped).default({}),
});

/** One outside list of prospective leads: its columns, what they mean, and how each is read (ruling L4). */
export type LeadSource = z.infer<typeof leadSourceSchema>;

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, "iu").source !== "";
  } catch {
    return false;
  }
}

/** Reads one source of config/lead-sources. @throws PolarisError configuration_invalid, with the place of the mistake */
export function readLeadSource(file: string): LeadSource {
  const source = readYaml(file, leadSourceSchema);
  const names = source.columns.map(({ name }) => name);
  const known = new Set(names);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined)
    throw invalidConfiguration(`${file}: “${twice}” stands twice among its columns. Expected each once.`);
  const used = [...Object.values(source.lead), ...Object.values(source.extra)].flatMap(({ from }) => from);
  const unknown = [...used, ...source.key].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw invalidConfiguration(
      `${file}: “${unknown}” is none of its columns. Expected one of: ${[...known].join(", ")}.`,
    );
  return source;
}

/** Every *.yml of a folder, by name; none when there is no such folder. @throws PolarisError configuration_invalid */
export function readLeadSources(folder: string): LeadSource[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".yml"));
  const sources = files.sort().map((name) => readLeadSource(path.join(folder, name)));
  const twice = sources.find(({ name }, place) => sources.findIndex((each) => each.name === name) !== place);
  if (twice !== undefined)
    throw invalidConfiguration(`${folder}: two files are named ${twice.name}. Expected each name once.`);
  return sources;
}

let standard: readonly LeadSource[] | undefined;

/** The sources that come with Polaris, in config/lead-sources. */
export function standardLeadSources(): readonly LeadSource[] {
  standard ??= readLeadSources(projectFile("config", "lead-sources"));
  return standard;
}

/** The lead-sources beside an organization.yml, else the standard ones. */
export function leadSourcesBeside(organizationFile: string): readonly LeadSource[] {
  const own = path.join(path.dirname(organizationFile), "lead-sources");
  return existsSync(own) ? readLeadSources(own) : standardLeadSources();
}
