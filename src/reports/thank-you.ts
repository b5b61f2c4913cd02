import { type Period, unionOf } from "../domain/index.js";
import { type Figures, filtersInWords, metricOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Chart,
  type Fact,
  metricFact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showInteger,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { footing } from "./footing.js";
import { filteredBy } from "./metric-words.js";
import { factLabelOf, labelOf } from "./organization-columns.js";
import { count, localShare } from "./organization-facts.js";
import { type Ranked, rankedBy, type ThankYouSort } from "./thank-you-ranking.js";
import { type Lists, organisationsList, volunteersList } from "./thank-you-tables.js";
import { inPeriod, legacyNotices, listed, many, mostOf, unitOf } from "./words.js";

export interface ThankYouAsked extends Asked<ThankYouSort> {
  readonly of: "orgs" | "volunteers";
}

const FACTS = ["X60", "M20", "M91", "M30", "X13"] as const;

/**
 * Who is to be thanked at the end of a year: organisations or volunteers, the most first, by what they gave at sessions (cancelled ones never count), with what a
 * letter needs. Equal figures share a place.
 */
export async function thankYouReport(reader: Reader, organization: Organization, asked: ThankYouAsked): Promise<Reply> {
  const { of, periods, filters = [] } = asked;
  const period = unionOf(periods);
  const list = await listOf(reader, organization, { ...asked, period });
  return reply({
    title: of === "orgs" ? "Thank you: organisations" : "Thank you: volunteers",
    text: sentence(asked, period, list.found, list.ranking),
    sensitivity: "open",
    facts: factsOf(list.found),
    tables: [list.table],
    charts: chartOf(asked, period, list.ranking),
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: list.found.counts,
      notices: [...list.notices, ...noticesOf(period, list.found.counts)],
    })),
  });
}

/** What the lists beside a report on organisations are asked for: as the report, by the names it is about. */
export interface ThanksBeside extends Omit<ThankYouAsked, "of" | "sort"> {
  readonly names: readonly string[];
  /** The report counts everybody ever linked; the lists never do. */
  readonly full?: boolean;
}

/** A report on organisations with the lists of thanks beside it: all organisations, and the volunteers of these (one workbook for both). */
export async function withThanks(
  report: Reply,
  reader: Reader,
  organization: Organization,
  { periods, today, names, filters = [], full = false }: ThanksBeside,
): Promise<Reply> {
  const period = unionOf(periods);
  const theirs = { dimension: "organisation" as const, values: names.map((name) => ({ key: name, label: name })) };
  const asked = { period, today };
  const volunteers = await listOf(reader, organization, {
    ...asked,
    of: "volunteers",
    filters: [theirs, ...filters],
  });
  const organisations = await listOf(reader, organization, { ...asked, of: "orgs", filters });
  const places = organisations.ranking.filter(({ name }) => names.includes(name));
  const of = many(organisations.ranking.length, "organisation");
  const said = places.map(({ name, place }) =>
    notice(`${name} is number ${place} of ${of} by hours, ${inPeriod(period)}.`),
  );
  const credit = full ? [notice("The lists of thanks go by whom each session is credited to.")] : [];
  return {
    ...report,
    tables: [...report.tables, volunteers.table, organisations.table],
    notices: [...report.notices, ...said, ...credit, ...volunteers.notices],
  };
}

type ListAsked = Pick<ThankYouAsked, "of" | "filters" | "today" | "sort"> & { readonly period: Period };

const listOf = (
  reader: Reader,
  organization: Organization,
  { of, filters = [], ...asked }: ListAsked,
): Promise<Lists> =>
  (of === "orgs" ? organisationsList : volunteersList)(reader, organization, {
    ...asked,
    filters,
    sort: asked.sort ?? { key: "hours", descending: false },
  });

function sentence(
  { of, sort, filters = [] }: ThankYouAsked,
  period: Period,
  { total, rows }: Figures,
  ranking: readonly Ranked[],
): string {
  const what = of === "orgs" ? "organisation" : "volunteer";
  const when = `${inPeriod(period)}${filteredBy(filtersInWords(filters))}`;
  if (ranking.length === 0)
    return `No ${what} to thank ${when}: nobody attended a session. Try a longer period, such as 3y.`;
  const hours = many(Math.round(count(total, "M30") * 10) / 10, "hour");
  const by = sort?.key === "name" ? "by name" : `by ${sort?.key ?? "hours"}`;
  // Whoever stood for no organisation is in the figures, and in no organisation's.
  const independent = of === "orgs" ? rows.find(({ key }) => key === null) : undefined;
  const theirs = independent === undefined ? 0 : count(independent, "M20");
  const people = `${many(count(total, "M20"), "volunteer")}${theirs === 0 ? "" : `, ${showInteger(theirs)} of them ${theirs === 1 ? "as an independent" : "as independents"},`}`;
  const all = `${many(ranking.length, what)}, ${by}: ${people} gave ${hours} at ${many(count(total, "X60"), "session")}, ${when}.`;
  const local = localShare(total);
  return local === null ? all : `${all} ${local}.`;
}

function factsOf({ metrics, total }: Figures): Fact[] {
  const asked = new Set(metrics.map(({ id }) => id));
  return FACTS.filter((id) => asked.has(id)).map((id) =>
    metricFact(id, factLabelOf(id), count(total, id), metricOf(id).type, "open", unitOf(metricOf(id))),
  );
}

function chartOf({ of, sort }: ThankYouAsked, period: Period, ranking: readonly Ranked[]): Chart[] {
  const id = rankedBy(sort?.key ?? "hours");
  const points = ranking.map(({ name, row }) => ({ label: name, value: count(row, id) }));
  const measure = labelOf(id);
  const first = mostOf(points, (value) => `${showInteger(Math.round(value * 10) / 10)} ${measure.toLowerCase()}`);
  if (first === null || points.every(({ value }) => value === 0)) return [];
  const top = [...points].sort((a, b) => b.value - a.value).slice(0, 10);
  return present(
    barChart(
      {
        key: "ranking",
        title: of === "orgs" ? "Organisations to thank" : "Volunteers to thank",
        takeaway: `${first.label} ${first.isShared ? "come" : "comes"} first with ${first.value}, ${inPeriod(period)}.`,
        altText: `Bars, ${measure.toLowerCase()}: ${listed(top.map(({ label, value }) => `${label} ${Math.round(value * 10) / 10}`))}.`,
        sensitivity: of === "orgs" ? "open" : "name",
        measure,
        type: metricOf(id).type,
      },
      points,
      { top: 10 },
    ),
  );
}

function noticesOf(period: Period, counts: Figures["counts"]): Notice[] {
  const said = [
    notice("Sessions are those held; cancelled ones count for nobody. Equal figures share a place."),
    ...legacyNotices(counts),
  ];
  return period.toDate ? [...said, notice("The period is still under way: figures are to date.")] : said;
}
