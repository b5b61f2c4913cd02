import type { FigureRow } from "../metrics/index.js";
import { type Cell, column, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { changeBetween } from "./change.js";
import { activityMark } from "./organization-activity.js";
import { figures, labelOf, metricColumn } from "./organization-columns.js";
import { type CompanyFigures, columnOf, PER_PERIOD, type PeriodRow, type SideBySide } from "./organization-figures.js";
import { nothing } from "./organization-tables.js";

const EACH = ["X62", "X61", "X60", "M20", "M91", "M30", "X13", "M10", "X12", "M73", "M63", "X23", "X24"] as const;

/** Several organisations, one line each; the last line is counted again over all of them, never added up. */
export function sideBySideTable(
  { company, period }: CompanyFigures,
  { each, activity }: SideBySide,
  { activity: limits }: Organization,
  today: string,
): Table {
  const cellsOf = (row: FigureRow): Cell[] => {
    const { first = null, last = null } = activity.get(row.label) ?? {};
    return [row.label, ...figures(row, EACH), first, last, activityMark(last, today, limits)];
  };
  return table({
    key: "by_organisation",
    title: "Side by side",
    columns: [
      column("organisation", "Organisation", "text", "open"),
      ...EACH.map(metricColumn),
      metricColumn("X26"),
      metricColumn("X27"),
      column("activity", "Activity", "text", "open"),
    ],
    rows: each.rows.map(cellsOf),
    total: ["Together", ...figures(each.total, EACH), null, null, null],
    empty: nothing(company.name, "No session", period),
  });
}

/** Each organisation in each period, where both are several. */
export function sideBySidePeriodsTable({ company, period }: CompanyFigures, sides: SideBySide): Table[] {
  const { each, periods } = sides;
  if (periods.length === 1) return [];
  const labels = [...periods.map(({ label }) => label), period.label];
  const rows = [...each.rows, { ...each.total, label: "Together" }].flatMap((row) =>
    labels.map((label, place): Cell[] => [row.label, label, ...figures(columnOf(row, place, label), PER_PERIOD)]),
  );
  return [
    table({
      key: "by_organisation_and_period",
      title: "Side by side, by period",
      columns: [
        column("organisation", "Organisation", "text", "open"),
        column("period", "Period", "text", "open"),
        ...PER_PERIOD.map(metricColumn),
      ],
      rows,
      empty: nothing(company.name, "No session", period),
    }),
  ];
}

/** From each period to the next: the change in number and in percent of what was before; none from nothing. */
export function changesTable({ byPeriod }: Pick<CompanyFigures, "byPeriod">): Table[] {
  if (byPeriod.length < 2) return [];
  const steps = byPeriod.slice(1).flatMap((to, place) => {
    const from = byPeriod[place];
    return from === undefined ? [] : [{ from, to }];
  });
  return [
    table({
      key: "changes",
      title: "Change from period to period",
      columns: [
        column("figure", "Figure", "text", "open"),
        column("from", "From", "text", "open"),
        column("to", "To", "text", "open"),
        column("before", "Before", "number", "open"),
        column("after", "After", "number", "open"),
        column("change", "Change", "number", "open"),
        column("change_percent", "Change in percent", "percent", "open"),
      ],
      rows: PER_PERIOD.flatMap((id) => steps.map(({ from, to }) => changeRow(id, from, to))),
      empty: "",
    }),
  ];
}

function changeRow(id: string, from: PeriodRow, to: PeriodRow): Cell[] {
  const [before = null, after = null] = [from, to].flatMap(({ figures: row }) => figures(row, [id]));
  const { number = null, percent = null } = changeBetween(before, after) ?? {};
  return [labelOf(id), from.period.label, to.period.label, before, after, number, percent];
}
