import type { Argument, Option, Reading } from "./argument.js";
import type { Command } from "./define.js";
import { type Form, type FormField, formOf, readSome, type Submitted, withPrefilled, withSubmitted } from "./forms.js";
import type { CommandContext } from "./model.js";
import { type Renewal, renewalOf } from "./renewal.js";
import type { GivenByName } from "./values.js";

export interface FormAsked {
  readonly more: boolean;
  /** What is filled in so far, of a form that is open already. */
  readonly submitted?: Submitted;
}

interface Understood {
  readonly command: Command;
  readonly given: GivenByName;
  readonly reading: Reading;
}

type Labels = (argument: Argument<unknown>, value: string) => Promise<readonly Option[]>;

/** A command's form on its way to a person. What it only offers besides its fields may fail: then it opens without. */
export class Opening {
  readonly #said: Understood;
  readonly #context: CommandContext;
  readonly #failed: (thrown: unknown) => void;

  constructor(said: Understood, context: CommandContext, failed: (thrown: unknown) => void) {
    this.#said = said;
    this.#context = context;
    this.#failed = failed;
  }

  async form({ more, submitted }: FormAsked, labels: Labels): Promise<Form> {
    const { command, given, reading } = this.#said;
    const renewal = submitted === undefined ? null : await this.#renewed(submitted);
    const stands = renewal?.shown ?? (submitted === undefined ? await this.#prefilled(given) : given);
    const form = formOf(command, stands, { more, reading });
    const isOld = submitted !== undefined && renewal === null;
    const preview = await this.#preview(isOld ? withSubmitted(command, stands, submitted) : stands);
    const fields = await Promise.all(form.fields.map((field) => this.#labelled(field, labels)));
    const shown = { ...form, fields, ...(preview === null ? {} : { preview }) };
    return renewal === null ? shown : renewal.renew(shown);
  }

  async #prefilled(given: GivenByName): Promise<GivenByName> {
    const { command, reading } = this.#said;
    const stands = await this.#tried(command.prefill?.(readSome(command, given, reading), this.#context));
    return stands === null ? given : withPrefilled(command, given, stands);
  }

  async #renewed(submitted: Submitted): Promise<Renewal | null> {
    const { command, given, reading } = this.#said;
    return renewalOf({ command, given, reading, submitted }, (about) => this.#prefilled(about));
  }

  async #preview(filledIn: GivenByName): Promise<string | null> {
    const { command, reading } = this.#said;
    return this.#tried(command.preview?.text(readSome(command, filledIn, reading), this.#context));
  }

  /** A field that is filled in with an id shows what the id stands for. */
  async #labelled(field: FormField, labels: Labels): Promise<FormField> {
    const argument = this.#said.command.args[field.key];
    if (field.entry.kind !== "looked_up" || argument === undefined || field.values.length === 0) return field;
    const found = await Promise.all(field.values.map((value) => this.#tried(labels(argument, value))));
    const known = found.flatMap((options) => options ?? []).map(({ value, label }) => [value, label] as const);
    return { ...field, labels: new Map(known.filter(([value]) => field.values.includes(value))) };
  }

  async #tried<T>(doing: Promise<T> | undefined): Promise<T | null> {
    try {
      return (await doing) ?? null;
    } catch (thrown) {
      this.#failed(thrown);
      return null;
    }
  }
}
