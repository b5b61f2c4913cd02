import type { Reading } from "./argument.js";
import type { Command } from "./define.js";
import { type Form, type FormField, formOf, type Submitted, withSubmitted } from "./forms.js";
import type { GivenByName } from "./values.js";
import { writeLine } from "./write.js";

/** An open form that is about something else than the line it was filled in by. */
export interface Renewal {
  /** What stands for it, and what the person filled in by hand. */
  readonly shown: GivenByName;
  /** The form of `shown`, with the line by which it is filled in from now on. */
  renew(form: Form): Form;
}

interface Open {
  readonly command: Command;
  readonly given: GivenByName;
  readonly reading: Reading;
  readonly submitted: Submitted;
}

/**
 * Fills an open form in anew where another value was chosen for what its fields hang on: fields that are as they were filled in show what stands there, and
 * what was typed by hand stays. Null while it is about the same.
 */
export async function renewalOf(
  { command, given, reading, submitted }: Open,
  prefilled: (about: GivenByName) => Promise<GivenByName>,
): Promise<Renewal | null> {
  const follows = command.prefillFollows ?? [];
  const before = new Map(
    formOf(command, given, { more: true, reading }).fields.map(({ key, values }) => [key, values] as const),
  );
  const isSame = (key: string): boolean => same(before.get(key) ?? [], textsOf(submitted[key]));
  const chosen = follows.filter((key) => textsOf(submitted[key]).length > 0);
  if (chosen.every(isSame)) return null;
  const kept = new Map([...given].filter(([key]) => follows.includes(key)));
  const stands = await prefilled(withSubmitted(command, kept, among(submitted, chosen)));
  const typed = Object.keys(submitted).filter((key) => !follows.includes(key) && !isSame(key));
  // A field that says what it said is left in peace: somebody may be about to write into it.
  const stays = ({ key, values }: FormField): boolean =>
    follows.includes(key) || typed.includes(key) || same(values, textsOf(submitted[key]));
  return {
    shown: withSubmitted(command, stands, among(submitted, typed)),
    renew: (form) => ({
      ...form,
      line: writeLine(command, stands),
      renewedFor: chosen.flatMap((key) => textsOf(submitted[key])).join(" "),
      fields: form.fields.map((field) => (stays(field) ? field : { ...field, isRenewed: true })),
    }),
  };
}

const among = (submitted: Submitted, keys: readonly string[]): Submitted =>
  Object.fromEntries(keys.map((key) => [key, submitted[key] ?? null]));

const textsOf = (value: string | readonly string[] | null | undefined): readonly string[] =>
  (typeof value === "string" ? [value] : (value ?? [])).filter((text) => text !== "");

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, at) => text === other[at]);
