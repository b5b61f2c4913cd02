import sql from "sql-template-tag";
import { type Period, printDay } from "../domain/index.js";
import { isDirty } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
import { type Notice, notice } from "../reply/index.js";
import { ALIVE_EVENT } from "./grains.js";
import { freshnessOf } from "./provenance.js";

/**
 * What stands before all other notices of a reply with figures: a warning while no sync has read every object to its end, or while what follows from the rows is
 * still being worked out. Nothing when the figures are whole.
 */
export async function completenessNotices(reader: Reader): Promise<Notice[]> {
  const { salesforce } = await freshnessOf(reader);
  if (salesforce == null)
    return [notice("Salesforce has not been read in full yet: figures are incomplete.", "warning")];
  if (await isDirty(reader))
    return [notice("Salesforce is being read right now: figures may change in a moment.", "warning")];
  return [];
}

/**
 * What stands beside first-time volunteers (M92): before its first event with volunteers the pool knows nothing, so who came earlier still is new here.
 * Nothing when nobody came at all.
 */
export async function historyNotices(reader: Reader, periods: readonly Pick<Period, "start">[]): Promise<Notice[]> {
  const [row] = await reader.query<{ first: string }>(sql`
    SELECT e.local_date AS first FROM event e
    WHERE ${ALIVE_EVENT} AND e.status <> 'Cancelled' AND EXISTS (
      SELECT 1 FROM participation p WHERE p.event_id = e.id AND p.role = 'volunteer' AND p.counts = TRUE)
    ORDER BY e.local_date LIMIT 1`);
  const first = row?.first ?? null;
  if (first === null) return [];
  const isBefore = periods.some(({ start }) => start === null || start <= first);
  const said = `The data has no volunteer before ${printDay(first)}: who came earlier counts as new.`;
  return [
    isBefore
      ? notice(`${said} The period begins no later than that, so everybody in its first events does.`, "warning")
      : notice(said),
  ];
}
