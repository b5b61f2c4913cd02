import { type Argument, askWhich, type CommandContext, lineOf, type Reference, take } from "../src/command/index.js";
import { type FoundContact, findContacts } from "../src/people/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

type Kind = "volunteer" | "teacher";

interface Asked {
  readonly label?: string;
  readonly help?: string;
  readonly positional?: "one" | "rest";
}

/** The volunteer or teacher that a command is about: by name, e-mail address or id, offered while somebody types. */
export const personArgument = (kind: Kind, { label, help, positional }: Asked = {}): Argument<Reference> =>
  take.reference(kind, {
    label: label ?? (kind === "volunteer" ? "Volunteer" : "Teacher"),
    help: help ?? "A name, an e-mail address or a Salesforce id.",
    required: true,
    ...(positional === undefined ? {} : { positional }),
    options: async (query, { pool }) =>
      (query.trim().length < 2 ? [] : await findContacts(pool, query, [kind])).map((found) => ({
        value: found.sourceId,
        label: found.name,
        ...(found.title ? { detail: found.title } : {}),
      })),
  });

/**
 * The person meant; several that fit are offered, never guessed between. `with` sets further arguments in the lines of the choices.
 * @throws PolarisError not_found
 */
export async function onePerson(
  kind: Kind,
  { id, text }: Reference,
  context: CommandContext,
  options: { readonly argument?: string; readonly with?: Readonly<Record<string, string | number | null>> } = {},
): Promise<FoundContact | Ask> {
  const argument = options.argument ?? "who";
  const found = await findContacts(context.pool, id ?? text, [kind]);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No ${kind} fits “${text}”. Searched names, e-mail addresses and Salesforce ids.`,
      { suggestions: [{ label: "Why is somebody not there?", line: lineOf("trace", { what: text }) }] },
    );
  if (others.length === 0) return only;
  return askWhich(context, {
    text: `${counted(found.length, kind)} fit “${text}”. Which one?`,
    argument,
    choices: found.slice(0, 10).map((each) => ({
      label: each.title ? `${each.name}, ${each.title}` : each.name,
      line: context.lineWith({ [argument]: each.sourceId, ...options.with }),
    })),
    sensitivity: "name",
  });
}
