import { type Argument, askWhich, type CommandContext, take } from "../src/command/index.js";
import { type FoundLead, findLeads, whichLead } from "../src/leads/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

const MOST_OFFERED = 50;

/** How a lead is named in a line, so that nothing else is meant. */
export const leadCalled = ({ id }: { readonly id: number }): string => `#${id}`;

/** The lead that a command is about, with those whose company fits offered while somebody types. */
export const leadArgument = (
  label = "Lead",
  help = "The company, the phone, the licence, or the lead's number.",
): Argument<string> =>
  take.text({
    label,
    help,
    positional: "rest",
    required: true,
    options: async (query, { pool }) =>
      query.trim() === ""
        ? []
        : (await findLeads(pool, query, MOST_OFFERED)).map((lead) => ({
            value: leadCalled(lead),
            label: whichLead(lead),
          })),
  });

/**
 * The lead meant; several that fit are offered, never guessed between.
 * @throws PolarisError not_found
 */
export async function oneLead(text: string, argument: string, context: CommandContext): Promise<FoundLead | Ask> {
  const found = await findLeads(context.pool, text);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No lead is called “${text}”. Expected words of the company's name, a phone, a licence, an e-mail address, or a lead's number as in #12.`,
      { suggestions: [{ label: "All leads", line: "leads" }] },
    );
  if (others.length === 0) return only;
  return askWhich(context, {
    text: `${counted(found.length, "lead")} fit “${text}”. Which one?`,
    argument,
    choices: found.map((lead) => ({
      label: whichLead(lead),
      line: context.lineWith({ [argument]: leadCalled(lead) }),
    })),
    sensitivity: "open",
  });
}
