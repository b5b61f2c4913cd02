import { localDay } from "../domain/index.js";
import {
  historySince,
  type Lasted,
  type OutreachStage,
  type Spells,
  statusesIn,
  statusWeeks,
  timeInStatus,
  type WeekOfStatuses,
} from "../metrics/index.js";
import {
  type Cell,
  type Chart,
  column,
  type Notice,
  notice,
  present,
  showCell,
  showDay,
  type Table,
  table,
  trendChart,
} from "../reply/index.js";

const WEEKS = 12;

/** When it is asked, for what is said of statuses. */
export interface StatusAsked {
  readonly now: string;
  readonly today: string;
  readonly timeZone: string;
}

/** Tables and chart of the status of Salesforce leads, and what is not known of it. */
export function statusParts(
  spells: readonly Spells[],
  funnel: readonly OutreachStage[],
  asked: StatusAsked,
): { readonly tables: Table[]; readonly charts: Chart[]; readonly notices: Notice[] } {
  const weeks = statusWeeks(spells, { ...asked, weeks: WEEKS });
  const statuses = statusesIn(spells);
  return {
    tables: [timeTable(spells, asked), weekTable(weeks, statuses), funnelTable(funnel)],
    charts: weekChart(weeks, statuses),
    notices: noticesOf(spells, weeks, asked),
  };
}

const tenths = (days: number): number => Math.round(days * 10) / 10;
const lastedCells = (lasted: Lasted | null): Cell[] =>
  lasted === null ? [null, null, null] : [lasted.leads, tenths(lasted.median), tenths(lasted.mean)];

function timeTable(spells: readonly Spells[], { now }: StatusAsked): Table {
  return table({
    key: "time_in_status",
    title: "Days in each status of Salesforce",
    columns: [
      column("status", "Status", "text", "open"),
      column("left", "Left it", "integer", "open"),
      column("left_median", "Median days", "number", "open"),
      column("left_mean", "Mean days", "number", "open"),
      column("open", "In it now", "integer", "open"),
      column("open_median", "Median days so far", "number", "open"),
      column("open_mean", "Mean days so far", "number", "open"),
    ],
    rows: timeInStatus(spells, now).map(({ status, over, open }): Cell[] => [
      status,
      ...lastedCells(over),
      ...lastedCells(open),
    ]),
    empty: "No status of a Salesforce lead was kept yet: each sync of Salesforce keeps it.",
  });
}

function weekTable(weeks: readonly WeekOfStatuses[], statuses: readonly string[]): Table {
  const known = weeks.filter(({ leads }) => leads !== null && leads > 0);
  return table({
    key: "status_weeks",
    title: "Share in each status at the end of each week (Sundays)",
    columns: [
      column("week", "Week to", "date", "open"),
      column("leads", "Leads", "integer", "open"),
      ...statuses.map((status, place) => column(`status_${place + 1}`, status, "percent", "open")),
    ],
    rows: [...known]
      .reverse()
      .map(({ sunday, leads, statuses: counts }): Cell[] => [
        sunday,
        leads,
        ...statuses.map((status) => (counts.get(status) ?? 0) / (leads ?? 1)),
      ]),
    empty: "No week has ended since the first status was kept.",
  });
}

function weekChart(weeks: readonly WeekOfStatuses[], statuses: readonly string[]): Chart[] {
  const known = weeks.filter(({ leads }) => leads !== null && leads > 0);
  const last = known.at(-1);
  if (known.length < 2 || last === undefined) return [];
  const share = ({ leads, statuses: counts }: WeekOfStatuses, status: string): number | null =>
    leads === null || leads === 0 ? null : Math.round(((counts.get(status) ?? 0) / leads) * 1000) / 10;
  const points = statuses.flatMap((status) =>
    weeks.map((week) => ({
      label: showDay(week.sunday).replace(/ \d{4}$/, ""),
      series: status,
      value: share(week, status),
    })),
  );
  const shown = statuses.map((status) => `${status} ${showCell(share(last, status), "per_hundred")}`);
  const [first] = [...statuses].sort((a, b) => (share(last, b) ?? 0) - (share(last, a) ?? 0));
  return present(
    trendChart(
      {
        key: "status_weeks",
        title: "Share of Salesforce leads in each status, by week",
        takeaway: `On ${showDay(last.sunday)} most were ${first ?? ""}, ${showCell(share(last, first ?? ""), "per_hundred")}.`,
        altText: `Share of leads by status at the end of each week; on ${showDay(last.sunday)}: ${shown.join(", ")}.`,
        sensitivity: "open",
        measure: "Share of leads, %",
        type: "per_hundred",
      },
      points,
    ),
  );
}

function funnelTable(funnel: readonly OutreachStage[]): Table {
  const all = funnel.reduce((sum, { leads }) => sum + leads, 0);
  return table({
    key: "funnel",
    title: "Leads of Salesforce by outreach stage",
    columns: [
      column("stage", "Outreach stage", "text", "open"),
      column("leads", "Leads", "integer", "open"),
      column("share", "Of all", "percent", "open"),
      column("converted", "Converted", "integer", "open"),
      column("converted_share", "Converted of them", "percent", "open"),
    ],
    rows: funnel.map(({ stage, leads, converted }): Cell[] => [
      stage ?? "No stage",
      leads,
      leads / all,
      converted,
      converted / leads,
    ]),
    empty: "Salesforce has no lead here. “sync salesforce” reads them.",
  });
}

function noticesOf(spells: readonly Spells[], weeks: readonly WeekOfStatuses[], { timeZone }: StatusAsked): Notice[] {
  const since = historySince(spells);
  if (since === null) return [notice("There is no status history yet: it begins with the next sync of Salesforce.")];
  const day = showDay(localDay(`${since}:00.000Z`, timeZone));
  const missing = weeks.filter(({ leads }) => leads === null).length;
  return [
    notice(
      `There is no status history before ${day}${missing > 0 ? `, so ${missing} of the last ${weeks.length} weeks are not known` : ""}; a status that was there then counts from that day on.`,
    ),
  ];
}
