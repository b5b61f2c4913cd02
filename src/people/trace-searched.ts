import { freshnessOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { DATASETS, isExport, sourceLabel } from "../sources/index.js";

/** A source that was searched, and when it was last read to its end; null when it never was. */
export interface Searched {
  readonly label: string;
  /** ISO-8601 UTC. */
  readonly readAt: string | null;
}

/** Figures of the web and of social channels are no records of anybody. */
const NO_RECORDS = "engagement";

/** Every source that has something to trace: "not there" and "not read yet" are two answers. */
export async function sourcesSearched(reader: Reader): Promise<Searched[]> {
  const freshness = await freshnessOf(reader);
  const files = DATASETS.filter((dataset) => dataset.name !== NO_RECORDS && !isExport(dataset)).map(({ name }) => name);
  return ["salesforce", ...files].map((source) => ({ label: sourceLabel(source), readAt: freshness[source] ?? null }));
}
