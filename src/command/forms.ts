import { PolarisError } from "../runtime/index.js";
import {
  type Argument,
  type Arguments,
  type ChoiceOf,
  type Given,
  part,
  type Reading,
  type Schema,
  ValueRefused,
} from "./argument.js";
import type { Command } from "./define.js";
import { tidy } from "./tokens.js";
import { type GivenByName, readValues } from "./values.js";
import { writeLine } from "./write.js";

/** How a field is filled in. */
export type Entry =
  | { readonly kind: "typed" }
  | { readonly kind: "chosen"; readonly choices: readonly ChoiceOf[]; readonly many: boolean }
  /** Type-ahead: options come from `suggest`. */
  | { readonly kind: "looked_up"; readonly many: boolean }
  | { readonly kind: "member" }
  | { readonly kind: "channel" }
  /** One day, from a calendar; its value is YYYY-MM-DD. */
  | { readonly kind: "day" }
  /** One file: uploaded in the form, or known already by the reference that is its value. */
  | { readonly kind: "file" };

export interface FormField {
  readonly key: string;
  readonly label: string;
  readonly help: string | null;
  readonly placeholder: string | null;
  readonly required: boolean;
  readonly entry: Entry;
  /** What the line says already; one text for a typed field. */
  readonly values: readonly string[];
  /** What people call a value that is looked up, where that is known. */
  readonly labels?: ReadonlyMap<string, string>;
  /** A change of it brings the form up to date. */
  readonly isFollowed?: true;
  /** It shows what stands of something else than before: the value that the open form has in its place is to go. */
  readonly isRenewed?: true;
}

/** A form for any place that has forms, made from the command's schema. */
export interface Form {
  readonly command: string;
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly FormField[];
  /** How many further fields stand behind "More"; 0 when they are shown. */
  readonly more: number;
  /** The line it was opened with: what it does not show is kept from it. */
  readonly line: string;
  /** What the form says below its fields, following them. */
  readonly preview?: string;
  /** What its renewed fields are about now. */
  readonly renewedFor?: string;
}

/** What came back: a text, the values chosen, or null for a field left empty. */
export type Submitted = Readonly<Record<string, string | readonly string[] | null>>;

/** Pages, instants and what stood before are carried by lines, never asked. */
const NEVER_ASKED: ReadonlySet<string> = new Set(["page", "instant", "standing"]);

export function formOf(
  command: Command,
  given: GivenByName,
  options: { readonly more: boolean; readonly reading?: Reading },
): Form {
  const followed = new Set([...(command.preview?.follows ?? []), ...(command.prefillFollows ?? [])]);
  const asked = Object.entries(command.args).filter(([, argument]) => !NEVER_ASKED.has(argument.shape.kind));
  const main = asked.filter(([name, argument]) => argument.main || given.has(name));
  const shown = options.more || main.length === 0 ? asked : main;
  return {
    command: command.name,
    title: `${command.name.slice(0, 1).toUpperCase()}${command.name.slice(1)}`,
    submit: command.submit ?? (command.effect === "write" ? "Save" : "Show"),
    fields: shown.map(([name, argument]) => ({
      ...fieldOf(name, argument, dayOf(argument, given.get(name) ?? [], options.reading)),
      ...(followed.has(name) ? { isFollowed: true } : {}),
    })),
    more: asked.length - shown.length,
    line: writeLine(command, given),
  };
}

/** A calendar takes a day only as YYYY-MM-DD; words that are no day leave it empty. */
function dayOf(argument: Argument<unknown>, given: readonly Given[], reading?: Reading): readonly Given[] {
  if (argument.shape.kind !== "day" || given.length === 0 || reading === undefined) return given;
  const read = readOr(argument, given, reading);
  return read === undefined ? [] : argument.write(read);
}

function readOr(argument: Argument<unknown>, given: readonly Given[], reading: Reading): unknown {
  try {
    return argument.read(given, reading);
  } catch (thrown) {
    if (thrown instanceof ValueRefused || thrown instanceof PolarisError) return undefined;
    throw thrown;
  }
}

