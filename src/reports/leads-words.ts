import { LEAD_DIMENSION_LABEL, type LeadScope, type Wanted } from "../metrics/index.js";
import type { Organization } from "../runtime/index.js";
import { listed } from "./words.js";

/** Names of sources as people know them: what the configuration calls them, else their short name. */
export const sourceNamed =
  ({ leadSources }: Pick<Organization, "leadSources">) =>
  (name: string): string =>
    leadSources.find((source) => source.name === name)?.label ?? name;

/** The sources and states asked for, for the footer: "source_1 or source_2; not NV". */
export function leadFiltersInWords({ sources, states }: LeadScope): Record<string, string> {
  const said = [
    { name: LEAD_DIMENSION_LABEL.source, words: inWords(sources) },
    { name: LEAD_DIMENSION_LABEL.state, words: inWords(states) },
  ];
  return Object.fromEntries(
    said.filter(({ words }) => words !== "").map(({ name, words }) => [name.toLowerCase(), words]),
  );
}

const inWords = ({ all, none }: Wanted): string =>
  [...all.map((names) => names.join(" or ")), ...(none.length > 0 ? [`not ${none.join(" or ")}`] : [])].join("; ");

/** ", source source_1 and state NV or TX", or nothing. */
export function amongLeads(scope: LeadScope): string {
  const said = Object.entries(leadFiltersInWords(scope)).map(([what, words]) => `${what} ${words}`);
  return said.length === 0 ? "" : `, ${listed(said)}`;
}
