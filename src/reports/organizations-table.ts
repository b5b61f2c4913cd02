import type { Period } from "../domain/index.js";
import type { FigureRow } from "../metrics/index.js";
import { fromDay } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, column, sortedRows, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { figure, metricColumn } from "./organization-columns.js";
import { type ListedOrganization, OF_THE_YEAR, organizationFigures, TO_COME } from "./organizations.js";
import type { SortBy } from "./sorting.js";

const SORTED_BY = {
  last: "X27",
  name: "organisation",
  type: "type",
  sessions: "X60",
  volunteers: "M20",
  hours: "M30",
  first: "X26",
  upcoming: TO_COME,
} as const;
export type OrganizationSort = keyof typeof SORTED_BY;
export const ORGANIZATION_SORTS = Object.keys(SORTED_BY) as readonly OrganizationSort[];
/** Who was there last comes first. */
const USUAL: SortBy<OrganizationSort> = { key: "last", descending: false };

const COUNTED: readonly string[] = [...OF_THE_YEAR, TO_COME];
const COLUMNS = [
  column("organisation", "Organisation", "text", "open"),
  column("type", "Type", "text", "open"),
  column("activity", "Activity", "text", "open"),
  metricColumn("X27"),
  ...OF_THE_YEAR.map(metricColumn),
  metricColumn(TO_COME),
  column("local", "Local", "text", "open"),
  metricColumn("X26"),
  column("salesforce", "Salesforce", "link", "open", { linkLabel: "organisation" }),
];

const cellsOf = (each: ListedOrganization, row: FigureRow | undefined): Cell[] => [
  each.name,
  each.type,
  each.mark,
  each.last,
  ...OF_THE_YEAR.map((id) => (row === undefined ? null : figure(row, id))),
  row === undefined ? null : figure(row, TO_COME),
  each.local.replace("_", " "),
  each.first,
  each.link,
];

export interface YearAsked {
  readonly year: Period;
  readonly today: string;
}

/** In the order asked for. A figure is counted of all of them only where it gives the order. */
export async function organizationsInOrder(
  reader: Reader,
  organization: Organization,
  listed: readonly ListedOrganization[],
  { year, today, sort }: YearAsked & { readonly sort: SortBy<OrganizationSort> | null },
): Promise<readonly ListedOrganization[]> {
  const { key, descending } = sort ?? USUAL;
  const by = SORTED_BY[key];
  const names = listed.map(({ name }) => name);
  const counted = COUNTED.includes(by)
    ? await organizationFigures(reader, organization, names, {
        metrics: [by],
        period: periodOf(by, year, today),
        today,
      })
    : null;
  const rows = listed.map((each) => cellsOf(each, counted?.get(each.name)));
  const byName = new Map(listed.map((each) => [each.name, each]));
  return sortedRows(COLUMNS, rows, { key: by, descending }).flatMap(([name]) => byName.get(String(name)) ?? []);
}

const periodOf = (metric: string, year: Period, today: string): Period => (metric === TO_COME ? fromDay(today) : year);

/** These organisations with the figures of the school year, and how many events their people are signed up for. */
export async function organizationsTable(
  reader: Reader,
  organization: Organization,
  shown: readonly ListedOrganization[],
  { year, today, empty }: YearAsked & { readonly empty: string },
): Promise<Table> {
  const names = shown.map(({ name }) => name);
  const [held, upcoming] = await Promise.all([
    organizationFigures(reader, organization, names, { metrics: OF_THE_YEAR, period: year, today }),
    organizationFigures(reader, organization, names, { metrics: [TO_COME], period: fromDay(today), today }),
  ]);
  const rowOf = (name: string): FigureRow | undefined => {
    const [row, ahead] = [held.get(name), upcoming.get(name)];
    return row && { ...row, figures: { ...row.figures, ...ahead?.figures } };
  };
  return table({
    key: "organisations",
    title: `Organisations, with figures of ${year.label}`,
    columns: COLUMNS,
    rows: shown.map((each) => cellsOf(each, rowOf(each.name))),
    empty,
  });
}
