import { type Argument, askWhich, type CommandContext, lineOf, type Reference, take } from "../src/command/index.js";
import { type FoundContact, findPersons, placesOf } from "../src/people/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

type Kind = "volunteer" | "teacher";

const MOST_CHOICES = 10;

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
      (query.trim().length < 2 ? [] : await findPersons(pool, query, [kind])).map((found) => ({
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
  const found = await findPersons(context.pool, id ?? text, [kind]);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No ${kind} fits “${text}”. Searched names, e-mail addresses and Salesforce ids.`,
      { suggestions: [{ label: "Why is somebody not there?", line: lineOf("trace", { what: text }) }] },
    );
  if (others.length === 0) return only;
  const offered = found.slice(0, MOST_CHOICES);
  const labels = await labelsOf(offered, context);
  return askWhich(context, {
    text: `${counted(found.length, kind)} fit “${text}”. Which one?`,
    argument,
    choices: offered.map((each, place) => ({
      label: labels[place] ?? each.name,
      line: context.lineWith({ [argument]: each.sourceId, ...options.with }),
    })),
    sensitivity: "name",
  });
}

/** Name, title and school or organisation; who is still like another one is told by the id. */
async function labelsOf(contacts: readonly FoundContact[], { pool, calendar }: CommandContext): Promise<string[]> {
  const places = await placesOf(pool, contacts, calendar.today);
  const labels = contacts.map(({ id, name, title }) =>
    [name, title, places.get(id)].filter((each) => each !== null && each !== undefined && each !== "").join(", "),
  );
  return labels.map((label, at) =>
    labels.filter((each) => each === label).length > 1 ? `${label} (${contacts[at]?.sourceId})` : label,
  );
}
