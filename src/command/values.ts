import { PolarisError } from "../runtime/index.js";
import { type Argument, type Given, part, type Reading, ValueRefused } from "./argument.js";
import type { Command } from "./define.js";
import type { Part } from "./tokens.js";
import { writeLine } from "./write.js";

export type GivenByName = ReadonlyMap<string, readonly Given[]>;

export interface Values {
  readonly values: Readonly<Record<string, unknown>>;
  /** Required arguments that nothing was given for. */
  readonly missing: readonly string[];
}

/**
 * What was given, as values of the schema's types.
 * @throws PolarisError argument_invalid, period_invalid, with the corrected lines to offer
 */
export function readValues(command: Command, given: GivenByName, reading: Reading): Values {
  const missing: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, argument] of Object.entries(command.args)) {
    const said = given.get(name) ?? [];
    if (said.length > 0) values[name] = readValue(command, name, argument, given, reading);
    else if (argument.required) missing.push(name);
    else values[name] = argument.absent;
  }
  return { values, missing };
}

function readValue(
  command: Command,
  name: string,
  argument: Argument<unknown>,
  given: GivenByName,
  reading: Reading,
): unknown {
  try {
    return argument.read(given.get(name) ?? [], reading);
  } catch (thrown) {
    if (!(thrown instanceof ValueRefused)) throw thrown;
    const suggestions = thrown.candidates.map((candidate) => {
      const line = writeLine(
        command,
        new Map([...given, [name, replaced(given.get(name) ?? [], thrown.came, candidate)]]),
      );
      return { label: `${name}:${candidate}`, line };
    });
    const meant = thrown.candidates[0] === undefined ? "" : ` Did you mean “${thrown.candidates[0]}”?`;
    throw new PolarisError(
      "argument_invalid",
      `“${name}:” takes ${thrown.expected}, but got “${thrown.came}”.${meant}`,
      { suggestions },
    );
  }
}

function replaced(given: readonly Given[], came: string, candidate: string): Given[] {
  return given.map((each) => ({
    ...each,
    parts: each.parts.map((value) => (value.text === came ? part(candidate) : value)),
  }));
}

/** The filters of a line in words, for the footer: lists "or", repeated keys "and", negations "not". */
export function filtersInWords(command: Command, given: GivenByName, reading: Reading): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const [name, argument] of Object.entries(command.args)) {
    const said = given.get(name) ?? [];
    if (!argument.isFilter || said.length === 0) continue;
    const inWords = (value: Part): string => argument.inWords?.(value, reading) ?? value.text;
    filters[name] = said
      .map(({ negated, parts }) => `${negated ? "not " : ""}${parts.map(inWords).join(" or ")}`)
      .join(" and ");
  }
  return filters;
}
