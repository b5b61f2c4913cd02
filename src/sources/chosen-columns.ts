import { PolarisError } from "../runtime/index.js";
import { ALSO_NEEDED, IGNORABLE, NEEDED_FOR } from "./column-needs.js";
import { DATASETS } from "./datasets/index.js";
import { headerKey } from "./grid/index.js";
import { OBJECTS, type SalesforceObject } from "./salesforce/index.js";

/** What an organisation says of the columns of one object of Salesforce, or of one kind of file and sheet. */
export interface ColumnChoice {
  /** Without these nothing is taken in, though we could do without. */
  readonly required: readonly string[];
  /** These are not asked for, not read and not kept. */
  readonly ignored: readonly string[];
}

/** By the object's name, or the kind's. */
export type ColumnChoices = Readonly<Record<string, ColumnChoice>>;

interface Source {
  readonly name: string;
  readonly columns: readonly { readonly key: string; readonly names: readonly string[]; readonly required: boolean }[];
}

const SOURCES: readonly Source[] = [
  ...OBJECTS.map(({ name, required, optional }) => ({
    name,
    columns: [
      ...required.map((key) => ({ key, names: [key], required: true })),
      ...optional.map((key) => ({ key, names: [key], required: false })),
    ],
  })),
  ...DATASETS.filter(({ name }) => name in IGNORABLE),
];

/** The keys of columns that are written as people write them. */
function keysOf(source: string, words: readonly string[]): string[] {
  const { columns } = sourceNamed(source);
  return words.map((word) => {
    const wanted = headerKey(word);
    const found = columns.find(({ key, names }) => [key, ...names].some((name) => headerKey(name) === wanted));
    if (found !== undefined) return found.key;
    const known = columns.map(({ key, names }) => names[0] ?? key).join(", ");
    throw refused(`“${word}” is no column of ${source}. Expected one of ${known}.`);
  });
}

function sourceNamed(name: string): Source {
  const found = SOURCES.find((source) => source.name === name);
  if (found !== undefined) return found;
  throw refused(
    `“${name}” is no source whose columns can be chosen. Expected one of ${SOURCES.map((each) => each.name).join(", ")}.`,
  );
}

const refused = (sentence: string): PolarisError =>
  new PolarisError("configuration_invalid", `columns in organization.yml: ${sentence}`);

/** @throws PolarisError configuration_invalid for what is no column, and for one that a figure or a feature needs */
export function requireColumns(choices: ColumnChoices): void {
  for (const [name, { required, ignored }] of Object.entries(choices)) {
    const { columns } = sourceNamed(name);
    const demanded = new Set(keysOf(name, required));
    for (const key of keysOf(name, ignored)) {
      const column = columns.find((each) => each.key === key);
      const word = column?.names[0] ?? key;
      if (demanded.has(key)) throw refused(`“${word}” of ${name} is said to be required and ignored. Say one of them.`);
      if (column?.required === false && IGNORABLE[name]?.includes(key)) continue;
      const needs = ALSO_NEEDED[name]?.[key] ?? NEEDED_FOR[name] ?? "what is read of it";
      const can = IGNORABLE[name] ?? [];
      const instead =
        can.length === 0
          ? "None of its columns can be."
          : `What can be: ${can.map((each) => wordOf(name, each)).join(", ")}.`;
      throw refused(`“${word}” of ${name} cannot be ignored: ${needs} cannot do without. ${instead}`);
    }
  }
}

const wordOf = (source: string, key: string): string =>
  sourceNamed(source).columns.find((column) => column.key === key)?.names[0] ?? key;

const NOTHING_CHOSEN: ColumnChoice = { required: [], ignored: [] };

/** What is chosen of a kind of file and sheet, by key. */
export function chosenOf(name: string, choices: ColumnChoices): ColumnChoice {
  const choice = choices[name];
  if (choice === undefined) return NOTHING_CHOSEN;
  const { required, ignored } = choice;
  return { required: keysOf(name, required), ignored: keysOf(name, ignored) };
}

/** Objects of Salesforce with what is chosen of their fields. */
export const chosenObjects = (choices: ColumnChoices): readonly SalesforceObject[] =>
  OBJECTS.map((object) => {
    const choice = choices[object.name];
    if (choice === undefined) return object;
    return { ...object, demanded: keysOf(object.name, choice.required), ignored: keysOf(object.name, choice.ignored) };
  });
