import type { CommandContext } from "../src/command/index.js";
import { leadsById, whichLead } from "../src/leads/index.js";
import { type Ask, counted } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { oneLead } from "./named-lead.js";

const MOST_AT_ONCE = 100;
const MOST_NAMED = 3;

/**
 * Several leads by their numbers, as buttons write them, or one by whatever it is called.
 * @throws PolarisError not_found, argument_invalid for too many
 */
export async function leadsMeant(text: string, context: CommandContext): Promise<readonly number[] | Ask> {
  const numbers = text.split(/[\s,]+/).filter(Boolean);
  if (!numbers.every((each) => /^#?\d{1,9}$/.test(each))) {
    const found = await oneLead(text, "which", context);
    return "kind" in found ? found : [found.id];
  }
  const asked = [...new Set(numbers.map((each) => Number(each.replace("#", ""))))];
  if (asked.length > MOST_AT_ONCE)
    throw new PolarisError(
      "argument_invalid",
      `Expected at most ${MOST_AT_ONCE} leads at once, but got ${asked.length}. Nothing was done.`,
    );
  const known = new Set((await leadsById(context.pool, asked)).map(({ id }) => id));
  const unknown = asked.filter((id) => !known.has(id));
  if (unknown.length === 0) return asked;
  throw new PolarisError(
    "not_found",
    `There is no lead ${unknown.join(", ")}: it may have come together with another since. Nothing was done; open the list again.`,
  );
}

/** Leads by name as long as they are few: "Little Stars, Mesquite, NV and Sunny Days, Tulsa, OK". */
export async function leadsByName(
  ids: readonly number[],
  { pool }: CommandContext,
): Promise<(ids: readonly number[]) => string> {
  const named = new Map((await leadsById(pool, [...new Set(ids)])).map((lead) => [lead.id, whichLead(lead)]));
  return (some) =>
    some.length > MOST_NAMED
      ? counted(some.length, "lead")
      : some.map((id) => named.get(id) ?? `lead ${id}`).join(" and ");
}
