import type { Colleague, CommandContext } from "../src/command/index.js";
import { PolarisError } from "../src/runtime/index.js";

const EXPECTED = "Expected a colleague who is a coordinator, staff or an administrator here. Nothing was changed.";

/** Why somebody cannot be put in charge of anything, whatever role they were given. */
const NOT_THEM: Readonly<Record<Exclude<Colleague["is"], "member">, string>> = {
  guest: "That person is a guest in this Slack, and guests take care of no event.",
  foreign: "That person belongs to another workspace, and takes care of no event here.",
  gone: "That person's Slack account was deactivated, so nobody would hear of it.",
  bot: "That is a bot, and no bot can take care of an event.",
};

/**
 * Who can be put in charge of an event: whoever may do the daily work.
 * @throws PolarisError argument_invalid for everybody else; slack_unreachable
 */
export async function colleagueToBeInCharge(id: string, { services }: CommandContext): Promise<Colleague> {
  const found = await services.colleague(id);
  if (found === null) throw new PolarisError("argument_invalid", `Slack knows nobody by that id. ${EXPECTED}`);
  if (found.is !== "member") throw new PolarisError("argument_invalid", `${NOT_THEM[found.is]} ${EXPECTED}`);
  if (found.role === "district")
    throw new PolarisError(
      "argument_invalid",
      `That person looks on for a district, and takes care of no event. ${EXPECTED}`,
    );
  if (found.role === "none")
    throw new PolarisError(
      "argument_invalid",
      `That person has no role in Polaris yet, and an administrator can give one with “roles set”. ${EXPECTED}`,
    );
  return found;
}
