import { type Figure, filtersInWords, metricOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Chart,
  type Fact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  type Table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { virtualStudents } from "./district-facts.js";
import { recordedDays } from "./district-name.js";
import { describeEvents } from "./events.js";
import { count, noted, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { areTeachersKnown } from "./known.js";
import { shownFigure } from "./metric-words.js";
import { teachersNotices } from "./teachers-known.js";
import { type VirtualFigures, virtualFigures } from "./virtual-figures.js";
import { describePresenters, type Presenters } from "./virtual-presenters.js";
import {
  districtTable,
  gapsTable,
  inOrderOf,
  levelTable,
  monthTable,
  outcomeTable,
  periodTable,
  presenterTable,
  schoolTable,
  sessionTable,
  teacherTable,
  type VirtualSort,
} from "./virtual-tables.js";
import { describeTeachers } from "./virtual-teachers.js";
import { inPeriod, legacyNotices, listed, many, mostNamed, noteOf, periodName, toDateNotices } from "./words.js";

/** What the report can be had by first. */
export const VIRTUAL_BY = ["month", "district", "school", "teacher", "session"] as const;
export type VirtualBy = (typeof VIRTUAL_BY)[number];

export interface VirtualAsked extends Asked<VirtualSort["key"]> {
  /** Which table stands first. */
  readonly by: VirtualBy;
}

/**
 * How virtual sessions were used: sessions, experiences, classrooms and estimated students (ruling A4), local and people-of-colour shares (rulings A6, P4), by
 * month and outcome, district, school, teacher and session; who presented; and which sessions to come lack a presenter.
 */
export async function virtualReport(reader: Reader, organization: Organization, asked: VirtualAsked): Promise<Reply> {
  const { filters = [] } = asked;
  const found = await virtualFigures(reader, organization, { ...asked, filters });
  const events = await describeEvents(
    reader,
    organization,
    found.bySession.rows.map(({ key }) => key),
  );
  const teachers = await describeTeachers(
    reader,
    organization,
    found.byTeacher.rows.map(({ key }) => key),
  );
  const presenters = await describePresenters(
    reader,
    found.bySession.rows.map(({ key }) => key),
  );
  const whose = Object.values(filtersInWords(filters));
  const about = whose.length === 0 ? "Virtual sessions" : `Virtual sessions, ${listed(whose)}`;
  const hasOneDistrict = filters.some(
    ({ dimension, values, exclude }) => dimension === "district" && !exclude && values.length === 1,
  );
  const byKey: Readonly<Record<VirtualBy, readonly Table[]>> = {
    month: [monthTable(found, organization), outcomeTable(found)],
    district: hasOneDistrict ? [] : [districtTable(found)],
    school: [schoolTable(found), levelTable(found)],
    teacher: [teacherTable(found, teachers)],
    session: [sessionTable(found, events, presenters.at)],
  };
  const others = VIRTUAL_BY.filter((each) => each !== asked.by);
  const { sort } = asked;
  const inOrder = (tables: readonly Table[]): readonly Table[] =>
    sort === undefined ? tables : tables.map((each) => inOrderOf(each, sort));
  return reply({
    title: about,
    text: await sentence(reader, found, about),
    sensitivity: "open",
    facts: facts(found),
    tables: inOrder([
      ...byKey[asked.by],
      ...periodTable(found),
      ...others.flatMap((each) => byKey[each]),
      presenterTable(found, presenters.organisationsOf),
      gapsTable(found, events),
    ]),
    charts: chart(found, about),
    ...(await footing(reader, organization, {
      ...asked,
      period: found.period,
      filters: { format: "Virtual", ...filtersInWords(filters) },
      counts: found.whole.counts,
      notices: [...(await teachersNotices(reader, found.whole.total)), ...notices(found, presenters, organization)],
    })),
  });
}

async function sentence(reader: Reader, { whole: { total }, period }: VirtualFigures, about: string): Promise<string> {
  const [held, all] = [count(total, "X61"), count(total, "M61")];
  if (all === 0 && count(total, "M80") === 0)
    return `${about}: none ${inPeriod(period)}. ${await recordedDays(reader, null)}`;
  if (!areTeachersKnown(total))
    return `${about}: ${held} of ${many(all, "session")} held, ${inPeriod(period)}. Which teachers and students they reached is not known.`;
  const reached = `${many(count(total, "M71"), "classroom")} reached in ${many(count(total, "M80"), "experience")}, about ${many(count(total, "M73"), "student")}`;
  return `${about}: ${held} of ${many(all, "session")} held, ${reached}, ${inPeriod(period)}.`;
}

/** "12 of 15 sessions" beside a share, whose parts may be too few to be said. */
const part = (of: Figure | undefined, all: number): { readonly note?: string } =>
  typeof of === "number" ? { note: `${of} of ${many(all, "session")}` } : {};

function facts({ whole: { total } }: VirtualFigures): Fact[] {
  const all = count(total, "M61");
  const figureOf = (id: string): Figure | undefined => total.figures[id]?.at(-1);
  const plain = (metric: string, label: string, note?: string): Fact =>
    shownFact({ metric, label }, total, note === undefined ? {} : { note });
  // All of them are virtual, and held or not as the label says.
  const sessions = (metric: string, label: string, note?: string): Fact => ({
    ...plain(metric, label, note),
    unit: "sessions",
  });
  return [
    sessions("X61", "Sessions held"),
    sessions("M61", "Sessions not cancelled", noteOf(metricOf("M61"), total)),
    sessions("M63", "Cancelled sessions"),
    plain("M80", "Experiences: teachers × sessions"),
    plain("X71", "Sessions with a confirmed teacher"),
    plain("M71", "Classrooms reached"),
    plain("M72", "Confirmed teachers"),
    virtualStudents(total, "Students, estimated"),
    plain("M81", "Sessions with a local presenter"),
    shownFact({ metric: "M83", label: "Local share" }, total, part(figureOf("M81"), all)),
    plain("M82", "Sessions with a presenter of colour"),
    shownFact({ metric: "M84", label: "People-of-colour share" }, total, part(figureOf("M82"), all)),
    plain("M20", "Presenters and other volunteers"),
    plain("M30", "Volunteer hours"),
  ];
}

function notices(
  found: VirtualFigures,
  presenters: Presenters,
  { studentsPerClassroom, smallestDemographicGroup: smallest }: Organization,
): Notice[] {
  const { whole, bySession, period } = found;
  const { total, counts } = whole;
  const said: Notice[] = [];
  if (count(total, "M73") > 0)
    said.push(
      notice(
        `Students are an estimate: confirmed teachers × ${studentsPerClassroom}. How many different students there were is not tracked.`,
      ),
    );
  const nobody = bySession.rows.filter((row) => count(row, "X61") > 0 && !presenters.at.has(Number(row.key))).length;
  if (nobody > 0)
    said.push(
      notice(
        `Nobody is recorded as presenter of ${many(nobody, "session")} held: at least one person presented each, so volunteers and hours are more than shown.`,
      ),
    );
  const fallback = noted(total, "M30", "fallback");
  if (fallback > 0)
    said.push(
      notice(
        `Hours of ${many(fallback, "engagement")} come from the length of the session, because none were recorded.`,
      ),
    );
  const review = found.outcomes.reduce((sum, each) => sum + each.counts.needs_review, 0);
  if (review > 0)
    said.push(
      notice(
        `Of ${many(review, "place")} of teachers in sessions that are over nobody has said whether they came: they need review.`,
        "warning",
      ),
    );
  if (Object.values(total.figures).some((row) => row.some((each) => typeof each === "string" && each.startsWith("<"))))
    said.push(notice(`Fewer than ${smallest} presenters of colour are shown as <${smallest}.`));
  if ((counts.excluded ?? 0) > 0)
    said.push(
      notice(
        `${many(counts.excluded ?? 0, "person", "people")} excluded from reports ${counts.excluded === 1 ? "is" : "are"} counted in no figure of people; the sessions they joined are.`,
      ),
    );
  said.push(...legacyNotices(counts));
  said.push(...toDateNotices(period));
  return said;
}

/** Experiences by district or, of one district, by school: the largest first. */
function chart({ byDistrict, bySchool, period, filters }: VirtualFigures, about: string): Chart[] {
  const [figures, what] = filters.some(({ dimension }) => dimension === "district")
    ? ([bySchool, "school"] as const)
    : ([byDistrict, "district"] as const);
  const points = figures.rows
    .map((row) => ({ key: row.key, label: row.label, value: count(row, "M80") }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const most = mostNamed(points, (value) => shownFigure(metricOf("M80"), value));
  if (most === null) return [];
  return present(
    barChart(
      {
        key: "experiences",
        title: `Experiences by ${what}, ${periodName(period)}`,
        takeaway: `Most experiences had ${most.label}: ${most.value}.`,
        altText: `Bars of experiences by ${what}: ${listed(points.slice(0, 12).map(({ label, value }) => `${label} ${value}`))}. ${about}.`,
        sensitivity: "open",
        measure: "Experiences",
        type: "integer",
      },
      points,
    ),
  );
}
