import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "./paths.js";
import { invalidConfiguration, readYaml } from "./yaml.js";

const words = z.array(z.string().min(1)).default([]);

const pathwaysSchema = z.strictObject({
  pathways: z.record(
    z.string().trim().min(1),
    z.strictObject({ also: words, clusters: words, skills: words, checkbox: z.boolean().default(false) }),
  ),
  without: words,
});

/** One pathway of config/pathways.yml. */
export interface PathwayRule {
  /** As reports show it. */
  readonly name: string;
  readonly also: readonly string[];
  readonly clusters: readonly string[];
  readonly skills: readonly string[];
  /** The STEM checkbox of an attendance sheet stands for it. */
  readonly checkbox: boolean;
}

/** What belongs to which pathway (ruling E8). */
export interface PathwayRules {
  readonly list: readonly PathwayRule[];
  /** Texts that are known to belong to none. */
  readonly without: readonly string[];
}

/** Reads a pathways.yml. @throws PolarisError configuration_invalid, with the place of the mistake. */
export function readPathways(file: string): PathwayRules {
  const { pathways, without } = readYaml(file, pathwaysSchema);
  const list = Object.entries(pathways).map(([name, rule]) => ({ name, ...rule }));
  refuseTwice(file, list);
  return { list, without };
}

let standard: PathwayRules | undefined;

/** The pathways that come with Polaris, in config/pathways.yml. */
export function standardPathways(): PathwayRules {
  standard ??= readPathways(projectFile("config", "pathways.yml"));
  return standard;
}

/** The pathways.yml beside an organization.yml, else the standard ones. */
export function pathwaysBeside(organizationFile: string): PathwayRules {
  const own = path.join(path.dirname(organizationFile), "pathways.yml");
  return existsSync(own) ? readPathways(own) : standardPathways();
}

/** A text of two pathways would have to be guessed between. */
function refuseTwice(file: string, list: readonly PathwayRule[]): void {
  const owners = new Map<string, string>();
  for (const { name, also, clusters } of list) {
    for (const text of [name, ...also, ...clusters].map((each) => each.trim().toLowerCase())) {
      const owner = owners.get(text);
      if (owner !== undefined && owner !== name)
        throw invalidConfiguration(
          `${file}: “${text}” stands under ${owner} and under ${name}. Expected it under one of them.`,
        );
      owners.set(text, name);
    }
  }
  if (list.filter(({ checkbox }) => checkbox).length > 1)
    throw invalidConfiguration(`${file}: several pathways have checkbox: true. Expected one.`);
}
