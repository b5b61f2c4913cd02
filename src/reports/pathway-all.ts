import { type Period, unionOf } from "../domain/index.js";
import { type FigureRow, type Figures, type Filters, filtersInWords } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Cell,
  type Chart,
  column,
  notice,
  present,
  type Reply,
  reply,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { count, figure, type Shown, shownColumn, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { filteredBy } from "./metric-words.js";
import { bandFacts, studentsSaid } from "./pathway.js";
import { asking, type Bands, bandsBy, bandsOf, cutting } from "./pathway-figures.js";
import { inOrder, type PathwaySort } from "./pathway-tables.js";
import { excludedNotices, inPeriod, legacyNotices, listed, many, mostOf, periodName, toDateNotices } from "./words.js";

export type AllPathwaysAsked = Asked<PathwaySort["key"]>;

const STUDENTS: readonly Shown[] = [
  { metric: "X60", label: "Sessions" },
  { metric: "X10", label: "Attendances" },
  { metric: "M10", label: "Unique students" },
];
const VOLUNTEERS: readonly Shown[] = [
  { metric: "X62", label: "In person" },
  { metric: "X61", label: "Virtual" },
  { metric: "X22", label: "At its events" },
  { metric: "X221", label: "Speaking on it" },
  { metric: "X222", label: "Skilled in it" },
  { metric: "M40" },
];
const CUT = ["X60", "X62", "X61", "X10", "M10", "X22", "M40"] as const;
/** Each reads pathways in a way of its own. */
const APART = ["X221", "X222"] as const;
/** Sessions, students and volunteers of any pathway: what belongs to none is left out of the total. */
const ANY = { dimension: "pathway", values: [{ key: null, label: "no pathway" }], exclude: true } as const;

interface Found {
  readonly period: Period;
  readonly byPathway: Figures;
  readonly bands: ReadonlyMap<FigureRow["key"], Bands>;
  readonly all: Bands;
  /** Configured pathways, those with most sessions first. */
  readonly names: readonly string[];
}

/** Every pathway of config/pathways.yml side by side; the total counts a session, student or volunteer of several once (ruling E8). */
export async function allPathwaysReport(
  reader: Reader,
  organization: Organization,
  asked: AllPathwaysAsked,
): Promise<Reply> {
  const { periods, today, sort } = asked;
  const filters: Filters = [...(asked.filters ?? []), ANY];
  const question = { reader, organization, periods, filters, today };
  // Who speaks on a pathway, or is skilled in it, is of one.
  const ofOne = asking({ ...question, filters: asked.filters ?? [] });
  const [by, apart] = await Promise.all([
    cutting(question, CUT, ["pathway", "band", "pathway × band"]),
    ofOne(APART, { by: "pathway", withTotal: true }),
  ]);
  const byPathway = beside(by("pathway"), apart);
  const sessions = new Map(byPathway.rows.map((row) => [row.key, count(row, "X60")]));
  const found: Found = {
    period: unionOf(periods),
    byPathway,
    bands: bandsBy(by("pathway × band")),
    all: bandsOf(bandsBy(by("band")), null),
    names: organization.pathways.list
      .map(({ name }) => name)
      .sort((a, b) => (sessions.get(b) ?? 0) - (sessions.get(a) ?? 0)),
  };
  const words = filtersInWords(asked.filters ?? []);
  return reply({
    title: "Pathways",
    text: sentence(found, `${inPeriod(found.period)}${filteredBy(words)}`),
    sensitivity: "open",
    facts: [
      shownFact({ metric: "X60", label: "Sessions held, of any pathway" }, byPathway.total),
      shownFact({ metric: "M10", label: "Unique students, on the rosters" }, byPathway.total),
      ...bandFacts(byPathway.total, found.all),
      shownFact({ metric: "X22", label: "Volunteers at pathway events" }, byPathway.total),
    ],
    tables: [studentsTable(found), volunteersTable(found)].map((each) => inOrder(each, sort)),
    charts: chartOf(found),
    ...(await footing(reader, organization, {
      ...asked,
      period: found.period,
      filters: words,
      counts: byPathway.counts,
      notices: [
        notice("A session of several pathways counts in each, and once in the total; so do students and volunteers."),
        ...excludedNotices(byPathway.counts),
        ...legacyNotices(byPathway.counts),
        ...toDateNotices(found.period),
      ],
    })),
  });
}

/** Two answers by the same dimension as one. */
function beside(one: Figures, other: Figures): Figures {
  const rowsOf = new Map(other.rows.map((row) => [row.key, row]));
  const known = new Set(one.rows.map(({ key }) => key));
  const merged = (row: FigureRow, more: FigureRow | undefined): FigureRow => ({
    ...row,
    figures: { ...row.figures, ...more?.figures },
  });
  return {
    ...one,
    rows: [
      ...one.rows.map((row) => merged(row, rowsOf.get(row.key))),
      ...other.rows.filter(({ key }) => !known.has(key)),
    ],
    total: merged(one.total, other.total),
  };
}

function sentence({ byPathway: { total, rows }, all }: Found, when: string): string {
  if (count(total, "X60") === 0 && count(total, "M10") === 0) return `No session of any pathway was held ${when}.`;
  const pathways = rows.filter((row) => row.key !== null && count(row, "X60") > 0).length;
  return `${many(count(total, "X60"), "session")} of ${many(pathways, "pathway")} held with ${studentsSaid(count(total, "M10"), all)} and ${many(count(total, "X22"), "volunteer")}, ${when}.`;
}

const PATHWAY = column("pathway", "Pathway", "text", "open");

const cells = (row: FigureRow | undefined, shown: readonly Shown[]): Cell[] =>
  shown.map(({ metric }) => figure(row, metric) ?? 0);

/** Sessions held and the students there, by grade band (X11). */
function studentsTable({ byPathway, bands, all, names, period }: Found): Table {
  const rowOf = new Map(byPathway.rows.map((row) => [row.key, row]));
  const banded = ({ k8, high, unknown }: Bands): Cell[] => [k8, high, unknown];
  return table({
    key: "by_pathway",
    title: "Sessions held and students",
    columns: [
      PATHWAY,
      ...STUDENTS.map(shownColumn),
      column("X11_k8", "K-8", "integer", "open"),
      column("X11_high", "9-12", "integer", "open"),
      column("X11_unknown", "Level unknown", "integer", "open"),
    ],
    rows: names.map((name) => [name, ...cells(rowOf.get(name), STUDENTS), ...banded(bandsOf(bands, name))]),
    total: ["Total", ...cells(byPathway.total, STUDENTS), ...banded(all)],
    empty: `No pathway is configured ${inPeriod(period)}.`,
  });
}

/** Sessions by format, and the volunteers in three ways (X22, X221, X222). */
function volunteersTable({ byPathway, names, period }: Found): Table {
  const rowOf = new Map(byPathway.rows.map((row) => [row.key, row]));
  return table({
    key: "volunteers_by_pathway",
    title: "Sessions by format, and volunteers",
    columns: [PATHWAY, ...VOLUNTEERS.map(shownColumn)],
    rows: names.map((name) => [name, ...cells(rowOf.get(name), VOLUNTEERS)]),
    total: ["Total", ...cells(byPathway.total, VOLUNTEERS)],
    empty: `No pathway is configured ${inPeriod(period)}.`,
  });
}

/** Unique students by pathway; sessions where there are no students, as of virtual ones alone. */
function chartOf({ byPathway, names, period }: Found): Chart[] {
  const metric = count(byPathway.total, "M10") > 0 ? "M10" : "X60";
  const what = metric === "M10" ? "Unique students" : "Sessions held";
  const rowOf = new Map(byPathway.rows.map((row) => [row.key, row]));
  const points = names.map((name) => ({ label: name, value: count(rowOf.get(name), metric) }));
  const known = points.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  const most = mostOf(known);
  if (most === null || known.length < 2) return [];
  return present(
    barChart(
      {
        key: "pathways",
        title: `${what} by pathway`,
        takeaway: `Most: ${most.label}, ${most.value} (${periodName(period)}).`,
        altText: `Bars of ${what.toLowerCase()} by pathway, ${periodName(period)}: ${listed(known.map(({ label, value }) => `${label} ${value}`))}.`,
        sensitivity: "open",
        measure: what,
        type: "integer",
      },
      known,
    ),
  );
}
