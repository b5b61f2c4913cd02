import { type CommandContext, take } from "../src/command/index.js";
import type { Filters } from "../src/metrics/index.js";
import { selectionFilter, selections } from "../src/reports/index.js";

/** `selection:"Funder A"`: a report's filter by a saved selection of events. */
export const selectionArgument = () =>
  take.reference("selection", {
    label: "Saved selection of events",
    help: "Holds the report to the events of a selection, as a funder's.",
    options: async (query, { pool }) =>
      (await selections(pool))
        .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
        .map(({ name }) => ({ value: name, label: name })),
  });

/** The filter of a selection that was named. @throws PolarisError not_found */
export async function selected(
  named: { readonly text: string } | null,
  { pool }: Pick<CommandContext, "pool">,
): Promise<Filters> {
  return named === null ? [] : [await selectionFilter(pool, named.text)];
}
