import { type Argument, askWhich, type CommandContext, lineOf, type Reference, take } from "../src/command/index.js";
import { printDay } from "../src/domain/index.js";
import { findEvents, type NamedEvent, suggestEvents } from "../src/events/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

interface Asked {
  readonly label?: string;
  readonly help?: string;
  readonly positional?: "one" | "rest";
}

/** The event that a command is about: named by id or title, with the nearest ones offered while somebody types. */
export const eventArgument = ({
  label = "Event",
  help = "Its title or its id.",
  positional,
}: Asked = {}): Argument<Reference> =>
  take.reference("event", {
    label,
    help,
    required: true,
    ...(positional === undefined ? {} : { positional }),
    options: async (query, { pool, calendar }) =>
      (await suggestEvents(pool, query, calendar.today)).map((event) => ({
        value: event.sourceId,
        label: whichEvent(event),
      })),
  });

/** "Career fair, 6 March 2026, Central High School" */
export const whichEvent = ({ title, date, school }: Pick<NamedEvent, "title" | "date" | "school">): string =>
  `${title}, ${printDay(date)}${school === null ? "" : `, ${school}`}`;

/**
 * The event meant; several that fit are offered, never guessed between. `with` sets further arguments in the lines of the choices.
 * @throws PolarisError not_found
 */
export async function oneEvent(
  text: string,
  context: CommandContext,
  options: { readonly argument?: string; readonly with?: Readonly<Record<string, string | number | null>> } = {},
): Promise<NamedEvent | Ask> {
  const argument = options.argument ?? "event";
  const found = await findEvents(context.pool, text);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No event is called “${text}”. Expected words of its title, or its id in Salesforce or Pathful.`,
      { suggestions: [{ label: "Search everything for it", line: lineOf("trace", { what: text }) }] },
    );
  if (others.length === 0) return only;
  return askWhich(context, {
    text: `${counted(found.length, "event")} fit “${text}”. Which one?`,
    argument,
    choices: found.map((event) => ({
      label: whichEvent(event),
      line: context.lineWith({ [argument]: event.sourceId, ...options.with }),
    })),
    sensitivity: "open",
  });
}
