import { addDays, type Period, printDates, printDay, weekdayOf } from "../domain/index.js";
import { type Circumstances, computeMetrics, type Figures, metricOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, column, metricFact, present, type Reply, reply, table, trendChart } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { type Change, changeBetween, moreOrFewer } from "./change.js";
import { footing } from "./footing.js";
import { excludedNotices, many, unitOf } from "./words.js";

const WEEKS = 8;
const NO_CHANGE: Change = { number: 0, percent: null };
const SHOWN = ["X60", "X62", "X61", "M20", "M30", "M40", "M10", "M63"] as const;

/** The main figures of the last full week, Monday to Sunday, with the change since the week before and the course of eight weeks. */
export async function weeklyMetricsReport(
  reader: Reader,
  organization: Organization,
  asked: Circumstances & { readonly today: string },
): Promise<Reply> {
  const weeks = weeksBefore(asked.today);
  const figures = await computeMetrics(reader, organization, { metrics: SHOWN, periods: weeks, today: asked.today });
  const [week, before] = [figureIn(figures, WEEKS - 1), figureIn(figures, WEEKS - 2)];
  const last = weeks.at(-1) as Period;
  // The footer speaks of the week alone.
  const { counts } = await computeMetrics(reader, organization, {
    metrics: SHOWN,
    periods: [last],
    today: asked.today,
  });
  return reply({
    title: `The week of ${printDates(last)}`,
    text: sentence(week, before, printDates(last)),
    sensitivity: "open",
    facts: SHOWN.map((id) =>
      metricFact(id, metricOf(id).name, week(id), metricOf(id).type, "open", {
        ...unitOf(metricOf(id)),
        note: change(week(id), before(id)),
      }),
    ),
    tables: [
      table({
        key: "week",
        title: "Main figures of the week",
        columns: [
          column("metric", "Figure", "text", "open"),
          column("week", "This week", "number", "open"),
          column("before", "Week before", "number", "open"),
          column("change", "Change", "number", "open"),
          column("change_percent", "Change in percent", "percent", "open"),
        ],
        rows: SHOWN.map((id): Cell[] => {
          const { number, percent } = changeBetween(before(id), week(id)) ?? NO_CHANGE;
          return [metricOf(id).name, week(id), before(id), number, percent];
        }),
        empty: "",
      }),
    ],
    charts: present(
      trendChart(
        {
          key: "weeks",
          title: `Sessions held, the last ${WEEKS} weeks`,
          takeaway: `${many(week("X60"), "session")} held, ${change(week("X60"), before("X60"))}.`,
          altText: `Sessions held per week: ${weeks.map((each, place) => `${each.label} ${figureIn(figures, place)("X60")}`).join(", ")}.`,
          sensitivity: "open",
          measure: "Sessions held",
          type: "integer",
        },
        weeks.flatMap(({ label }, place) => [
          { label, series: "In person", value: figureIn(figures, place)("X62") },
          { label, series: "Virtual", value: figureIn(figures, place)("X61") },
        ]),
      ),
    ),
    ...(await footing(reader, organization, {
      ...asked,
      period: { ...last, label: "one week" },
      filters: {},
      counts,
      notices: excludedNotices(counts),
    })),
  });
}

const round = (figure: number): number => Math.round(figure * 10) / 10;

const figureIn =
  (figures: Figures, place: number) =>
  (id: string): number =>
    round(Number(figures.total.figures[id]?.[place] ?? 0));

type Of = (id: string) => number;

function sentence(week: Of, before: Of, dates: string): string {
  if (week("X60") === 0) return `No session was held from ${dates} (${change(0, before("X60"))}).`;
  const held = `${many(week("X60"), "session")} held (${change(week("X60"), before("X60"))})`;
  return `${dates}: ${held}, with ${many(week("M20"), "volunteer")} giving ${many(week("M30"), "hour")} and ${many(week("M10"), "student")} on the rosters.`;
}

function change(now: number, then: number): string {
  return moreOrFewer(changeBetween(then, now) ?? NO_CHANGE, "the week before");
}

/** The last full weeks before a day, oldest first. */
function weeksBefore(today: string): Period[] {
  const monday = addDays(today, 1 - weekdayOf(today));
  return Array.from({ length: WEEKS }, (_, place) => {
    const start = addDays(monday, -7 * (WEEKS - place));
    const window = { start, end: addDays(start, 6) };
    return {
      ...window,
      windows: [window],
      label: printDay(start).replace(/ \d{4}$/, ""),
      toDate: false,
      kind: "days",
      words: `${start}..${window.end}`,
    };
  });
}
