import type { Period } from "../domain/index.js";
import {
  type Circumstances,
  filtersInWords,
  type OutsideVisit,
  outsideVisits,
  type VisitScope,
  visitorsAtOurEvents,
  visitSubjects,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Chart,
  type Fact,
  fact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showCell,
  showDay,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { footing } from "./footing.js";
import { filteredBy } from "./metric-words.js";
import {
  bucketsOf,
  type VisitFigures,
  type VisitSort,
  visitFigures,
  visitorTable,
  visitTables,
} from "./outside-visits-tables.js";
import { describeStudents } from "./pathway-students.js";
import { restingOn } from "./surveys-freshness.js";
import { inPeriod, listed, many, mostNamed, periodName, toDateNotices } from "./words.js";

export interface OutsideVisitsAsked extends Circumstances, VisitScope {
  readonly sort?: VisitSort;
  /** Lists the students by name: for whoever may have them. */
  readonly students?: boolean;
}

/** Students' career experiences outside our own events: figures of their own kind, which are in no figure of the Metrics Bible and have none of it in them. */
export async function outsideVisitsReport(
  reader: Reader,
  organization: Organization,
  asked: OutsideVisitsAsked,
): Promise<Reply> {
  const { period, filters, texts, sort } = asked;
  const [visits, atOurs] = await Promise.all([
    outsideVisits(reader, organization, asked),
    visitorsAtOurEvents(reader, period),
  ]);
  const figures = visitFigures(visits);
  const people = new Set(
    visits.flatMap(({ student, person }) => (student === null || person === null ? [] : [person])),
  );
  const named = asked.students === true ? await describeStudents(reader, [...people]) : null;
  const words = {
    ...filtersInWords(filters),
    ...Object.fromEntries(Object.entries(texts).map(([text, names]) => [text, names.join(" or ")])),
  };
  const when = `${inPeriod(period)}${filteredBy(words)}`;
  const empty = `No outside visit is recorded ${when}. Try a longer period or fewer filters.`;
  const { notices, provenance } = await footing(reader, organization, {
    ...asked,
    filters: words,
    counts: excludedIn(visits),
    notices: noticesOf(visits, figures, period),
  });
  return reply({
    title: "Outside visits",
    text: await sentence(reader, figures, when),
    sensitivity: "open",
    facts: factsOf(visits, figures, [...people].filter((person) => atOurs.has(person)).length),
    tables: [
      ...visitTables(visits, figures, empty, sort),
      ...(named === null ? [] : [visitorTable(visits, named, empty)]),
    ],
    charts: chartOf(visits, period),
    notices: notices ?? [],
    provenance: provenance && (await restingOn(reader, provenance, ["outside-visits", "salesforce"])),
  });
}

async function sentence(reader: Reader, { visits, students, hours }: VisitFigures, when: string): Promise<string> {
  if (visits > 0)
    return `${many(students, "student")} made ${many(visits, "outside visit")}${hours === null ? "" : ` of ${showCell(hours, "hours")} recorded hours`} ${when}.`;
  const { first, last } = await visitSubjects(reader);
  if (first === null || last === null)
    return `No outside visit is recorded ${when}. None has been read yet: connect their sheet with “sheets connect”, as:outside-visits, or send a file with “import”.`;
  return `No outside visit is recorded ${when}. There are visits from ${showDay(first)} to ${showDay(last)}.`;
}

function factsOf(visits: readonly OutsideVisit[], figures: VisitFigures, atOurs: number): Fact[] {
  const { students, known, hours } = figures;
  const different = (of: "place" | "organisation" | "kind"): number =>
    new Set(visits.flatMap((visit) => visit[of]?.key ?? [])).size;
  const timed = visits.filter((visit) => visit.hours !== null).length;
  return [
    fact("visits", "Outside visits", visits.length, "integer", "open"),
    fact("students", "Students who made them", students, "integer", "open", {
      ...(students > 0 && { note: `${known} known in Salesforce, ${students - known} by their number alone` }),
    }),
    fact("at_our_events", "Of those known, also at an event of ours", atOurs, "integer", "open"),
    fact("hours", "Hours recorded", hours, "hours", "open", {
      ...(timed > 0 && { note: `of ${many(timed, "visit")}` }),
    }),
    fact("kinds", "Kinds", different("kind"), "integer", "open"),
    fact("places", "Places", different("place"), "integer", "open"),
    fact("organisations", "Organisations", different("organisation"), "integer", "open"),
  ];
}

const excludedIn = (visits: readonly OutsideVisit[]): Readonly<Record<string, number>> => {
  const excluded = new Set(
    visits.flatMap(({ student, person }) => (student === null && person !== null ? [person] : [])),
  ).size;
  return excluded === 0 ? {} : { excluded };
};

function noticesOf(visits: readonly OutsideVisit[], { students, known }: VisitFigures, period: Period): Notice[] {
  const unknown = students - known;
  const excluded = excludedIn(visits).excluded ?? 0;
  return [
    notice(
      "Outside visits are a kind of their own: they are in no figure of the Metrics Bible, and no event of ours is among them.",
    ),
    ...(visits.length === 0
      ? []
      : [notice("A student of several rows counts once in the total, so rows do not add up to it.")]),
    ...(unknown > 0
      ? [
          notice(
            `The number of ${many(unknown, "student")} is nobody's in Salesforce, so one of them may be counted twice. “quality flags visit_without_student” says what to do.`,
            "warning",
          ),
        ]
      : []),
    ...(excluded > 0
      ? [
          notice(
            `${many(excluded, "student")} excluded from reports ${excluded === 1 ? "is" : "are"} not counted; the visits are.`,
          ),
        ]
      : []),
    ...toDateNotices(period),
  ];
}

/** Visits by kind, where there is more than one. */
function chartOf(visits: readonly OutsideVisit[], period: Period): Chart[] {
  const points = bucketsOf(visits, "kind").map(({ label, visits: value }) => ({ key: label, label, value }));
  const most = mostNamed(points);
  if (most === null || points.length < 2) return [];
  return present(
    barChart(
      {
        key: "kinds",
        title: `Outside visits by kind, ${periodName(period)}`,
        takeaway: `Most were of kind ${most.label}: ${most.value}.`,
        altText: `Bars of outside visits by kind: ${listed(points.slice(0, 12).map(({ label, value }) => `${label} ${value}`))}.`,
        sensitivity: "open",
        measure: "Visits",
        type: "integer",
      },
      points,
    ),
  );
}
