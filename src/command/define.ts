import type { Ask, Reply } from "../reply/index.js";
import type { Argument, Arguments, Schema } from "./argument.js";
import type { CommandContext, Door, Family, Role } from "./model.js";
import type { Token } from "./tokens.js";

/** Words in an open form that follow what is filled in, as "60 students ÷ 3 rooms = 20". */
export interface Preview<S extends Schema> {
  /** The arguments it is worked out from: their fields bring it up to date. */
  readonly follows: readonly string[];
  /** Null for nothing to say yet. Arguments that are empty or cannot be read are left out. Plain text, and nothing about people. */
  text(args: Partial<Arguments<S>>, context: CommandContext): Promise<string | null>;
}

export interface CommandDefinition<S extends Schema> {
  /** One or two lower-case words: "metric", "report org". */
  readonly name: string;
  readonly family: Family;
  /** One sentence for help. */
  readonly summary: string;
  /** Complete lines, without "/polaris". */
  readonly examples: readonly string[];
  readonly allow: readonly Exclude<Role, "none">[];
  readonly effect: "read" | "write";
  readonly args: S;
  /** Where it may be run; everywhere when absent. */
  readonly doors?: readonly Door[];
  /** Shows none of the organisation's data (help, say), so a district viewer needs no district to be named. */
  readonly withoutData?: boolean;
  /** The names it shows are of teachers of the districts asked for, and of nobody else: a district viewer may read them there. */
  readonly showsOwnTeachers?: true;
  /** What the button of its form says: "Search", "Show report". */
  readonly submit?: string;
  /** Writes the words behind its name as the grammar reads them: for a command whose line holds another line. */
  readonly rewords?: (words: readonly Token[]) => readonly Token[];
  /** What its form is filled in with when it opens, beside what the line says: what stands already. */
  prefill?(args: Partial<Arguments<S>>, context: CommandContext): Promise<Partial<Arguments<S>>>;
  /** What is filled in hangs on these arguments: when another value is chosen for one, the open form shows what stands there. */
  readonly prefillFollows?: readonly string[];
  readonly preview?: Preview<S>;
  /** What is wrong with arguments that can each be read but do not go together, by argument; words for beside the field. */
  problems?(args: Arguments<S>): Readonly<Record<string, string>>;
  run(args: Arguments<S>, context: CommandContext): Promise<Reply | Ask>;
}

export interface Command<S extends Schema = Schema> extends CommandDefinition<S> {
  /** Every key a person may write, lower case → the argument's name in the schema. */
  readonly keys: ReadonlyMap<string, string>;
}

const MOST_MAIN_ARGUMENTS = 5;

/** A command whose arguments are data: help, forms, type-ahead and the grammar follow from them. */
export function defineCommand<const S extends Schema>(definition: CommandDefinition<S>): Command<S> {
  const complain = (why: string): never => {
    throw new Error(`The command "${definition.name}" is not well defined: ${why}.`);
  };
  if (!/^[a-z][a-z-]*(?: [a-z][a-z-]*)?$/.test(definition.name)) complain("its name is one or two lower-case words");
  const entries = Object.entries(definition.args);
  const keys = new Map<string, string>();
  for (const [name, argument] of entries) {
    for (const key of [name, ...argument.also].map((each) => each.toLowerCase())) {
      if (!/^[a-z][a-z0-9_-]*$/.test(key)) complain(`"${key}" cannot be written as a key`);
      if (keys.has(key)) complain(`two arguments answer to "${key}"`);
      keys.set(key, name);
    }
  }
  const placed = (where: Argument<unknown>["positional"]) =>
    entries.filter(([, argument]) => argument.positional === where);
  if (placed("rest").length > 1) complain("only one argument can take the rest of the line");
  if (placed("end").length > 1) complain("only one period can stand at the end of the line");
  if (placed("end").some(([, argument]) => argument.shape.kind !== "periods" && argument.shape.kind !== "period")) {
    complain("only a period is read from the end of the line");
  }
  if (entries.filter(([, argument]) => argument.main).length > MOST_MAIN_ARGUMENTS)
    complain("its form would have more than five main fields");
  for (const name of [...(definition.preview?.follows ?? []), ...(definition.prefillFollows ?? [])])
    if (definition.args[name] === undefined) complain(`its form follows "${name}", which is no argument`);
  if (definition.allow.includes("district") && definition.withoutData !== true) {
    const [district, ...others] = districtArguments(definition.args);
    if (district === undefined || others.length > 0)
      complain("district viewers may run it, so it needs one argument of districts to hold them to theirs");
    const argument = definition.args[district ?? ""];
    if (argument?.list === false && !argument.required)
      complain("its single district must be required, or a district viewer could leave it out");
  }
  return { ...definition, run: (args, context) => definition.run(args, context), keys };
}

/** The argument that holds a district viewer to their districts. */
export function districtArgument(schema: Schema): string | null {
  return districtArguments(schema)[0] ?? null;
}

function districtArguments(schema: Schema): string[] {
  return Object.entries(schema)
    .filter(([, { shape }]) => (shape.kind === "references" || shape.kind === "reference") && shape.to === "district")
    .map(([name]) => name);
}
