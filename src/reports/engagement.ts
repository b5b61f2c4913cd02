import type { Period, Window } from "../domain/index.js";
import {
  type Bucket,
  bucketsOf,
  type Circumstances,
  countsPeopleByDay,
  type EngagementScope,
  engagementSeries,
  engagementSubjects,
  figureOver,
  type Page,
  provenanceOf,
  type Series,
  topPages,
  windowBefore,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  type Chart,
  column,
  type Fact,
  fact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showDay,
  showInteger,
  sortedRows,
  type Table,
  table,
  trendChart,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { restingOn } from "./surveys-freshness.js";
import { inPeriod, listed } from "./words.js";

export const ENGAGEMENT_SORTS = ["value", "change", "name", "date"] as const;
const SORTED_BY: Readonly<Record<string, readonly string[]>> = {
  value: ["value"],
  change: ["change"],
  name: ["channel"],
  date: ["from"],
};

export interface EngagementAsked extends EngagementScope, Circumstances {
  readonly by: "week" | "month";
  /** The local day of asking. */
  readonly today: string;
  readonly sort?: { readonly key: string; readonly descending: boolean };
}

const MOST_FACTS = 6;
const TOP = 20;

/** Web and social figures by channel and measure: the period, the change to as many days before, week by week or month by month, and the top pages. */
export async function engagementReport(
  reader: Reader,
  organization: Organization,
  asked: EngagementAsked,
): Promise<Reply> {
  const { period, today, by } = asked;
  const before = windowBefore(period, today);
  // Read from where the comparison begins; each figure is then taken over its own days.
  const series = await engagementSeries(reader, { ...asked, period: reachingBack(period, before) });
  const shown = series.filter((each) => figureOver(each, period) !== null);
  const pages = await topPages(reader, asked);
  const buckets = bucketsOf(recorded(shown, period), by);
  return reply({
    title: "Web and social figures",
    text: shown.length === 0 ? await nothing(reader, asked) : sentence(shown, period),
    sensitivity: "open",
    facts: factsOf(shown, period, before),
    tables: [
      inOrder(measureTable(shown, period, before), asked.sort),
      inOrder(courseTable(shown, buckets, period, by), asked.sort),
      pageTable(pages),
    ],
    charts: shown.length === 0 ? [] : course(shown, buckets, period, by),
    notices: noticesOf(shown, period, before, today),
    provenance: await restingOn(
      reader,
      await provenanceOf(reader, organization, {
        ...asked,
        filters: {
          ...(asked.channel === null ? {} : { channel: asked.channel }),
          ...(asked.measure === null ? {} : { measure: asked.measure }),
        },
        counts: {},
      }),
      ["engagement"],
    ),
  });
}

const reachingBack = (period: Period, before: Window | null): Period =>
  before === null ? period : { ...period, start: before.start, windows: [{ start: before.start, end: period.end }] };

/** The days between the first and the last figure of the period. */
function recorded(series: readonly Series[], { start, end }: Window): { start: string; end: string } {
  const days = series
    .flatMap((each) => [...each.days.keys()])
    .filter((day) => (start === null || day >= start) && (end === null || day <= end))
    .sort();
  return { start: days[0] ?? "9999-12-31", end: days.at(-1) ?? "0001-01-01" };
}

/** "Google Analytics" from google_analytics. */
const channelName = (channel: string): string =>
  channel
    .split("_")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
/** "Screen page views" from screenPageViews. */
const measureName = (measure: string): string => {
  const words = measure.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1).toLowerCase();
};
const named = ({ channel, measure }: Pick<Series, "channel" | "measure">): string =>
  `${channelName(channel)}, ${measureName(measure).toLowerCase()}`;
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100);

const bySize = (series: readonly Series[], period: Window): Series[] =>
  [...series].sort(
    (a, b) =>
      Number(b.kind === "flow") - Number(a.kind === "flow") ||
      (figureOver(b, period) ?? 0) - (figureOver(a, period) ?? 0),
  );

function sentence(series: readonly Series[], period: Period): string {
  const channels = new Set(series.map(({ channel }) => channelName(channel)));
  const [top] = bySize(series, period);
  const said = top === undefined ? "" : `: ${named(top)} ${showInteger(rounded(figureOver(top, period)) ?? 0)}`;
  return `Figures of ${listed([...channels])} ${inPeriod(period)}${said}.`;
}

