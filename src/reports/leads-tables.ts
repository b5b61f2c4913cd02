import { daysBetween, type Period } from "../domain/index.js";
import {
  inBoth,
  LEAD_FIGURES,
  type LeadCell,
  type LeadFileFigures,
  type LeadNumber,
  type LeadNumbers,
  type LeadsSent,
  type UnworkedLeads,
} from "../metrics/index.js";
import { type Cell, column, type Table, table } from "../reply/index.js";

const percent = (of: number, among: number): number | null => (among === 0 ? null : of / among);
const countOf = (number: LeadNumber | undefined): number => number?.of ?? 0;
const shareOf = (number: LeadNumber | undefined): number | null => percent(number?.of ?? 0, number?.among ?? 0);

/** L1–L6 of each period, side by side. */
export function periodTable(periods: readonly { readonly period: Period; readonly numbers: LeadNumbers }[]): Table {
  return table({
    key: "periods",
    title: "Periods side by side",
    columns: [
      column("period", "Period", "text", "open"),
      ...LEAD_FIGURES.map(({ id, name, type }) =>
        column(id, name, type === "per_hundred" ? "percent" : "integer", "open"),
      ),
    ],
    rows: periods.map(({ period, numbers }): Cell[] => [
      period.label,
      ...LEAD_FIGURES.map(({ id, type }) => {
        const number = numbers.total.figures[id];
        return type === "per_hundred" ? shareOf(number) : countOf(number);
      }),
    ]),
    empty: "One period was asked for.",
  });
}

/** What each source brings: leads and net new ones, what of it cannot be used, and what Salesforce knows. */
export function sourceTable(
  names: readonly string[],
  {
    standing,
    rows,
    netNew,
  }: { readonly standing: LeadNumbers; readonly rows: LeadNumbers; readonly netNew: LeadNumbers },
  named: (name: string) => string,
): Table {
  const of = (numbers: LeadNumbers, name: string, id: string): LeadNumber | undefined =>
    numbers.buckets.find(({ key }) => key === name)?.figures[id];
  const cells = (label: string, get: (numbers: LeadNumbers, id: string) => LeadNumber | undefined): Cell[] => [
    label,
    countOf(get(standing, "L1")),
    countOf(get(netNew, "L2")),
    countOf(get(standing, "L6")),
    shareOf(get(standing, "L4")),
    countOf(get(standing, "L5")),
    countOf(get(rows, "L3")),
    shareOf(get(rows, "L3")),
  ];
  return table({
    key: "sources",
    title: "By source",
    columns: [
      column("source", "Source", "text", "open"),
      column("L1", "Leads", "integer", "open"),
      column("L2", "Net new", "integer", "open"),
      column("L6", "Also in another source", "integer", "open"),
      column("L4", "In Salesforce", "percent", "open"),
      column("L5", "Updated", "integer", "open"),
      column("unusable", "Rows that cannot be used", "integer", "open"),
      column("L3", "Of its rows", "percent", "open"),
    ],
    rows: names.map((name) => cells(named(name), (numbers, id) => of(numbers, name, id))),
    total: cells("Together, each lead once", (numbers, id) => numbers.total.figures[id]),
    empty: "No lead in the period. Try a longer one, or “import” with a file.",
  });
}

/** What each file brought, the newest first. */
export function fileTable(files: readonly LeadFileFigures[], named: (name: string) => string): Table {
  return table({
    key: "files",
    title: "By file",
    columns: [
      column("file", "File", "text", "open"),
      column("source", "Source", "text", "open"),
      column("date", "Of", "date", "open"),
      column("rows", "Rows", "integer", "open"),
      column("phone", "No valid phone", "percent", "open"),
      column("address", "No usable address", "percent", "open"),
      column("leads", "Leads", "integer", "open"),
      column("L2", "Net new", "integer", "open"),
      column("net_new_share", "Net new of its leads", "percent", "open"),
      column("known", "In Salesforce", "percent", "open"),
    ],
    rows: files.map((file): Cell[] => [
      file.name,
      named(file.source),
      file.date,
      file.rows,
      percent(file.phone, file.rows),
      percent(file.address, file.rows),
      file.leads,
      file.netNew,
      percent(file.netNew, file.leads),
      percent(file.known, file.leads),
    ]),
    empty: "No file of the period stands. Try a longer period, or “import” with a file.",
  });
}

