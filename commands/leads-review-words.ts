import type { CommandContext } from "../src/command/index.js";
import { type LeadPair, type LeadSide, openLeadPairs, type ReviewedSide } from "../src/leads/index.js";
import type { Action } from "../src/reply/index.js";

/** The two of a pair. */
export const sidesOf = ({ kind, a, b }: Pick<LeadPair, "kind" | "a" | "b">): readonly [LeadSide, LeadSide] => [
  { kind: "lead", key: a },
  kind === "lead" ? { kind: "lead", key: b } : { kind: "salesforce", id: b },
];

/** A lead as a line names it: its number, or the id in Salesforce. Its key would tell a phone where others read along. */
export const sideNumber = ({ side, leadId }: ReviewedSide): string =>
  side.kind === "salesforce" ? side.id : String(leadId);

/** The button to the next open pair, or to the leads when none is left. */
export async function nextLeadPair(
  pair: Pick<LeadPair, "id"> | null,
  { pool, request }: CommandContext,
): Promise<Action> {
  const next = (await openLeadPairs(pool, request.now)).find(({ id }) => id !== pair?.id);
  return next === undefined
    ? { label: "Leads", line: "leads", does: "run", sensitivity: "open" }
    : { label: "Next pair", line: `leads review ${next.id}`, does: "run", style: "primary", sensitivity: "open" };
}
