import { z } from "zod";
import { to18 } from "../../domain/index.js";

const cellValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  // Money comes with its currency, an address in parts.
  z.looseObject({ amount: z.number().nullable() }).transform(({ amount }) => amount),
  z.looseObject({}).transform(() => null),
]);
const cell = z.object({ label: z.string().nullish(), value: cellValue.default(null) });
const fact = z.object({
  aggregates: z.array(cell).default([]),
  rows: z.array(z.object({ dataCells: z.array(cell) })).optional(),
});

interface Group {
  readonly key: string;
  readonly label: string;
  readonly groupings: readonly Group[];
}
const group: z.ZodType<Group> = z.lazy(() =>
  z.object({
    key: z.string(),
    label: z
      .string()
      .nullish()
      .transform((label) => label ?? "-"),
    groupings: z
      .array(group)
      .nullish()
      .transform((groups) => groups ?? []),
  }),
);
const groups = z
  .object({ groupings: z.array(group).default([]) })
  .nullish()
  .transform((given) => given?.groupings ?? []);

const info = z.object({
  label: z.string().default(""),
  dataType: z.string().default("string"),
  isLookup: z.boolean().default(false),
});
const named = z.object({ name: z.string() });

/** What Salesforce answers to a run (Reports and Dashboards REST API), as far as it is read. */
export const reportShape = z.object({
  allData: z.boolean(),
  hasDetailRows: z.boolean().default(true),
  factMap: z.record(z.string(), fact),
  groupingsDown: groups,
  groupingsAcross: groups,
  reportExtendedMetadata: z.object({
    detailColumnInfo: z.record(z.string(), info).default({}),
    aggregateColumnInfo: z.record(z.string(), info).default({}),
    groupingColumnInfo: z.record(z.string(), info).default({}),
  }),
  reportMetadata: z.object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullish(),
    reportFormat: z.string(),
    reportType: z.object({ label: z.string().default("") }).nullish(),
    detailColumns: z.array(z.string()).default([]),
    aggregates: z.array(z.string()).default([]),
    groupingsDown: z.array(named).default([]),
    groupingsAcross: z.array(named).default([]),
    reportBooleanFilter: z.string().nullish(),
    reportFilters: z
      .array(z.object({ column: z.string(), operator: z.string(), value: z.string().nullish() }))
      .nullish()
      .transform((filters) => filters ?? []),
    standardDateFilter: z
      .object({
        column: z.string().nullish(),
        durationValue: z.string().nullish(),
        startDate: z.string().nullish(),
        endDate: z.string().nullish(),
      })
      .nullish(),
  }),
});
export type ReportAnswer = z.output<typeof reportShape>;

export type ReportFormat = "tabular" | "summary" | "matrix";

/** A column as the report names it; the type is Salesforce's word in lower case. */
export interface SavedColumn {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly isLookup: boolean;
}

export interface SavedCell {
  readonly label: string;
  /** Of a name or lookup, the 18-character id of its record. */
  readonly value: string | number | boolean | null;
}

export interface SavedGroup {
  /** One label per grouping; null stands for the whole of that grouping. */
  readonly labels: readonly (string | null)[];
  /** One number per aggregate. */
  readonly figures: readonly (number | null)[];
}