/** What a form that is still open says: only what can be read. */
export function readSome(command: Command, given: GivenByName, reading: Reading): Partial<Arguments<Schema>> {
  const values: Record<string, unknown> = {};
  for (const [name, argument] of Object.entries(command.args)) {
    const said = given.get(name) ?? [];
    const value = said.length === 0 ? undefined : readOr(argument, said, reading);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** What a line says, and beside it what stands already. */
export function withPrefilled(
  command: Command,
  given: GivenByName,
  stands: Partial<Arguments<Schema>>,
): Map<string, readonly Given[]> {
  const together = new Map(given);
  for (const [name, argument] of Object.entries(command.args)) {
    const value = stands[name];
    if (!together.has(name) && value !== undefined && value !== null) together.set(name, argument.write(value));
  }
  return together;
}

function fieldOf(key: string, argument: Argument<unknown>, given: readonly Given[]): FormField {
  const { label, help, placeholder, required } = argument;
  const entry = entryOf(argument);
  const texts = (shownIn(given)?.parts ?? []).map((value) => value.mention?.id ?? value.text);
  const values =
    entry.kind !== "typed"
      ? texts
      : texts.length === 0
        ? []
        : [texts.map((text) => (text.includes(",") && texts.length > 1 ? `"${text}"` : text)).join(", ")];
  return { key, label, help, placeholder, required, entry, values };
}

function entryOf({ shape, options }: Argument<unknown>): Entry {
  switch (shape.kind) {
    case "choice":
      return { kind: "chosen", choices: shape.choices, many: false };
    case "choices":
      return { kind: "chosen", choices: shape.choices, many: true };
    case "flag":
      return {
        kind: "chosen",
        choices: [
          { value: "yes", label: "Yes" },
          { value: "no", label: "No" },
        ],
        many: false,
      };
    case "sort":
      return { kind: "chosen", choices: shape.columns.flatMap(bothWays), many: false };
    case "member":
    case "channel":
    case "file":
    case "day":
      return { kind: shape.kind };
    case "eventTypes":
      return { kind: "looked_up", many: true };
    default:
      if (options === null) return { kind: "typed" };
      return { kind: "looked_up", many: shape.kind === "references" || shape.kind === "words" };
  }
}

function bothWays(column: string): ChoiceOf[] {
  const label = column.replaceAll("_", " ");
  return [
    { value: column, label },
    { value: `-${column}`, label: `${label}, the other way round` },
  ];
}

/** A field shows the first list of a filter; further lists and negations are kept as they are. */
const shownIn = (given: readonly Given[]): Given | undefined => given.find((each) => !each.negated);

/** What the line and the filled-in form say together. */
export function withSubmitted(
  command: Command,
  given: GivenByName,
  submitted: Submitted,
): Map<string, readonly Given[]> {
  const result = new Map(given);
  for (const [key, value] of Object.entries(submitted)) {
    const argument = command.args[key];
    if (argument === undefined) continue;
    const said = given.get(key) ?? [];
    const kept = said.filter((each) => each !== shownIn(said));
    const filled = filledIn(argument, value);
    const all = filled === null ? kept : [filled, ...kept];
    if (all.length === 0) result.delete(key);
    else result.set(key, all);
  }
  return result;
}

function filledIn(argument: Argument<unknown>, value: string | readonly string[] | null): Given | null {
  const texts = (value === null ? [] : typeof value === "string" ? [value] : value)
    .map((text) => tidy(text).trim())
    .filter((text) => text !== "");
  const [first] = texts;
  if (first === undefined) return null;
  const { shape } = argument;
  if (shape.kind === "member" || shape.kind === "channel") {
    const kind = shape.kind === "member" ? "user" : "channel";
    return { negated: false, parts: [{ text: first, quoted: false, mention: { kind, id: first, label: null } }] };
  }
  const isTypedList = argument.list && typeof value === "string" && shape.kind !== "periods";
  const literal = shape.kind !== "period" && shape.kind !== "periods";
  const parts = (isTypedList ? splitList(first) : texts).map((text) => part(text, literal));
  return parts.length === 0 ? null : { negated: false, parts };
}

/** `python, "R, or S"` as people type a list into one field. */
function splitList(text: string): string[] {
  const pieces = text.match(/\s*"[^"]*"\s*(?=,|$)|[^,]+/g) ?? [];
  return pieces
    .map((piece) =>
      piece
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim(),
    )
    .filter((piece) => piece !== "");
}

/** What is wrong with each field, for the form to show beside it; empty when the command can run. */
export function problemsOf(command: Command, given: GivenByName, reading: Reading): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const [name, argument] of Object.entries(command.args)) {
    const said = given.get(name) ?? [];
    if (said.length === 0) {
      if (argument.required) problems[name] = "This is needed.";
      continue;
    }
    try {
      argument.read(said, reading);
    } catch (thrown) {
      if (thrown instanceof ValueRefused) problems[name] = `Expected ${thrown.expected}.`;
      else if (thrown instanceof PolarisError) problems[name] = thrown.message;
      else throw thrown;
    }
  }
  return Object.keys(problems).length > 0 ? problems : togetherWrong(command, given, reading);
}

function togetherWrong(command: Command, given: GivenByName, reading: Reading): Readonly<Record<string, string>> {
  return command.problems === undefined ? {} : command.problems(readValues(command, given, reading).values);
}
