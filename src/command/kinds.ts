import { z } from "zod";
import { foldText, isSalesforceId, type Period, parsePeriod, parsePeriods, to18 } from "../domain/index.js";
import { showMonth } from "../reply/index.js";
import {
  type Argument,
  type ChoiceOf,
  type Given,
  type OptionsSource,
  type Positional,
  part,
  type ReferenceKind,
  ValueRefused,
} from "./argument.js";
import { nearest } from "./nearest.js";
import type { Part } from "./tokens.js";

/** Any of each list in `all`, and none of `none`: a list is "any of", a repeated key "all of", `-key:` "none of". */
export interface Filter<Value> {
  readonly all: readonly (readonly Value[])[];
  readonly none: readonly Value[];
}

/** Both ends included; null is open. */
export interface NumberRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** A record named by words or by id; the command that receives it finds which. */
export interface Reference {
  readonly text: string;
  /** The 18-character Salesforce id, when that is what was written. */
  readonly id: string | null;
}

/** Someone in Slack. */
export interface Member {
  readonly id: string;
  readonly name: string | null;
}

export interface Sort {
  readonly key: string;
  readonly descending: boolean;
}

export interface Details {
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly main?: boolean;
  readonly required?: boolean;
  readonly also?: readonly string[];
  readonly options?: OptionsSource;
}
interface Placed extends Details {
  readonly positional?: Positional;
}

/** Required arguments are always there; the others may be null. */
type Present<D, Value> = D extends { readonly required: true } ? Value : Value | null;

/** The parts of an argument that most kinds leave as they are. */
export function plain(details: Placed) {
  return {
    label: details.label,
    help: details.help ?? null,
    placeholder: details.placeholder ?? null,
    main: details.main ?? details.required ?? false,
    required: details.required ?? false,
    positional: details.positional ?? null,
    also: details.also ?? [],
    bare: [],
    list: false,
    repeats: false,
    negates: false,
    isFilter: true,
    options: details.options ?? null,
    absent: null,
    inWords: null,
  } as const;
}

export function readAs<Value>(schema: z.ZodType<Value, string>, came: Part, candidates: readonly string[] = []): Value {
  const parsed = schema.safeParse(came.text);
  if (parsed.success) return parsed.data;
  throw new ValueRefused(parsed.error.issues[0]?.message ?? "another value", came.text, nearest(came.text, candidates));
}

/** The single value of an argument that takes one. */
export function single(given: readonly Given[]): Part {
  const parts = given.flatMap((each) => each.parts);
  const [only] = parts;
  if (only === undefined || parts.length > 1)
    throw new ValueRefused("one value", parts.map((each) => each.text).join(", "));
  return only;
}

/** A single value that a comma does not cut: `text:one, two` is one text. */
export const wholly = (given: readonly Given[]): Part => {
  const parts = given.flatMap((each) => each.parts);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : part(parts.map((each) => each.text).join(","));
};

export const written = (text: string): Given[] => [{ negated: false, parts: [part(text)] }];
export const literally = (text: string): Given[] => [{ negated: false, parts: [part(text, true)] }];

export function filterOf<Value>(given: readonly Given[], read: (came: Part) => Value): Filter<Value> {
  return {
    all: given.filter((each) => !each.negated).map((each) => each.parts.map(read)),
    none: given.filter((each) => each.negated).flatMap((each) => each.parts.map(read)),
  };
}

export function filterWritten<Value>(filter: Filter<Value>, write: (value: Value) => Part): Given[] {
  const all = filter.all.map((any) => ({ negated: false, parts: any.map(write) }));
  return filter.none.length === 0 ? all : [...all, { negated: true, parts: filter.none.map(write) }];
}

export const filtering = { list: true, repeats: true, negates: true, absent: { all: [], none: [] } } as const;
const nonEmpty = z.string().min(1, "some text");

/** Free text. */
export function text<const D extends Placed>(details: D): Argument<Present<D, string>> {
  return {
    ...plain(details),
    shape: { kind: "text" },
    read: (given) => readAs(nonEmpty, wholly(given)),
    write: (value) => (value === null ? [] : literally(value)),
  };
}

/** Words to search by: `python,sql` any of them, repeated all of them, negated none of them. */
export function words(details: Details): Argument<Filter<string>> {
  return {
    ...plain(details),
    ...filtering,
    shape: { kind: "words" },
    read: (given) => filterOf(given, (came) => readAs(nonEmpty, came)),
    write: (filter) => filterWritten(filter, (value) => part(value, true)),
  };
}

