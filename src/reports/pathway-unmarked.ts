import type { FigureRow } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { describeEvents } from "./events.js";
import { count, figure, shownColumn } from "./figure-table.js";
import type { PathwayFound } from "./pathway.js";
import { inOrder, newest, type PathwaySort, RECORD, SESSION, sessionCells } from "./pathway-tables.js";

/**
 * Sessions that nothing says are of the pathway, though volunteers came who have it among their skills: proposals for whoever marks pathways. They count in
 * no figure of the pathway until somebody does (ruling E8). No table where there are none.
 */
export async function unmarkedTables(
  reader: Reader,
  organization: Organization,
  found: PathwayFound,
  sort: PathwaySort | undefined,
): Promise<Table[]> {
  const marked = new Set(found.byEvent.rows.map(({ key }) => key));
  const unmarked = found.skilledByEvent.rows.filter(
    (row): row is FigureRow & { readonly key: number } =>
      typeof row.key === "number" && !marked.has(row.key) && count(row, "X222") > 0,
  );
  if (unmarked.length === 0) return [];
  const events = await describeEvents(
    reader,
    organization,
    unmarked.map(({ key }) => key),
  );
  const rows = unmarked.sort(
    (a, b) => count(b, "X222") - count(a, "X222") || newest(events.get(a.key), events.get(b.key)),
  );
  const made = table({
    key: "unmarked",
    title: `Not marked as ${found.pathway}, with volunteers skilled in it`,
    columns: [...SESSION, shownColumn({ metric: "X222", label: "Skilled volunteers" }), RECORD],
    rows: rows.map((row) => {
      const event = events.get(row.key);
      return [...sessionCells(event, row), figure(row, "X222"), event?.link ?? null];
    }),
    empty: "",
  });
  return [inOrder(made, sort)];
}
