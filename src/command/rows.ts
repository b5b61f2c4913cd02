import { type Ask, filtered, isWhere, type Reply } from "../reply/index.js";
import type { CommandContext } from "./model.js";

/**
 * The rows that `where:` leaves, wherever the reply goes from here.
 * @throws PolarisError argument_invalid where no table can be asked so
 */
export function withRowsAsked(
  answer: Reply | Ask,
  { where }: Readonly<Record<string, unknown>>,
  { holds, calendar, organization }: CommandContext,
): Reply | Ask {
  if (answer.kind === "ask" || !isWhere(where)) return answer;
  return filtered(answer, where, { holds, calendar, timeZone: organization.timeZone });
}