const RANGE = /^(?:(\d{1,9})|(\d{1,9})\+|(\d{1,9})?\.\.(\d{1,9})?)$/;
const rangeSchema = z
  .string()
  .transform((came) => came.trim().replace(/^(\d+)-(\d+)$/, "$1..$2"))
  .refine((came) => RANGE.test(came) && /\d/.test(came), 'a number, "10+", or a range as in "2..5"')
  .transform((came): NumberRange => {
    const [, exact, least, from, to] = RANGE.exec(came) ?? [];
    if (exact !== undefined) return { from: Number(exact), to: Number(exact) };
    if (least !== undefined) return { from: Number(least), to: null };
    return { from: from === undefined ? null : Number(from), to: to === undefined ? null : Number(to) };
  })
  .refine(
    ({ from, to }) => from === null || to === null || from <= to,
    "a range from the smaller number to the larger",
  );

function rangeText({ from, to }: NumberRange): string {
  if (from !== null && from === to) return String(from);
  if (from !== null && to === null) return `${from}+`;
  return `${from ?? ""}..${to ?? ""}`;
}

/** A number, `10+`, or `2..5`. */
export function numbers<const D extends Details>(details: D): Argument<Present<D, NumberRange>> {
  return {
    ...plain(details),
    shape: { kind: "numbers" },
    read: (given) => readAs(rangeSchema, single(given)),
    write: (range) => (range === null ? [] : written(rangeText(range))),
  };
}

const WHOLE = /^-?(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})$/;

/** One whole number from `from` to `to`; "1,200" is read too. */
export function whole<const D extends Placed & { readonly from: number; readonly to: number }>(
  details: D,
): Argument<Present<D, number>> {
  const { from, to } = details;
  const expected = `a whole number from ${from} to ${to.toLocaleString("en-US")}`;
  const schema = z
    .string()
    .transform((came) => came.trim())
    .refine((came) => WHOLE.test(came), expected)
    .transform((came) => Number(came.replaceAll(",", "")))
    .refine((number) => number >= from && number <= to, expected);
  return {
    ...plain(details),
    shape: { kind: "whole" },
    read: (given) => readAs(schema, wholly(given)),
    write: (value) => (value === null ? [] : written(String(value))),
  };
}

export function choiceSchema<Value extends string>(choices: readonly ChoiceOf<Value>[]): z.ZodType<Value, string> {
  const byWord = new Map(
    choices.flatMap((each) =>
      [each.value, each.label, ...(each.also ?? [])].map((word) => [foldText(word), each.value] as const),
    ),
  );
  const expected = `one of ${choices.map((each) => each.value).join(", ")}`;
  return z.string().transform((came, context) => {
    const value = byWord.get(foldText(came));
    if (value !== undefined) return value;
    context.addIssue({ code: "custom", message: expected });
    return z.NEVER;
  });
}

const valuesOf = (choices: readonly ChoiceOf[]): string[] =>
  choices.flatMap((each) => [each.value, ...(each.also ?? [])]);

/** One of a few values. */
export function choice<const Value extends string, const D extends Placed>(
  choices: readonly ChoiceOf<Value>[],
  details: D,
): Argument<Present<D, Value>> {
  const schema = choiceSchema(choices);
  return {
    ...plain(details),
    shape: { kind: "choice", choices },
    read: (given) => readAs(schema, single(given), valuesOf(choices)),
    write: (value) => (value === null ? [] : written(value)),
  };
}

/** Some of a few values: any of a list, none of a negated one. */
export function choices<const Value extends string>(
  offered: readonly ChoiceOf<Value>[],
  details: Details,
): Argument<Filter<Value>> {
  const schema = choiceSchema(offered);
  return {
    ...plain(details),
    ...filtering,
    shape: { kind: "choices", choices: offered },
    read: (given) => filterOf(given, (came) => readAs(schema, came, valuesOf(offered))),
    write: (filter) => filterWritten(filter, (value) => part(value)),
  };
}

/** "in person" from "in_person": choices whose labels are their words. */
export function plainChoices<const Value extends string>(values: readonly Value[]): ChoiceOf<Value>[] {
  return values.map((value) => ({ value, label: value.replaceAll("_", " ") }));
}

