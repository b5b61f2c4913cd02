import type { Calendar, EventTypeGroups } from "../domain/index.js";
import type { CommandContext } from "./model.js";
import type { Part } from "./tokens.js";

/** What can be looked up by name; decides the source of type-ahead and who may use it. */
export const REFERENCE_KINDS = [
  "volunteer",
  "teacher",
  "person",
  "organization",
  "event",
  "district",
  "school",
  "pathway",
  "host",
  "selection",
  "subscription",
  "metric",
  "command",
] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export interface Option {
  /** What is written in the line. */
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

/** Type-ahead: at most a hundred options for what has been typed so far, best first. */
export type OptionsSource = (query: string, context: CommandContext) => Promise<readonly Option[]>;

export interface ChoiceOf<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  /** Other words for it, as "yes" for "local". */
  readonly also?: readonly string[];
}

/** What kind of value an argument takes: all that a form needs to draw its field. */
export type Shape =
  | { readonly kind: "text" }
  | { readonly kind: "words" }
  | { readonly kind: "numbers" }
  /** One whole number within bounds. */
  | { readonly kind: "whole" }
  /** One day of the organisation's calendar. */
  | { readonly kind: "day" }
  | { readonly kind: "choice"; readonly choices: readonly ChoiceOf[] }
  | { readonly kind: "choices"; readonly choices: readonly ChoiceOf[] }
  /** Event types: by name, by a part of it with a star, or by a group of the organisation's. */
  | { readonly kind: "eventTypes" }
  | { readonly kind: "flag" }
  | { readonly kind: "period"; readonly also: readonly string[] }
  | { readonly kind: "periods" }
  | { readonly kind: "reference"; readonly to: ReferenceKind }
  | { readonly kind: "references"; readonly to: ReferenceKind }
  | { readonly kind: "member" }
  | { readonly kind: "channel" }
  /** A file that the person sends, or names where they are. */
  | { readonly kind: "file" }
  | { readonly kind: "sort"; readonly columns: readonly string[] }
  | { readonly kind: "page" }
  | { readonly kind: "instant" }
  /** What stood when a form or a button was made; never asked. */
  | { readonly kind: "standing" };

/** One occurrence of an argument in a line: `skill:python,sql` is one with two parts. */
export interface Given {
  readonly negated: boolean;
  readonly parts: readonly Part[];
}

/** What values are read against. */
export interface Reading {
  readonly calendar: Calendar;
  readonly eventTypeGroups: EventTypeGroups;
}

/** `one` takes the next word, `rest` all words that are left, `end` the periods at the end of the line. */
export type Positional = "one" | "rest" | "end";

export interface Argument<Value> {
  readonly shape: Shape;
  readonly label: string;
  readonly help: string | null;
  readonly placeholder: string | null;
  /** Shown in the form at once; the others stand behind "More". */
  readonly main: boolean;
  readonly required: boolean;
  readonly positional: Positional | null;
  /** Other keys for it. */
  readonly also: readonly string[];
  /** Words that set a flag without a key, as "explain" or "--full". */
  readonly bare: readonly string[];
  /** Takes a comma list; may be repeated; may be negated. */
  readonly list: boolean;
  readonly repeats: boolean;
  readonly negates: boolean;
  /** Says what is selected, and so is printed in the footer; page and format do not. */
  readonly isFilter: boolean;
  readonly options: OptionsSource | null;
  /** The value when the line does not have it. */
  readonly absent: Value | null;
  /** @throws ValueRefused */
  read(given: readonly Given[], reading: Reading): Value;
  /** How the footer tells a value that says little by itself; null where as it was written. */
  readonly inWords: ((came: Part, reading: Reading) => string) | null;
  /** The words that `read` turns back into the value. */
  write(value: Value): readonly Given[];
}

export type Schema = Readonly<Record<string, Argument<unknown>>>;

/** What `run` receives: every argument of the schema, read. */
export type Arguments<S extends Schema> = {
  readonly [Key in keyof S]: S[Key] extends Argument<infer Value> ? Value : never;
};

/** A value that an argument does not take; becomes `argument_invalid` where the command and the line are known. */
export class ValueRefused extends Error {
  /** "a number, 10+ or 2..5" */
  readonly expected: string;
  readonly came: string;
  /** Values near to what came. */
  readonly candidates: readonly string[];

  constructor(expected: string, came: string, candidates: readonly string[] = []) {
    super(expected);
    this.name = "ValueRefused";
    this.expected = expected;
    this.came = came;
    this.candidates = candidates;
  }
}

export const part = (text: string, quoted = false): Part => ({ text, quoted, mention: null });
