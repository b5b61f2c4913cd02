import { type Period, unionOf } from "../domain/index.js";
import { computeCuts, cutBy, type FigureRow, type Figures, filtersInWords } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Cell,
  type Chart,
  column,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { recordedDays } from "./district-name.js";
import { count, figureTable, periodsTable, type Shown, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { isKnown } from "./known.js";
import { filteredBy } from "./metric-words.js";
import { describeSchools, type SchoolDescription, schoolsWithoutDistrict } from "./schools-described.js";
import type { Sort, SortKey } from "./sorting.js";
import { teachersNotices } from "./teachers-known.js";
import { inPeriod, legacyNotices, listed, many, mostOf, periodName, toDateNotices } from "./words.js";

export type SchoolsAsked = Asked<SortKey>;

/** Unique and total side by side, each named: a session is not an experience, and neither is a teacher. */
const FIGURES: readonly Shown[] = [
  { metric: "X60", label: "Sessions held" },
  { metric: "X62", label: "Held in person" },
  { metric: "X61", label: "Held virtually" },
  { metric: "M80", label: "Experiences, total" },
  { metric: "M70", label: "Teachers, unique" },
  { metric: "M10", label: "Students, unique" },
  { metric: "X10", label: "Student attendances, total" },
  { metric: "M20", label: "Volunteers, unique" },
  { metric: "X20", label: "Engagements, total" },
  { metric: "M30", label: "Volunteer hours" },
];
/** Sessions of one format, as their labels say: their unit need not say it again. */
const ONE_FORMAT: ReadonlySet<string> = new Set(["X61", "X62"]);

/**
 * Schools by what happened there: sessions, volunteers and students of the school's events, teachers and their experiences by the teacher's own school
 * (rulings E3, A4).
 */
export async function schoolsReport(reader: Reader, organization: Organization, asked: SchoolsAsked): Promise<Reply> {
  const { filters = [], today, sort } = asked;
  const period = unionOf(asked.periods);
  const metrics = [...FIGURES.map(({ metric }) => metric), "M100", "M60"];
  const asking = { metrics, periods: asked.periods, filters, today };
  const [cuts, stray] = await Promise.all([
    computeCuts(reader, organization, { ...asking, by: ["school"] }),
    schoolsWithoutDistrict(reader),
  ]);
  const figures = cutBy(cuts, "school");
  const schools = await describeSchools(
    reader,
    figures.rows.map(({ key }) => key),
  );
  const { total } = figures;
  const when = `${inPeriod(period)}${filteredBy(filtersInWords(filters))}`;
  return reply({
    title: `Schools by session ${when}`,
    text:
      count(total, "M60") === 0
        ? `No event is recorded ${when}. ${await recordedDays(reader, null)}`
        : `${many(count(total, "M100"), "school")} reached: ${many(count(total, "X60"), "session")} held and ${many(count(total, "M80"), "virtual experience")} of ${many(count(total, "M70"), "teacher")}, ${when}.`,
    sensitivity: "open",
    facts: [
      shownFact({ metric: "M100", label: "Schools reached" }, total),
      ...FIGURES.map((each) => shownFact(each, total, ONE_FORMAT.has(each.metric) ? { unit: "sessions" } : {})),
    ],
    tables: [
      ...periodsTable(figures, [{ metric: "M100", label: "Schools reached" }, ...FIGURES]),
      schoolsTable(figures, schools, period, sort),
      strayTable(stray, figures),
    ],
    charts: schoolsChart(figures, period),
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: figures.counts,
      notices: [...(await teachersNotices(reader, total)), ...noticesOf(figures, stray, period)],
    })),
  });
}

function schoolsTable(
  figures: Figures,
  schools: ReadonlyMap<number, SchoolDescription>,
  period: Period,
  sort: Sort | undefined,
): Table {
  return figureTable({
    key: "by_school",
    title: "Schools",
    first: column("school", "School", "text", "open"),
    figures,
    beside: {
      columns: [column("district", "District", "text", "open"), column("level", "Level", "text", "open")],
      of(key) {
        const school = typeof key === "number" ? schools.get(key) : undefined;
        return [school?.district ?? null, school?.level ?? null];
      },
    },
    // Sessions are by the event's school and teachers by their own: what is known of them is known of all schools, or of none.
    shown: FIGURES.map((each) => ({ ...each, isKnown: () => isKnown(figures.total, each.metric) })),
    total: { label: "All, counted once", row: figures.total },
    sort,
    empty: `No school ${inPeriod(period)}. Try a longer period or fewer filters.`,
  });
}

/** Schools that no district has: their events and teachers are in no district's figures, unless a district was linked to the event. */
function strayTable(stray: readonly SchoolDescription[], { rows }: Figures): Table {
  const found = new Map(rows.map((row) => [row.key, row]));
  const held = (school: SchoolDescription): number => count(found.get(school.id), "X60");
  return table({
    key: "without_district",
    title: "Schools without a district",
    columns: [
      column("school", "School", "text", "open"),
      column("level", "Level", "text", "open"),
      column("X60", "Sessions held", "integer", "open"),
      column("M70", "Teachers, unique", "integer", "open"),
    ],
    rows: [...stray]
      .sort((a, b) => held(b) - held(a) || (a.name < b.name ? -1 : 1))
      .map((school): Cell[] => [school.name, school.level, held(school), count(found.get(school.id), "M70")]),
    empty: "Every school has a district.",
  });
}

function schoolsChart({ rows }: Figures, period: Period): Chart[] {
  const points = rows
    .filter(({ key }) => key !== null)
    .map((row: FigureRow) => ({ label: row.label, value: count(row, "X60") }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const most = mostOf(points);
  if (most === null || points.length < 2) return [];
  return present(
    barChart(
      {
        key: "sessions_by_school",
        title: `Sessions held by school, ${periodName(period)}`,
        takeaway: `Most sessions were held at ${most.label}: ${most.value}.`,
        altText: `Bars of sessions held by school, ${periodName(period)}: ${listed(points.slice(0, 12).map(({ label, value }) => `${label} ${showInteger(value)}`))}.`,
        sensitivity: "open",
        measure: "Sessions held",
        type: "integer",
      },
      points,
    ),
  );
}

function noticesOf({ rows, total, counts }: Figures, stray: readonly SchoolDescription[], period: Period): Notice[] {
  const said: Notice[] = [
    notice(
      "Sessions, students and volunteers go by the event's school; teachers and experiences by the teacher's own school.",
    ),
  ];
  const unknown = counts["events of unknown school"] ?? 0;
  if (unknown > 0)
    said.push(
      notice(`${many(unknown, "event")} of the period ${unknown === 1 ? "has" : "have"} no school: the row “Unknown”.`),
    );
  if (rows.length > 1)
    said.push(notice("The last row is counted over everything: whoever was at several schools counts once in it."));
  if (stray.length > 0)
    said.push(
      notice(
        `${many(stray.length, "school has", "schools have")} no district: see “Schools without a district”.`,
        "warning",
      ),
    );
  const toCome = total.notes.M60?.still_to_come ?? 0;
  if (toCome > 0)
    said.push(notice(`${many(toCome, "event is", "events are")} still to come: not among the sessions held.`));
  said.push(...legacyNotices(counts));
  said.push(...toDateNotices(period));
  return said;
}