export interface SavedFilter {
  readonly column: string;
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** A saved report as Salesforce ran it. */
export interface SavedReport {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly format: ReportFormat;
  readonly about: string;
  readonly filters: readonly SavedFilter[];
  /** How the filters go together, where it is not all of them: "1 AND (2 OR 3)". */
  readonly logic: string | null;
  /** The standard date filter; null days are open. */
  readonly dates: {
    readonly label: string;
    readonly words: string;
    readonly start: string | null;
    readonly end: string | null;
  } | null;
  readonly groupings: readonly SavedColumn[];
  readonly aggregates: readonly SavedColumn[];
  /** Every group, from the largest to the innermost; the whole alone where nothing is grouped. */
  readonly groups: readonly SavedGroup[];
  readonly columns: readonly SavedColumn[];
  readonly rows: readonly (readonly SavedCell[])[];
  /** Labels of the groups that each row lies in. */
  readonly rowGroups: readonly (readonly (string | null)[])[];
  /** False when there are more rows than the 2,000 that Salesforce shows. */
  readonly isWhole: boolean;
}

const FORMATS: Readonly<Record<string, ReportFormat>> = { TABULAR: "tabular", SUMMARY: "summary", MATRIX: "matrix" };
const ID = /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/;

export function savedReport(answer: ReportAnswer): SavedReport {
  const { reportMetadata: meta, reportExtendedMetadata: more } = answer;
  const columnOf = (infos: Readonly<Record<string, z.output<typeof info>>>, name: string): SavedColumn => {
    const known = infos[name];
    return {
      name,
      label: known?.label || name,
      type: (known?.dataType ?? "string").toLowerCase(),
      isLookup: known?.isLookup ?? false,
    };
  };
  const anyColumn = (name: string) => columnOf({ ...more.groupingColumnInfo, ...more.detailColumnInfo }, name);
  const facts = inOrder(answer);
  return {
    id: to18(meta.id),
    name: meta.name,
    description: meta.description ?? null,
    format: FORMATS[meta.reportFormat] ?? "tabular",
    about: meta.reportType?.label ?? "",
    filters: meta.reportFilters.map(({ column, operator, value }) => ({
      column,
      label: anyColumn(column).label,
      operator,
      value: value ?? "",
    })),
    logic: meta.reportBooleanFilter ?? null,
    dates: datesOf(meta.standardDateFilter, anyColumn),
    groupings: [...meta.groupingsDown, ...meta.groupingsAcross].map(({ name }) =>
      columnOf(more.groupingColumnInfo, name),
    ),
    aggregates: meta.aggregates.map((name) => columnOf(more.aggregateColumnInfo, name)),
    groups: facts.map(({ labels, fact: { aggregates } }) => ({
      labels,
      figures: meta.aggregates.map((_, place) => {
        const value = aggregates[place]?.value;
        return typeof value === "number" ? value : null;
      }),
    })),
    columns: meta.detailColumns.map((name) => columnOf(more.detailColumnInfo, name)),
    rows: facts.flatMap(({ fact: { rows = [] } }) =>
      rows.map(({ dataCells }) => meta.detailColumns.map((_, place) => cellOf(dataCells[place]))),
    ),
    rowGroups: facts.flatMap(({ labels, fact: { rows = [] } }) => rows.map(() => labels)),
    isWhole: answer.allData,
  };
}

function cellOf(given: z.output<typeof cell> | undefined): SavedCell {
  const value = given?.value ?? null;
  const isId = typeof value === "string" && ID.test(value) && /\d/.test(value);
  return { label: given?.label ?? "-", value: isId ? to18(value) : value };
}

function datesOf(
  filter: ReportAnswer["reportMetadata"]["standardDateFilter"],
  columnOf: (name: string) => SavedColumn,
): SavedReport["dates"] {
  const { column, durationValue, startDate, endDate } = filter ?? {};
  if (!column || (!startDate && !endDate)) return null;
  return {
    label: columnOf(column).label,
    words: durationValue ?? "CUSTOM",
    start: startDate ?? null,
    end: endDate ?? null,
  };
}

interface Placed {
  readonly labels: readonly (string | null)[];
  readonly fact: z.output<typeof fact>;
}

/** The facts in the order of the groups, the whole first; a key names a group down and one across, as in "0_1!T". */
function inOrder({ factMap, groupingsDown, groupingsAcross, reportMetadata: meta }: ReportAnswer): Placed[] {
  const down = labelled(groupingsDown, meta.groupingsDown.length);
  const across = labelled(groupingsAcross, meta.groupingsAcross.length);
  return down.flatMap((one) =>
    across.flatMap((other): Placed[] => {
      const found = factMap[`${one.key}!${other.key}`];
      return found === undefined ? [] : [{ labels: [...one.labels, ...other.labels], fact: found }];
    }),
  );
}

/** All groups of one direction, each before its own parts; "T" is the whole. */
function labelled(given: readonly Group[], depth: number): { key: string; labels: (string | null)[] }[] {
  const padded = (labels: readonly string[]) => [
    ...labels,
    ...Array.from({ length: Math.max(0, depth - labels.length) }, () => null),
  ];
  const within = (all: readonly Group[], above: readonly string[]): { key: string; labels: (string | null)[] }[] =>
    all.flatMap(({ key, label, groupings }) => [
      { key, labels: padded([...above, label]) },
      ...within(groupings, [...above, label]),
    ]);
  return [{ key: "T", labels: padded([]) }, ...within(given, [])];
}
