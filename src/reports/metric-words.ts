import type { Period } from "../domain/index.js";
import { type Figure, type Figures, type Filters, isOfTheBible, type Metric } from "../metrics/index.js";
import { type Notice, notice, showCell, showDay } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { changeBetween, changeInWords } from "./change.js";
import { OF_TEACHERS } from "./known.js";
import { eventKeyOf } from "./metric-events.js";
import { inPeriod, legacyNotices, many, noteOf, toDateNotices } from "./words.js";

/** "in district KCK and school A or B", or nothing. */
export function filteredBy(words: Readonly<Record<string, string>>): string {
  const said = Object.entries(words).map(([dimension, values]) => `${dimension.replace("_", " ")} ${values}`);
  return said.length === 0 ? "" : `, ${said.join(", ")}`;
}

/** A figure as a sentence has it: one decimal where it has any, a percent with its sign. */
export function shownFigure(
  { type, id }: Pick<Metric, "type"> & Partial<Pick<Metric, "id">>,
  figure: Figure | undefined,
): string {
  if (figure === null || figure === undefined) return id !== undefined && OF_TEACHERS.has(id) ? "not known" : "none";
  if (typeof figure === "number")
    return showCell(type === "hours" ? Math.round(figure * 10) / 10 : figure, type === "date" ? "integer" : type);
  return type === "date" ? showDay(figure) : figure;
}

const last = (figures: Figures, id: string): Figure | undefined => figures.total.figures[id]?.at(-1);

/** The answer in one sentence with exact dates; over several periods with each one's figure. */
export function sentenceOf(
  metric: Metric,
  figures: Figures,
  period: Period,
  words: Readonly<Record<string, string>>,
): string {
  const when = `${inPeriod(period)}${filteredBy(words)}`;
  if (metric.hasTotal === false)
    return `${metric.name}: ${many(new Set(figures.rows.map(eventKeyOf)).size, "event")} with the numbers for it ${when}.`;
  const figure = last(figures, metric.id);
  if (metric.ratio && last(figures, metric.ratio.to) === 0)
    return `${metric.name}: ${shownFigure(metric, figure)}, as there was no virtual session ${when}.`;
  const said = [quotientInWords(metric, figures), noteOf(metric, figures.total), eachPeriod(metric, figures)];
  const beside = said.filter((part) => part !== undefined && part !== "").join("; ");
  const isEstimate = metric.estimate === true && figure !== null;
  return `${metric.name}: ${isEstimate ? "about " : ""}${shownFigure(metric, figure)} ${when}${beside === "" ? "" : ` (${beside})`}.`;
}

/** "4 of 12 virtual sessions": a percentage never stands without its counts. */
function quotientInWords({ ratio }: Metric, figures: Figures): string | undefined {
  const [above, below] = ratio ? [last(figures, ratio.of), last(figures, ratio.to)] : [];
  return typeof above === "number" && typeof below === "number"
    ? `${many(above, "session")} of ${many(below, "virtual session")}`
    : undefined;
}

/** "SY23-24 10, SY24-25 12: +2 (+20%)". */
function eachPeriod(metric: Metric, figures: Figures): string | undefined {
  const periods = figures.columns.slice(0, -1);
  if (periods.length === 0 || figures.by !== null) return undefined;
  const row = figures.total.figures[metric.id] ?? [];
  return periods
    .map(({ label }, place) => {
      const change = place === 0 ? null : changeBetween(row[place - 1], row[place]);
      return `${label} ${shownFigure(metric, row[place])}${change === null ? "" : `: ${changeInWords(change)}`}`;
    })
    .join(", ");
}

/** What a reader has to know beside a metric's figures. */
export function noticesOf(
  metric: Metric,
  figures: Figures,
  asked: {
    readonly filters: Filters;
    readonly period: Period;
    readonly organization: Pick<Organization, "smallestDemographicGroup">;
  },
): Notice[] {
  const { by, counts } = figures;
  const { filters, period, organization } = asked;
  const said: Notice[] = [];
  if (!isOfTheBible(metric)) said.push(notice("This figure is not in the Metrics Bible."));
  if (by === "district" && metric.additive && metric.places !== "home")
    said.push(notice("An event of several districts counts in full in each, and once in the total."));
  if (by === "organisation" && metric.grain === "event")
    said.push(notice("An event of several organisations counts in full for each, and once in the total."));
  if (by !== null && !metric.additive && metric.type === "integer")
    said.push(notice("Who is in several rows counts once in the total, so rows do not add up to it."));
  if (metric.estimate)
    said.push(notice("Students of virtual sessions are estimated; how many different ones there were is not tracked."));
  if (metric.demographic) said.push(smallGroups(figures, organization));
  said.push(...unknownPlaces(filters, counts));
  said.push(...legacyNotices(counts));
  said.push(...toDateNotices(period));
  return said;
}

function unknownPlaces(filters: Filters, counts: Figures["counts"]): Notice[] {
  return (["district", "school"] as const).flatMap((place) => {
    if (!filters.some((clause) => clause.dimension === place)) return [];
    return [
      { unknown: counts[`events of unknown ${place}`] ?? 0, what: "event" },
      { unknown: counts[`teachers of unknown ${place}`] ?? 0, what: "teacher" },
    ].flatMap(({ unknown, what }) =>
      unknown === 0
        ? []
        : notice(
            `${many(unknown, what)} of the period ${unknown === 1 ? "has" : "have"} no known ${place}; see by:${place}.`,
          ),
    );
  });
}

function smallGroups(
  { showsSmallGroups }: Figures,
  { smallestDemographicGroup: smallest }: Pick<Organization, "smallestDemographicGroup">,
): Notice {
  return showsSmallGroups
    ? notice(`Groups of fewer than ${smallest} people are shown to you alone. Do not pass them on.`, "warning")
    : notice(
        `Fewer than ${smallest} people are shown as <${smallest}; where one group alone is that small, the next smallest is withheld too.`,
      );
}
