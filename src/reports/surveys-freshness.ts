import { freshnessOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Provenance } from "../reply/index.js";

/** The footer of figures that rest on other sources than the metrics do: how fresh those are, "never" where none was read. */
export async function restingOn(
  reader: Reader,
  provenance: Provenance,
  sources: readonly string[],
): Promise<Provenance> {
  const all = await freshnessOf(reader);
  return { ...provenance, freshness: Object.fromEntries(sources.map((source) => [source, all[source] ?? null])) };
}