const YES_NO = [
  { value: "yes", label: "Yes", also: ["true", "y", "1", "on", "only"] },
  { value: "no", label: "No", also: ["false", "n", "0", "off"] },
] as const;

/** `connector:yes`, or one of its bare words, as `--full`. */
export function flag(details: Details & { readonly bare?: readonly string[] }): Argument<boolean | null> {
  const schema = choiceSchema(YES_NO);
  return {
    ...plain(details),
    bare: details.bare ?? [],
    shape: { kind: "flag" },
    read: (given) => readAs(schema, single(given), ["yes", "no"]) === "yes",
    write: (value) => (value === null ? [] : written(value ? "yes" : "no")),
  };
}

/** One period of ruling T2, or one of a few other words such as "never". */
export function period<const D extends Placed, const Also extends string = never>(
  details: D & { readonly alsoWords?: readonly Also[] },
): Argument<Present<D, Period | Also>> {
  const also: readonly Also[] = details.alsoWords ?? [];
  return {
    ...plain(details),
    shape: { kind: "period", also },
    read(given, { calendar }) {
      const came = wholly(given);
      const word = also.find((each) => each === foldText(came.text));
      return word ?? parsePeriod(came.text, calendar);
    },
    inWords: ({ text }) => showMonth(text),
    write: (value) => (value === null ? [] : written(typeof value === "string" ? value : value.words)),
  };
}

/** Periods of ruling T2, one column each; none given is an empty list. At the end of the line, or by key. */
export function periods(details: Placed): Argument<readonly Period[]> {
  return {
    ...plain(details),
    list: true,
    absent: [],
    shape: { kind: "periods" },
    isFilter: false,
    read: (given, { calendar }) =>
      parsePeriods(given.flatMap((each) => each.parts.map((came) => came.text)).join(", "), calendar),
    write: (value) => (value.length === 0 ? [] : [{ negated: false, parts: value.map((each) => part(each.words)) }]),
  };
}

function referenceOf(came: Part): Reference {
  const text = readAs(nonEmpty, came);
  return { text, id: isSalesforceId(text) ? to18(text) : null };
}

/** A volunteer, organisation, event … by name or id. */
export function reference<const D extends Placed>(to: ReferenceKind, details: D): Argument<Present<D, Reference>> {
  return {
    ...plain(details),
    shape: { kind: "reference", to },
    read: (given) => referenceOf(wholly(given)),
    write: (value) => (value === null ? [] : literally(value.id ?? value.text)),
  };
}

/** Several of them, as a filter. */
export function references(to: ReferenceKind, details: Details): Argument<Filter<Reference>> {
  return {
    ...plain(details),
    ...filtering,
    shape: { kind: "references", to },
    read: (given) => filterOf(given, referenceOf),
    write: (filter) => filterWritten(filter, (value) => part(value.id ?? value.text, true)),
  };
}

/** Someone in Slack: `@anne`, as Slack sends it, or the id. */
export function member<const D extends Placed>(details: D): Argument<Present<D, Member>> {
  return {
    ...plain(details),
    shape: { kind: "member" },
    read: (given) => mentioned(single(given), "user", /^@?([UW][A-Z0-9]{2,})$/, "a person in Slack, as in @anne"),
    write: (value) => (value === null ? [] : mentionWritten("user", value)),
  };
}

/** A channel: `#connector`, as Slack sends it, or the id. */
export function channel<const D extends Placed>(details: D): Argument<Present<D, Member>> {
  return {
    ...plain(details),
    shape: { kind: "channel" },
    read: (given) => mentioned(single(given), "channel", /^#?([CGD][A-Z0-9]{2,})$/, "a channel, as in #connector"),
    write: (value) => (value === null ? [] : mentionWritten("channel", value)),
  };
}

function mentioned(came: Part, kind: "user" | "channel", idOnly: RegExp, expected: string): Member {
  if (came.mention?.kind === kind) return { id: came.mention.id, name: came.mention.label };
  const id = idOnly.exec(came.text)?.[1];
  if (id === undefined) throw new ValueRefused(expected, came.text);
  return { id, name: null };
}

function mentionWritten(kind: "user" | "channel", { id, name }: Member): Given[] {
  return [{ negated: false, parts: [{ text: name ?? id, quoted: false, mention: { kind, id, label: name } }] }];
}