/** Source by source: leads in both, and what share of the row's source that is. */
export function overlapTable(
  names: readonly string[],
  sets: readonly LeadCell[],
  named: (name: string) => string,
): Table {
  return table({
    key: "overlap",
    title: "Overlap: leads of the row's source that the column's has too",
    columns: [
      column("source", "Source", "text", "open"),
      column("leads", "Leads", "integer", "open"),
      ...names.flatMap((name) => [
        column(name, `Also in ${named(name)}`, "integer", "open"),
        column(`${name}_share`, "Of the row's", "percent", "open"),
      ]),
    ],
    rows: names.map((one): Cell[] => {
      const all = inBoth(sets, one, one);
      return [
        named(one),
        all,
        ...names.flatMap((other): Cell[] => {
          const both = inBoth(sets, one, other);
          return one === other ? [null, null] : [both, percent(both, all)];
        }),
      ];
    }),
    empty: "No source has a lead in the period.",
  });
}

const MATCHES = [
  { by: "phone", label: "In Salesforce by phone" },
  { by: "mobile", label: "In Salesforce by mobile" },
  { by: "identity", label: "In Salesforce by an earlier phone or address, its school or a person's decision" },
  { by: null, label: "New: not in Salesforce" },
] as const;

/** How leads were found in Salesforce, and how many of them became customers. */
export function matchTable(sets: readonly LeadCell[]): Table {
  const all = sets.reduce((sum, { leads }) => sum + leads, 0);
  const count = (some: readonly LeadCell[]): number => some.reduce((sum, { leads }) => sum + leads, 0);
  const cells = (label: string, some: readonly LeadCell[]): Cell[] => {
    const converted = count(some.filter(({ isConverted }) => isConverted));
    return [label, count(some), percent(count(some), all), converted, percent(converted, count(some))];
  };
  return table({
    key: "matched",
    title: "Found in Salesforce, and converted",
    columns: [
      column("how", "How", "text", "open"),
      column("leads", "Leads", "integer", "open"),
      column("share", "Of all", "percent", "open"),
      column("converted", "Converted", "integer", "open"),
      column("converted_share", "Converted of them", "percent", "open"),
    ],
    rows:
      all === 0
        ? []
        : MATCHES.map(({ by, label }) =>
            cells(
              label,
              sets.filter(({ matchedBy }) => matchedBy === by),
            ),
          ),
    total: all === 0 ? null : cells("All leads", sets),
    empty: "No lead in the period.",
  });
}

const AGES = [
  { key: "to_30", label: "0–30 days", most: 30 },
  { key: "to_60", label: "31–60 days", most: 60 },
  { key: "to_90", label: "61–90 days", most: 90 },
  { key: "over_90", label: "Over 90 days", most: Number.POSITIVE_INFINITY },
] as const;

/** New leads of the lists that nobody has taken, by the source that had them first and the days since. */
export function ageTable(waiting: readonly UnworkedLeads[], today: string, named: (name: string) => string): Table {
  const aged = waiting.map((each) => ({ ...each, days: Math.max(0, daysBetween(each.firstDate, today)) }));
  const cells = (label: string, some: typeof aged): Cell[] => {
    const older = (days: number): number => AGES.findIndex(({ most }) => days <= most);
    const counts = AGES.map((_, place) =>
      some.filter(({ days }) => older(days) === place).reduce((sum, { leads }) => sum + leads, 0),
    );
    return [label, ...counts, counts.reduce((sum, count) => sum + count, 0)];
  };
  const sources = [...new Set(aged.map(({ source }) => source))].sort();
  return table({
    key: "ageing",
    title: "New leads that nobody has taken, by days since first seen",
    columns: [
      column("source", "First seen in", "text", "open"),
      ...AGES.map(({ key, label }) => column(key, label, "integer", "open")),
      column("all", "Together", "integer", "open"),
    ],
    rows: sources.map((name) =>
      cells(
        named(name),
        aged.filter(({ source }) => source === name),
      ),
    ),
    total: sources.length === 0 ? null : cells("Together", aged),
    empty: "No new lead waits to be taken.",
  });
}

/** What went to the sales channel, and what of it was taken. */
export function sentTable(sent: readonly LeadsSent[]): Table {
  return table({
    key: "sent",
    title: "Sent to Sales, and taken",
    columns: [
      column("month", "Month", "month", "open"),
      column("new", "Sent as new", "integer", "open"),
      column("updated", "Sent as updated", "integer", "open"),
      column("taken", "Taken", "integer", "open"),
      column("taken_share", "Taken of all sent", "percent", "open"),
    ],
    rows: sent.map(({ month, asNew, asUpdated, taken }): Cell[] => [
      month,
      asNew,
      asUpdated,
      taken,
      percent(taken, asNew + asUpdated),
    ]),
    empty: "Nothing was sent to Sales in the period. “leads send” sends what is due.",
  });
}