async function nothing(reader: Reader, { period, channel, measure }: EngagementAsked): Promise<string> {
  const there = await engagementSubjects(reader);
  const what = [channel, measure].filter((each) => each !== null).join(" ");
  const none = `No web or social figure${what === "" ? "" : ` of ${what}`} is recorded ${inPeriod(period)}.`;
  if (there.length === 0)
    return `${none} None has been read yet: name the Google Analytics property in organization.yml, or send an export with “import”.`;
  const days = there.flatMap(({ first, last }) => [first, last]).sort();
  const channels = [...new Set(there.map((each) => channelName(each.channel)))];
  return `${none} There are figures of ${listed(channels)} from ${showDay(days[0] ?? "")} to ${showDay(days.at(-1) ?? "")}.`;
}

const change = (now: number | null, then: number | null): number | null =>
  now === null || then === null ? null : rounded(now - then);
const growth = (now: number | null, then: number | null): number | null =>
  now === null || then === null || then === 0 ? null : (now - then) / then;

function factsOf(series: readonly Series[], period: Window, before: Window | null): Fact[] {
  return bySize(series, period)
    .slice(0, MOST_FACTS)
    .map((each) => {
      const now = figureOver(each, period);
      const grown = change(now, before === null ? null : figureOver(each, before));
      const note =
        grown === null
          ? "no figure of the days before"
          : `${grown < 0 ? "" : "+"}${showInteger(grown)} to the days before`;
      const key = `${each.channel}_${each.measure}`.toLowerCase().replace(/[^a-z0-9]+/g, "_");
      return fact(key, named(each), rounded(now), "number", "open", { note });
    });
}

const KINDS = { flow: "added up", level: "last day", rate: "mean of days" } as const;

function measureTable(series: readonly Series[], period: Window, before: Window | null): Table {
  return table({
    key: "measures",
    title: "By channel and measure",
    columns: [
      column("channel", "Channel", "text", "open"),
      column("measure", "Measure", "text", "open"),
      column("value", "Figure", "number", "open"),
      column("before", "Days before", "number", "open"),
      column("change", "Change", "number", "open"),
      column("change_share", "Change in %", "percent", "open"),
      column("how", "How it is put together", "text", "open"),
    ],
    rows: bySize(series, period).map((each): Cell[] => {
      const [now, then] = [figureOver(each, period), before === null ? null : figureOver(each, before)];
      return [
        channelName(each.channel),
        measureName(each.measure),
        rounded(now),
        rounded(then),
        change(now, then),
        growth(now, then),
        each.isOfParts ? `${KINDS[each.kind]}, by page` : KINDS[each.kind],
      ];
    }),
    empty: "No figure is recorded in the period.",
  });
}

/** One row per week (or month), channel and measure, the newest first, with the change to the one before; a week without figures is a gap, not 0. */
function courseTable(
  series: readonly Series[],
  buckets: readonly Bucket[],
  period: Window,
  by: EngagementAsked["by"],
): Table {
  const rows = buckets.flatMap((bucket, place) =>
    bySize(series, period).map((each): Cell[] => {
      const previous = buckets[place - 1];
      const now = figureOver(each, within(bucket, period));
      const then = previous === undefined ? null : figureOver(each, within(previous, period));
      return [
        bucket.start,
        channelName(each.channel),
        measureName(each.measure),
        rounded(now),
        change(now, then),
        growth(now, then),
      ];
    }),
  );
  return table({
    key: `by_${by}`,
    title: by === "week" ? "Week by week (Monday to Sunday)" : "Month by month",
    columns: [
      column("from", by === "week" ? "Week from" : "Month from", "date", "open"),
      column("channel", "Channel", "text", "open"),
      column("measure", "Measure", "text", "open"),
      column("value", "Figure", "number", "open"),
      column("change", `Change to the ${by} before`, "number", "open"),
      column("change_share", "Change in %", "percent", "open"),
    ],
    rows: rows.sort((a, b) => (String(a[0]) < String(b[0]) ? 1 : String(a[0]) > String(b[0]) ? -1 : 0)),
    empty: "No figure is recorded in the period.",
  });
}

