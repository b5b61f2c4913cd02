import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { PolarisError } from "./errors.js";
import { leadSourcesBeside } from "./lead-sources.js";
import { type Organization, organizationSchema } from "./organization.js";
import { pathwaysBeside } from "./pathways.js";

/** Reads organization.yml; a mistake is named with its path and what was expected. */
export function readOrganization(file: string): Organization {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new PolarisError(
      "configuration_invalid",
      `POLARIS_CONFIG points to ${file}, which cannot be read. Expected a YAML file.`,
      { cause },
    );
  }
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (cause) {
    throw new PolarisError(
      "configuration_invalid",
      `${file} is not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  const parsed = organizationSchema.safeParse(raw ?? undefined);
  if (parsed.success) {
    return { ...parsed.data, pathways: pathwaysBeside(file), leadSources: leadSourcesBeside(file) };
  }
  const issue = parsed.error.issues[0];
  throw new PolarisError(
    "configuration_invalid",
    `${file}: ${issue?.path.join(".") || "(top)"} — ${issue?.message ?? "not understood"}.`,
  );
}
