import { type Period, unionOf } from "../domain/index.js";
import { computeMetrics, type FigureRow, type Figures, type Filters, filtersInWords } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  column,
  type Fact,
  type Notice,
  notice,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { districtTable, figuresByDistrict, overallNotice } from "./district-all.js";
import { monthChart } from "./district-chart.js";
import { virtualStudents } from "./district-facts.js";
import { recordedDays } from "./district-name.js";
import { monthTable } from "./district-tables.js";
import { count, figure, inColumn, type Shown, shownColumn, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { isKnown } from "./known.js";
import { filteredBy } from "./metric-words.js";
import type { SortKey } from "./sorting.js";
import { teachersNotices } from "./teachers-known.js";
import { excludedNotices, inPeriod, legacyNotices, many, toDateNotices } from "./words.js";

export type CollectiveAsked = Asked<SortKey>;

/** The figures of the statement, in its order. */
const STATEMENT: readonly Shown[] = [
  { metric: "M20", label: "Unique volunteers" },
  { metric: "X61", label: "Connector sessions held" },
  { metric: "X62", label: "In-person sessions held" },
  { metric: "M10", label: "Unique students in person" },
  { metric: "M73", label: "Students virtually, estimated" },
];
/** What stands beside it. */
const BESIDE: readonly Shown[] = [
  { metric: "X60", label: "Sessions held" },
  { metric: "X10", label: "Student attendances, in person" },
  { metric: "X20", label: "Volunteer engagements" },
  { metric: "M30", label: "Volunteer hours" },
  { metric: "M40", label: "Organisations" },
  { metric: "M70", label: "Teachers reached virtually, unique" },
  { metric: "M80", label: "Experiences (teachers × virtual sessions)" },
  { metric: "M100", label: "Schools reached" },
  { metric: "M63", label: "Cancelled events" },
];

/** The end-of-year statement, word for word (rulings, figures of our own); a reach that is not known is never told as 0. */
export function collectiveStatement(row: FigureRow): string {
  const shown = (metric: string): string => showInteger(count(row, metric));
  const virtually = isKnown(row, "M73")
    ? `and approximately ${shown("M73")} virtually`
    : "and a number virtually that is not known yet";
  return `${shown("M20")} unique volunteers engaged in ${shown("X61")} Connector sessions and ${shown("X62")} in-person sessions, reaching ${shown("M10")} unique students in person ${virtually}.`;
}

/** The statement to paste, with its figures, by district and by month. */
export async function collectiveReport(
  reader: Reader,
  organization: Organization,
  asked: CollectiveAsked,
): Promise<Reply> {
  const { periods, filters = [], today, sort } = asked;
  const period = unionOf(periods);
  const ask = { filters, today };
  const [byDistrict, atVirtual] = await Promise.all([
    figuresByDistrict(reader, organization, { ...ask, periods }, { withMonths: true }),
    studentsAtVirtual(),
  ]);
  const whole = byDistrict.figures;
  const months = monthTable({ byMonth: byDistrict.byMonth ?? whole, whole, period, today }, organization);
  const isEmpty = count(whole.total, "M60") === 0 && count(whole.total, "M63") === 0;
  const when = `${inPeriod(period)}${filteredBy(filtersInWords(filters))}`;
  return reply({
    title: `Collective report ${when}`,
    text: isEmpty
      ? `No event is recorded ${when}. ${await recordedDays(reader, null)}`
      : collectiveStatement(whole.total),
    sensitivity: "open",
    facts: factsOf(whole.total),
    tables: [
      ...(periods.length < 2 ? [] : [statementTable(whole)]),
      districtTable(byDistrict, { period }, { sort, withVirtualEstimate: true }),
      months,
    ],
    charts: monthChart(months, "everyone"),
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: whole.counts,
      notices: [
        ...(await teachersNotices(reader, whole.total)),
        ...noticesOf(whole, period, atVirtual, organization),
        ...unconfirmedNotices(whole.total, filters),
        ...overallNotice(byDistrict),
      ],
    })),
  });

  /** Students on the rosters of virtual sessions: the statement says “in person”, and a roster may say otherwise. */
  async function studentsAtVirtual(): Promise<number> {
    const { total } = await computeMetrics(reader, organization, {
      ...ask,
      periods: [period],
      metrics: ["M10"],
      filters: [...filters, { dimension: "format", values: [{ key: "virtual", label: "Virtual" }] }],
    });
    return count(total, "M10");
  }
}

const factsOf = (total: FigureRow): Fact[] =>
  [...STATEMENT, ...BESIDE].map((each) =>
    each.metric === "M73"
      ? virtualStudents(total, each.label)
      : shownFact(each, total, each.metric === "X61" ? { unit: "sessions" } : {}),
  );

/** The statement of each period and, where they are several, of all together, counted again. */
function statementTable({ total, columns }: Figures): Table {
  const rows = columns.map(({ label }, place) => inColumn(total, place, label));
  return table({
    key: "by_period",
    title: "Statement by period",
    columns: [
      column("period", "Period", "text", "open"),
      ...STATEMENT.map(shownColumn),
      column("statement", "Statement", "text", "open"),
    ],
    rows: rows.map((row) => [
      row.label,
      ...STATEMENT.map(({ metric }) => figure(row, metric)),
      collectiveStatement(row),
    ]),
    empty: "",
  });
}

/** How many sessions the estimate knows nothing of; of some places alone, sessions and teachers are not the same places'. */
function unconfirmedNotices(total: FigureRow, filters: Filters): Notice[] {
  const [held, confirmed] = [count(total, "X61"), count(total, "X71")];
  const isOfPlaces = filters.some(({ dimension }) => ["district", "school", "school_level"].includes(dimension));
  if (isOfPlaces || confirmed === 0 || confirmed >= held) return [];
  return [
    notice(
      `No teacher is confirmed at ${showInteger(held - confirmed)} of the ${many(held, "Connector session")} held: whom those reached is in no estimate.`,
    ),
  ];
}

function noticesOf(
  { total, counts }: Figures,
  period: Period,
  onVirtualRosters: number,
  { studentsPerClassroom }: Pick<Organization, "studentsPerClassroom">,
): Notice[] {
  const said: Notice[] = [];
  if (count(total, "M73") > 0)
    said.push(
      notice(
        `Students reached virtually are an estimate: ${many(count(total, "M70"), "confirmed teacher")} × ${studentsPerClassroom}. They are not added to those in person.`,
      ),
    );
  if (onVirtualRosters > 0)
    said.push(
      notice(
        `${many(onVirtualRosters, "student")} of the ${showInteger(count(total, "M10"))} ${onVirtualRosters === 1 ? "is" : "are"} on the roster of a virtual session.`,
      ),
    );
  said.push(...excludedNotices(counts), ...legacyNotices(counts));
  said.push(...toDateNotices(period));
  return said;
}