/** A week at the edge of a period counts with the days that lie in it. */
const within = (bucket: Bucket, { start, end }: Window): Window => ({
  start: start !== null && start > bucket.start ? start : bucket.start,
  end: end !== null && end < bucket.end ? end : bucket.end,
});

function pageTable(pages: readonly Page[]): Table {
  const measures = [...new Set(pages.map(({ channel, measure }) => `${channel} ${measure}`))];
  const top = measures.flatMap((of) =>
    pages.filter(({ channel, measure }) => `${channel} ${measure}` === of).slice(0, TOP),
  );
  return table({
    key: "pages",
    title: `Top pages (the first ${TOP} of each measure)`,
    columns: [
      column("channel", "Channel", "text", "open"),
      column("measure", "Measure", "text", "open"),
      column("page", "Page", "text", "open"),
      column("value", "Figure", "number", "open"),
    ],
    rows: top.map(({ channel, measure, page, value }): Cell[] => [
      channelName(channel),
      measureName(measure),
      page,
      rounded(value),
    ]),
    empty: "No figure is kept by page in this period.",
  });
}

/** The largest measure, a line for each channel that keeps it. */
function course(
  series: readonly Series[],
  buckets: readonly Bucket[],
  period: Window,
  by: EngagementAsked["by"],
): Chart[] {
  const [top] = bySize(series, period);
  if (top === undefined || buckets.length < 2) return [];
  const lines = series.filter(({ measure }) => measure === top.measure);
  const points = lines.flatMap((line) =>
    buckets.map((bucket) => ({
      label: by === "week" ? showDay(bucket.start).replace(/ \d{4}$/, "") : bucket.label,
      series: channelName(line.channel),
      value: rounded(figureOver(line, within(bucket, period))),
    })),
  );
  const own = buckets.flatMap((bucket) => {
    const value = figureOver(top, within(bucket, period));
    return value === null ? [] : [{ bucket, value }];
  });
  const best = own.reduce<(typeof own)[number] | null>(
    (most, each) => (most === null || each.value > most.value ? each : most),
    null,
  );
  const measure = measureName(top.measure);
  return present(
    trendChart(
      {
        key: "course",
        title: `${measure} by ${by}`,
        takeaway:
          best === null
            ? `No figure of ${named(top)}.`
            : `${channelName(top.channel)}: most in the ${by} of ${showDay(best.bucket.start)}, ${showInteger(rounded(best.value) ?? 0)}.`,
        altText: `${named(top)} by ${by}: ${own.map(({ bucket, value }) => `${bucket.label} ${showInteger(rounded(value) ?? 0)}`).join(", ")}.`,
        sensitivity: "open",
        measure,
        type: "number",
      },
      points,
    ),
  );
}

function inOrder(given: Table, sort: EngagementAsked["sort"]): Table {
  if (sort === undefined) return given;
  const by = { key: SORTED_BY[sort.key] ?? [], descending: sort.descending };
  return { ...given, rows: sortedRows(given.columns, given.rows, by) };
}

function noticesOf(series: readonly Series[], period: Period, before: Window | null, today: string): Notice[] {
  if (series.length === 0) return [];
  const twice = series.filter(({ measure }) => countsPeopleByDay(measure)).map(({ measure }) => measureName(measure));
  const { end } = recorded(series, period);
  const expected = period.end === null || period.end > today ? today : period.end;
  return [
    ...(before === null
      ? [notice("The period has no beginning, so there is nothing before it to compare with.")]
      : [notice(`Changes are to as many days before: ${showDay(before.start ?? "")} – ${showDay(before.end ?? "")}.`)]),
    ...(end < expected
      ? [notice(`The last recorded day is ${showDay(end)}: later days are missing, not 0.`, "warning")]
      : []),
    ...(twice.length > 0
      ? [notice(`${listed([...new Set(twice)])}: daily figures added up, so a person of two days counts twice.`)]
      : []),
    ...(series.some(({ isOfParts }) => isOfParts)
      ? [notice("Where a measure is kept by page alone, the pages are added up: a visitor of two pages counts twice.")]
      : []),
  ];
}
