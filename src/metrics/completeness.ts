import { isDirty } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
import { type Notice, notice } from "../reply/index.js";
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
