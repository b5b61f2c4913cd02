import sql from "sql-template-tag";
import { sourcesIn } from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import { conditionOf } from "./filter.js";
import type { LeadCounts, LeadFilter } from "./model.js";
import { GONE, type LeadCount, leadCounts } from "./read.js";

/** How many leads two sources share. */
export interface Overlap {
  readonly sources: readonly string[];
  /** Leads that are in both; with itself, all of the source. */
  shared(one: string, other: string): number;
  /** Leads that are in this source and in no other. */
  alone(source: string): number;
  /** Leads in two sources or more. */
  readonly several: LeadCounts;
}

/** Counted by the few sets of sources that there are; what the filter says of overlap itself is left aside. */
export async function overlapOf(reader: Reader, filter: LeadFilter): Promise<Overlap> {
  const rows = await reader.query<LeadCount & { readonly of: string }>(sql`
    SELECT l.standing, l.first_date, l.sources AS "of", COUNT(*) AS leads, ${GONE} AS gone
    FROM lead l WHERE ${await conditionOf(reader, { ...filter, isInSeveral: false })} GROUP BY l.standing, l.first_date, l.sources`);
  const sets = rows.map(({ of, ...count }) => ({ ...count, sources: sourcesIn(of) }));
  const sum = (fits: (sources: readonly string[]) => boolean): number =>
    sets.reduce((all, { sources, leads }) => all + (fits(sources) ? leads : 0), 0);
  return {
    sources: [...new Set(sets.flatMap(({ sources }) => sources))].sort(),
    shared: (one, other) => sum((sources) => sources.includes(one) && sources.includes(other)),
    alone: (source) => sum((sources) => sources.length === 1 && sources[0] === source),
    several: leadCounts(sets.filter(({ sources }) => sources.length > 1)),
  };
}
