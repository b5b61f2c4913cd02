import { type Period, unionOf } from "../domain/index.js";
import {
  completenessNotices,
  type FigureRow,
  type Figures,
  type Filters,
  filtersInWords,
  provenanceOf,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { barChart, type Chart, type Fact, type Notice, notice, present, type Reply, reply } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { describeEvents, type EventDescription } from "./events.js";
import { count, noted, shownFact } from "./figure-table.js";
import { filteredBy } from "./metric-words.js";
import { asking, type Bands, bandsBy, bandsOf, cutting, joined } from "./pathway-figures.js";
import { programmeNotices } from "./pathway-programme.js";
import { describeStudents, type StudentDescription } from "./pathway-students.js";
import { bucketTables, type PathwaySort, periodTable, sessionTable, studentTables } from "./pathway-tables.js";
import { unmarkedTables } from "./pathway-unmarked.js";
import { withMentions } from "./pathway-why.js";
import { excludedNotices, inPeriod, legacyNotices, listed, many, mostOf, periodName, toDateNotices } from "./words.js";

export interface PathwayAsked extends Asked<PathwaySort["key"]> {
  /** A name of config/pathways.yml. */
  readonly pathway: string;
  /** Names the nearest sessions left out, and the rule that left each out. */
  readonly why?: boolean;
  /** Lists its students by name: for whoever may have them. */
  readonly students?: boolean;
}

/** What the report has asked for; every figure in it comes from here (ruling F2). */
export interface PathwayFound {
  readonly pathway: string;
  readonly period: Period;
  readonly filtered: string;
  readonly whole: Figures;
  readonly bands: Bands;
  readonly byType: Figures;
  readonly byDistrict: Figures;
  readonly bySchool: Figures;
  readonly byEvent: Figures;
  /** Volunteers skilled in it, at events of any pathway or none. */
  readonly skilledByEvent: Figures;
  /** Null where nobody may have them. */
  readonly byStudent: Figures | null;
  readonly events: ReadonlyMap<number, EventDescription>;
  readonly students: ReadonlyMap<number, StudentDescription>;
}

const CUT = ["X60", "X62", "X61", "X10", "M10", "X114", "X22", "M40"] as const;
/** Each reads pathways or places in a way of its own. */
const APART = ["M73", "X221"] as const;

/**
 * What a pathway reached: sessions, unique students K-8 and 9-12 over all of them together, volunteers at its events, speaking on it and skilled in it
 * (rulings E7, E8), by type, district, school and session.
 */
export async function pathwayReport(reader: Reader, organization: Organization, asked: PathwayAsked): Promise<Reply> {
  const { pathway, periods, today, sort } = asked;
  const others = asked.filters ?? [];
  const filters: Filters = [...others, { dimension: "pathway", values: [{ key: pathway, label: pathway }] }];
  const found = await ask(reader, organization, { ...asked, filters });
  const unmarked = await unmarkedTables(reader, organization, found, sort);
  const report = reply({
    title: `${pathway} pathway`,
    text: sentence(found),
    sensitivity: "open",
    facts: factsOf(found),
    tables: [
      sessionTable(found, sort),
      ...(periods.length > 1 ? [periodTable(found.whole)] : []),
      ...bucketTables(found, sort),
      ...unmarked,
      ...studentTables(found),
    ],
    charts: chartOf(found),
    notices: [
      ...(await completenessNotices(reader)),
      ...(await programmeNotices(reader, organization, { pathway, period: found.period, others, today })),
      ...noticesOf(found),
      ...unmarked.map(({ rows }) =>
        notice(
          `${many(rows.length, "further session")} had volunteers skilled in ${pathway} and no mark of it; the pathway in “attendance” brings them in.`,
        ),
      ),
    ],
    provenance: await provenanceOf(reader, organization, {
      ...asked,
      period: found.period,
      filters: filtersInWords(filters),
      counts: found.whole.counts,
    }),
  });
  if (!asked.why) return report;
  return withMentions(report, reader, organization, { pathway, periods, filters, others, today, circumstances: asked });
}

async function ask(
  reader: Reader,
  organization: Organization,
  { pathway, periods, filters, today, students = false }: PathwayAsked & { readonly filters: Filters },
): Promise<PathwayFound> {
  const question = { reader, organization, periods, filters, today };
  const named = students ? (["student"] as const) : [];
  const compute = asking(question);
  const [by, apart, skilledByEvent] = await Promise.all([
    cutting(question, CUT, ["event", "event_type", "district", "school", "band", ...named]),
    compute(APART, { apart: true }),
    compute(["X222"], { apart: true, by: "event", withTotal: true }),
  ]);
  const byStudent = students ? by("student") : null;
  const idsOf = (rows: readonly FigureRow[]) => rows.flatMap(({ key }) => (typeof key === "number" ? [key] : []));
  return {
    pathway,
    period: unionOf(periods),
    filtered: filteredBy(filtersInWords(filters.filter(({ dimension }) => dimension !== "pathway"))),
    whole: joined(joined(by("event"), apart), skilledByEvent),
    bands: bandsOf(bandsBy(by("band")), null),
    byType: by("event_type"),
    byDistrict: by("district"),
    bySchool: by("school"),
    byEvent: by("event"),
    skilledByEvent,
    byStudent,
    events: await describeEvents(reader, organization, idsOf(by("event").rows)),
    students: await describeStudents(reader, idsOf(byStudent?.rows ?? []), pathway, organization),
  };
}

function sentence({ pathway, period, filtered, whole: { total }, bands }: PathwayFound): string {
  const when = `${inPeriod(period)}${filtered}`;
  if (count(total, "X60") === 0 && count(total, "M10") === 0)
    return `No session of ${pathway} was held ${when}. Try a longer period, or ask why.`;
  const apart = [
    ...(count(total, "X62") > 0 ? [`${count(total, "X62")} in person`] : []),
    ...(count(total, "X61") > 0 ? [`${count(total, "X61")} virtual`] : []),
  ];
  const held = `${many(count(total, "X60"), "session")} held${apart.length > 0 ? ` (${apart.join(", ")})` : ""}`;
  return `${pathway}: ${held} with ${studentsSaid(count(total, "M10"), bands)} and ${many(count(total, "X22"), "volunteer")}, ${when}.`;
}

/** "12 unique students (8 K-8, 3 9-12, 1 level unknown)". */
export function studentsSaid(students: number, { k8, high, unknown }: Bands): string {
  const parts = [
    ...(k8 > 0 ? [`${k8} in K-8`] : []),
    ...(high > 0 ? [`${high} in 9-12`] : []),
    ...(unknown > 0 ? [`${unknown} of unknown level`] : []),
  ];
  return `${many(students, "unique student")}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}`;
}

/** Unique students by grade band, as facts of X11. */
export function bandFacts(total: FigureRow, { k8, high, unknown }: Bands): Fact[] {
  const of = (key: string, label: string, value: number): Fact => ({
    ...shownFact({ metric: "X11", key, label }, { ...total, figures: { X11: [value] } }),
  });
  return [
    of("X11_k8", "Unique students, K-8", k8),
    of("X11_high", "Unique students, 9-12", high),
    of("X11_unknown", "Unique students, level unknown", unknown),
  ];
}

function factsOf({ whole: { total }, bands, pathway }: PathwayFound): Fact[] {
  const fact = (metric: string, label: string, extra = {}) => shownFact({ metric, label }, total, extra);
  return [
    fact("X60", "Sessions held"),
    fact("X62", "Sessions held in person"),
    fact("X61", "Sessions held virtually"),
    fact("M10", "Unique students, on the rosters"),
    ...bandFacts(total, bands),
    fact("X10", "Student attendances in person"),
    ...(count(total, "X61") > 0 && count(total, "M73") > 0
      ? [fact("M73", "Students reached virtually", { unit: "students", note: "estimate" })]
      : []),
    fact("X22", "Volunteers at its events"),
    fact("X221", `Volunteers speaking on ${pathway}`),
    fact("X222", `Volunteers skilled in ${pathway}`),
    fact("M40", "Organisations of the volunteers"),
  ];
}

/** What a reader must know to trust the figures. */
function noticesOf({ whole: { total, counts }, bands, pathway, period, byEvent, events }: PathwayFound): Notice[] {
  const both = bands.k8 + bands.high + bands.unknown - count(total, "M10");
  const isInPerson = ({ key }: FigureRow) => typeof key === "number" && events.get(key)?.format === "In person";
  const uncounted = byEvent.rows.filter(
    (row) => isInPerson(row) && count(row, "X60") > 0 && noted(row, "X10", "uncounted") > 0,
  ).length;
  const virtual = count(total, "X61") > 0;
  return [
    notice("A student of several sessions counts once in each row and once in the whole, so rows do not add up to it."),
    ...(both > 0
      ? [
          notice(
            `${many(both, "student")} moved up from K-8 to 9-12 between sessions and ${both === 1 ? "is" : "are"} in both.`,
          ),
        ]
      : []),
    ...(uncounted > 0
      ? [
          notice(
            `Nobody counted the students at ${many(uncounted, "in-person session")}: they are in no figure of attendances.`,
          ),
        ]
      : []),
    ...(virtual
      ? [
          notice(
            `Students of virtual sessions are not on any roster${count(total, "M73") > 0 ? "; their number is an estimate: confirmed teachers × a standard classroom" : ", and no teacher's attendance is recorded for them"}.`,
          ),
        ]
      : []),
    notice(
      `Volunteers speaking on ${pathway} are those it was entered for, and those skilled in it came to any session, of ${pathway} or not.`,
    ),
    ...excludedNotices(counts),
    ...legacyNotices(counts),
    ...toDateNotices(period),
  ];
}

/** Sessions held by type of event, where there is more than one. */
function chartOf({ byType, pathway, period }: PathwayFound): Chart[] {
  const points = byType.rows.map((row) => ({ label: row.label, value: count(row, "X60") }));
  const known = points.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value);
  const most = mostOf(known);
  if (most === null || known.length < 2) return [];
  return present(
    barChart(
      {
        key: "types",
        title: `${pathway}: sessions held by type`,
        takeaway: `Most common: ${most.label}, ${most.value} (${periodName(period)}).`,
        altText: `Bars of sessions held of ${pathway}, ${periodName(period)}: ${listed(known.map(({ label, value }) => `${label} ${value}`))}.`,
        sensitivity: "open",
        measure: "Sessions held",
        type: "integer",
      },
      known,
    ),
  );
}
