import { type FigureRow, filtersInWords } from "../metrics/index.js";
import { type Fact, fact, type Notice, notice, showInteger } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { YearEndEvents } from "./district-events.js";
import { AT_THEIR_EVENTS, type DistrictFigures, FROM_THEIR_SCHOOLS } from "./district-figures.js";
import { count, noted, shownFact } from "./figure-table.js";
import { areTeachersKnown, isKnown } from "./known.js";
import { filteredBy } from "./metric-words.js";
import { inPeriod, legacyNotices, listed, many, toDateNotices } from "./words.js";

/** The answer in one sentence; `recorded` says where to look when there is nothing. */
export function districtSentence(
  { district, period, whole, own, filters }: DistrictFigures,
  recorded: string | null,
): string {
  const { total } = whole;
  const when = inPeriod(period);
  if (recorded !== null)
    return `No event of ${district.name} is recorded ${when}${filteredBy(filtersInWords(filters))}. ${recorded}`;
  const formats = [
    ["X62", "in person"],
    ["X61", "virtual"],
  ] as const;
  const apart = formats
    .filter(([id]) => count(total, id) > 0)
    .map(([id, words]) => `${showInteger(count(total, id))} ${words}`);
  const held = `${many(count(total, "X60"), "session")} held${apart.length > 0 ? ` (${apart.join(", ")})` : ""}`;
  const students = `${many(count(total, "M10"), "unique student")} at their events and ${showInteger(count(own.total, "M10"))} from their schools`;
  const hours = Math.round(count(total, "M30") * 10) / 10;
  const gave = `${many(count(total, "M20"), "volunteer")} giving ${many(hours, "hour")}`;
  return `${district.name}: ${held}, ${students}, ${gave}, ${when}.`;
}

/** In person and virtual apart; virtual students only where they are asked for, and then marked (ruling A4, X10). */
export function districtFacts({ whole, own }: DistrictFigures, withEstimate: boolean): Fact[] {
  const { total } = whole;
  const of = (metric: string, label: string): Fact => shownFact({ metric, label }, total);
  return [
    shownFact(AT_THEIR_EVENTS, total),
    shownFact(FROM_THEIR_SCHOOLS, own.total),
    of("X10", "Student attendances at their events, in person"),
    of("M20", "Volunteers, unique"),
    of("X20", "Volunteer engagements"),
    of("M30", "Volunteer hours"),
    of("M40", "Organisations"),
    of("X60", "Sessions held"),
    of("X62", "Sessions held in person"),
    of("X61", "Sessions held virtually"),
    of("M63", "Cancelled events"),
    of("M100", "Schools reached"),
    of("M70", "Teachers reached virtually, unique"),
    of("M71", "Classrooms reached virtually"),
    of("M72", "Confirmed teachers"),
    of("M80", "Experiences (teachers × virtual sessions)"),
    of("X70", "No-shows of teachers"),
    ...(withEstimate ? estimates(total) : []),
  ];
}

/** A classroom's worth of students for each confirmed teacher; added to those in person only in words that say so. */
function estimates(total: FigureRow): Fact[] {
  const [unique, virtual] = [count(total, "M10"), count(total, "M73")];
  if (!isKnown(total, "M73")) return [virtualStudents(total)];
  return [
    virtualStudents(total),
    fact("M10_and_M73", "Students, in person and virtual together", unique + virtual, "integer", "open", {
      note: `estimate: ${showInteger(unique)} unique in person + about ${showInteger(virtual)} virtual`,
    }),
  ];
}

/** The estimate of students at virtual sessions, marked as one; a gap where it is not known. */
export function virtualStudents(total: FigureRow, label = "Students reached virtually"): Fact {
  return shownFact({ metric: "M73", label }, total, isKnown(total, "M73") ? { note: "estimate" } : {});
}

/** What a reader must know to trust the figures. */
export function districtNotices(
  found: DistrictFigures,
  { events }: YearEndEvents,
  organization: Pick<Organization, "studentsPerClassroom" | "yearEnd">,
  withEstimate: boolean,
): Notice[] {
  const { whole, period, filters, district } = found;
  const { total, counts } = whole;
  const said: Notice[] = [];
  const types = filters.find(({ dimension, exclude }) => dimension === "event_type" && !exclude);
  if (types)
    said.push(
      notice(`Counted event types: ${listed(types.values.map(({ label }) => label))}. All others are left out.`),
    );
  const shared = events.filter((each) => each.isShared && !each.isToCome).length;
  if (shared > 0)
    said.push(
      notice(
        `${many(shared, "event is", "events are")} shared with other districts and ${shared === 1 ? "counts" : "count"} here in full: a letter to ${district.name} says students from their schools.`,
      ),
    );
  const uncounted = events.filter(({ missing }) => missing.includes("students")).length;
  if (uncounted > 0)
    said.push(
      notice(
        `Nobody counted the students at ${many(uncounted, "in-person event")}: they are marked “needs attendance” and are in no number of students.`,
        "warning",
      ),
    );
  // Where nobody's attendance is confirmed, teachersNotices says it of all sessions at once.
  const unconfirmed = areTeachersKnown(total) ? events.filter(({ missing }) => missing.includes("teachers")).length : 0;
  if (unconfirmed > 0)
    said.push(
      notice(
        `No teacher's attendance is confirmed at ${many(unconfirmed, "virtual session")}: teachers and experiences there are not known yet.`,
        "warning",
      ),
    );
  const unheld = events.filter(({ missing }) => missing.includes("status")).length;
  if (unheld > 0)
    said.push(
      notice(
        `${many(unheld, "past event is", "past events are")} not marked Completed: who came counts, the ${unheld === 1 ? "event is" : "events are"} not among the sessions held.`,
        "warning",
      ),
    );
  const ahead = events.filter((each) => each.isToCome).length;
  if (ahead > 0)
    said.push(notice(`${many(ahead, "event is", "events are")} still to come and not among the sessions held.`));
  if (!withEstimate && count(total, "X61") > 0)
    said.push(notice("Students at virtual sessions are not tracked, and their estimate is left out here."));
  if (withEstimate && isKnown(total, "M73"))
    said.push(
      notice(
        `Students reached virtually are an estimate: confirmed teachers of the district's schools × ${organization.studentsPerClassroom}.`,
      ),
    );
  const fallback = noted(total, "M30", "fallback");
  if (fallback > 0)
    said.push(
      notice(
        `Hours of ${many(fallback, "engagement")} come from the length of the session, because none were recorded.`,
      ),
    );
  const unknown = counts["events of unknown district"] ?? 0;
  if (unknown > 0)
    said.push(
      notice(
        `${many(unknown, "event")} of the period ${unknown === 1 ? "has" : "have"} no known district and ${unknown === 1 ? "is" : "are"} in no district's report.`,
      ),
    );
  said.push(...legacyNotices(counts));
  said.push(...toDateNotices(period));
  return said;
}
