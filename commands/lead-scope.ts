import type { CommandContext, Filter } from "../src/command/index.js";
import type { Wanted } from "../src/metrics/index.js";
import { filterAsked } from "./leads-asked.js";

const NOTHING: Filter<string> = { all: [], none: [] };

/** The lists and states that figures of leads are asked for, as `leads` reads them. @throws PolarisError argument_invalid for a list that there is not */
export function wantedLeads(
  { source, state }: { readonly source: Filter<string>; readonly state: Filter<string> },
  context: CommandContext,
): { readonly sources: Wanted; readonly states: Wanted } {
  const others = {
    show: null,
    text: null,
    since: null,
    converted: null,
    taken: null,
    current: null,
    sort: null,
    as: null,
  };
  const filter = filterAsked(
    { ...others, source, state, county: NOTHING, stage: NOTHING, page: 1, asOf: null },
    context,
  );
  return { sources: filter.source, states: filter.state };
}
