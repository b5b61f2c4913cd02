import { freshnessOf, NOT_IN_BIBLE } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Provenance } from "../reply/index.js";

/** The footer of figures that are none of the Metrics Bible's and rest on other sources: it says so, and how fresh those are, "never" where none was read. */
export async function restingOn(
  reader: Reader,
  provenance: Provenance,
  sources: readonly string[],
): Promise<Provenance> {
  const all = await freshnessOf(reader);
  return {
    ...provenance,
    bible: NOT_IN_BIBLE,
    freshness: Object.fromEntries(sources.map((source) => [source, all[source] ?? null])),
  };
}
