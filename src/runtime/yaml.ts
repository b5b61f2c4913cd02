import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { z } from "zod";
import { PolarisError } from "./errors.js";

/** Reads a file of config/. @throws PolarisError configuration_invalid, with the place of the mistake */
export function readYaml<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(contentOf(file));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalidConfiguration(`${file}: ${issue?.path.join(".") || "(top)"} — ${issue?.message ?? "not understood"}.`);
}

export const invalidConfiguration = (text: string): PolarisError => new PolarisError("configuration_invalid", text);

function contentOf(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new PolarisError(
      "configuration_invalid",
      `${file} cannot be read as YAML: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
